// When a core is given up, and what follows: rules without timers or workers,
// which supervisor.ts carries out.

/** How a core is run: with all that it does, or reading only. */
export type Mode = 'full' | 'safe';

/** What is known of the core, between two things that happen to it. */
export interface Supervision {
  /**
   * The worker's script is on its way, it loads the core, the core takes
   * requests, or there is none and none is coming.
   */
  readonly phase: 'starting' | 'loading' | 'running' | 'ended';
  readonly mode: Mode;
  /** When the core crashed, within the last minute. */
  readonly crashes: readonly number[];
  /** For how long the heartbeat has gone unanswered; null when there is none to answer. */
  readonly silent: number | null;
  readonly ticked: number;
}

export type Happening =
  /** The worker's script runs; the core takes requests; the heartbeat was answered. */
  | 'loading'
  | 'running'
  | 'answered'
  | 'tick'
  /** The core ended, or something in it went wrong that it cannot recover from. */
  | 'crashed'
  /** There is no core to run: trying again at once would end the same way. */
  | 'unloadable'
  /** The visitor wants the whole core again. */
  | 'retry';

/** What is to be done: ask the heartbeat, start a worker in place of the one before, or end it. */
export type Order = 'beat' | 'start' | 'end' | null;

/** How often the heartbeat is asked, in milliseconds; an answer costs the core less than one. */
export const tickEvery = 2_000;

/**
 * How long a core may be silent while the page is awake. One that works hard
 * gives others a turn every 10 ms. What cannot be divided, reading the largest
 * request and collecting garbage, was seen to take 0.7 s on two busy cores; a
 * phone, or a log of a million, may make ten times of it. A core that is ended
 * for nothing costs more than one that hangs for a little longer.
 */
export const patience = 10_000;

/** So many crashes within so many milliseconds, and the next core only reads. */
export const crashesToSafety = 3;
const crashWindow = 60_000;

/** What is known of a core that is about to be started. */
export function begin(
  now: number,
  mode: Mode = 'full',
  crashes: readonly number[] = [],
): Supervision {
  return { phase: 'starting', mode, crashes, silent: null, ticked: now };
}

/** What follows from something that happened at a time. */
export function follow(
  known: Supervision,
  happening: Happening,
  now: number,
): { known: Supervision; order: Order } {
  if (happening === 'retry') return { known: begin(now), order: 'start' };
  if (known.phase === 'ended') return { known, order: null };
  switch (happening) {
    case 'loading':
    case 'running':
      return { known: { ...known, phase: happening, silent: null }, order: null };
    case 'answered':
      return { known: { ...known, silent: null }, order: null };
    case 'tick':
      return tick(known, now);
    case 'crashed':
      return crash(known, now);
    case 'unloadable':
      return { known: { ...known, phase: 'ended' }, order: 'end' };
  }
}

// A page in the background gets few ticks, a frozen page or a sleeping device
// none, and a core may be just as still then. So a tick counts for no longer
// than it was due for: only time in which the page was awake makes a silence.
// An answer that waits behind the tick in the page's own queue gets a further one.
function tick(known: Supervision, now: number): { known: Supervision; order: Order } {
  const ticked = { ...known, ticked: now };
  if (known.phase === 'starting') return { known: ticked, order: null }; // nobody to answer yet
  if (known.silent === null) return { known: { ...ticked, silent: 0 }, order: 'beat' };
  const silent = known.silent + Math.min(Math.max(0, now - known.ticked), tickEvery);
  if (silent < patience) return { known: { ...ticked, silent }, order: null };
  return crash(ticked, now);
}

function crash(known: Supervision, now: number): { known: Supervision; order: Order } {
  // A core that only reads and cannot do that either: there is nothing less to start.
  if (known.mode === 'safe') return { known: { ...known, phase: 'ended' }, order: 'end' };
  const crashes = [...known.crashes.filter((at) => now - at < crashWindow), now];
  const mode = crashes.length < crashesToSafety ? 'full' : 'safe';
  return { known: begin(now, mode, crashes), order: 'start' };
}
