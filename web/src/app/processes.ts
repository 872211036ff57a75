// What the page says of processes, and what it asks of their runner.

import type { App } from '../app';
import type { Params, Result } from '../client';
import { count, plural } from '../format';
import type { AskState, FailureKind, ProcessStatus, Standstill, StepState } from '../protocol';
import { reasonOf, toldElsewhere } from './reason';

/** A state in a word, with a mark beside it so that colour says nothing alone. */
export interface Word {
  word: string;
  mark: string;
  /** The class of a status: good, warn, bad or none. */
  tone: '' | 'good' | 'warn' | 'bad';
}

export const statusWords: Record<ProcessStatus, Word> = {
  running: { word: 'running', mark: '▶', tone: 'warn' },
  done: { word: 'done', mark: '✓', tone: 'good' },
  undone: { word: 'undone', mark: '↩', tone: '' },
  refused: { word: 'refused', mark: '✕', tone: '' },
  stuck: { word: 'needs a person', mark: '!', tone: 'bad' },
};

export const stepWords: Record<StepState, Word> = {
  left: { word: 'left', mark: '○', tone: '' },
  now: { word: 'now', mark: '▶', tone: 'warn' },
  done: { word: 'done', mark: '✓', tone: 'good' },
  failed: { word: 'failed', mark: '✕', tone: 'bad' },
  undoing: { word: 'being undone', mark: '↩', tone: 'warn' },
  undone: { word: 'undone', mark: '↩', tone: '' },
  skipped: { word: 'not needed', mark: '–', tone: '' },
};

export const askWords: Record<AskState, string> = {
  toSend: 'in the outbox: recorded, and not sent yet',
  answered: 'it took effect, and the process has not noted that yet',
  lost: 'sent, and no answer comes; run the clock forward until it is given up',
  waits: 'somebody else has to act',
};

/** The ways in which a step can fail, in the order in which they are offered. */
export const failures: readonly { id: FailureKind; label: string; about: string }[] = [
  { id: 'refuse', label: 'is refused', about: 'The command is refused and never sent.' },
  {
    id: 'crashBefore',
    label: 'crash before it is sent',
    about: 'The runner stops while the command is still in the outbox.',
  },
  {
    id: 'crashAfter',
    label: 'crash after it took effect',
    about: 'The runner stops before the process has noted the answer.',
  },
  {
    id: 'noAnswer',
    label: 'is never answered',
    about: 'The command is lost on its way; only the clock ends the wait.',
  },
];

export function failureLabel(kind: FailureKind): string {
  return failures.find(({ id }) => id === kind)?.label ?? kind;
}

/** Reads a whole number within bounds, or says in a sentence what is wrong. */
export function wholeNumber(
  text: string,
  least: number,
  most: number,
): { value: number } | { problem: string } {
  const typed = text.trim();
  const value = Number(typed);
  if (/^\d+$/.test(typed) && value >= least && value <= most) return { value };
  const bounds = `A whole number from ${least} to ${most.toLocaleString('en-GB')}.`;
  return { problem: typed === '' ? `Nothing is written here. ${bounds}` : bounds };
}

/** Seconds as people say them: 30 s, 15 min, 2 h, 3 days. */
export function duration(seconds: number): string {
  for (const [unit, of] of [
    ['day', 86_400],
    ['h', 3600],
    ['min', 60],
  ] as const) {
    if (seconds >= of && seconds % of === 0) {
      const n = seconds / of;
      return unit === 'day' ? `${n} ${n === 1 ? 'day' : 'days'}` : `${n} ${unit}`;
    }
  }
  return `${seconds} s`;
}

/** Where and since when the runner is down or held; null while it runs by itself. */
export function standstillText(still: Standstill, at: (timestamp: number) => string) {
  if (still.since === 0) return null;
  const since = `since event ${count(still.since)}, ${at(still.timestamp)}`;
  return still.crashed
    ? `The runner of processes is down, for all tabs, ${since}: it crashed at ${still.crashed}.`
    : `The runner of processes is held, for all tabs, ${since}: it takes a step when somebody asks.`;
}

/** More events than that are not counted while they wait; the core says the same. */
const countedEvents = 1000;

/** What waits for a runner that does not run. */
export function waitingText({ events, processes }: Standstill): string {
  const waiting = [
    events > 0 ? plural(events, 'event') + (events >= countedEvents ? ' or more' : '') : '',
    processes > 0 ? plural(processes, 'process', 'processes') : '',
  ].filter(Boolean);
  if (waiting.length === 0) return 'Nothing waits for it yet.';
  const verb = events + processes === 1 ? 'waits' : 'wait';
  return `${waiting.join(' and ')} ${verb} for it. Nothing is lost.`;
}

type DrillKind = 'arrangeFailure' | 'seedFailures' | 'runClock' | 'runner';

/** Asks something of the runner or the clock; what went wrong becomes a notice. */
export async function askDrill<K extends DrillKind>(
  app: App,
  kind: K,
  params: Params<K>,
  said: string,
): Promise<Result<K> | null> {
  try {
    const ask = app.client.request as (kind: K, params: Params<K>) => Promise<Result<K>>;
    const answer = await ask.call(app.client, kind, params);
    app.say(said);
    return answer;
  } catch (reason) {
    if (!toldElsewhere(reason)) app.notify('error', reasonOf(reason));
    return null;
  }
}
