import { signal } from '@preact/signals';
import { plural } from '../format';
import type { Position, ProjectionState } from '../protocol';

/** A command that is followed to the moment at which each read model shows what it recorded. */
export interface Followed {
  /** What was asked for, such as "Deposit 50.00". */
  summary: string;
  /** The last event that it recorded. */
  position: Position;
  /** Milliseconds from sending it until it was recorded. */
  recorded: number;
  /** When it was recorded, by the clock that is handed in. */
  at: number;
  /** Milliseconds from recording it until a read model showed it, by name. */
  shown: Record<string, number>;
}

/** Told only of what took longer than anybody takes for at once, in milliseconds. */
const noticeable = 400;

/** Following follows the visitor's last command through log and projections. */
export class Following {
  readonly followed = signal<Followed | null>(null);
  readonly #now: () => number;
  readonly #say: (sentence: string) => void;
  #sent = 0;
  /** When projections came to a checkpoint, since the command was sent. */
  #came: { name: string; checkpoint: Position; at: number }[] = [];

  constructor(now: () => number, say: (sentence: string) => void) {
    this.#now = now;
    this.#say = say;
  }

  /** A command is being sent. Projections may show what it records before its answer is here. */
  begin(): void {
    this.#sent = this.#now();
    this.#came = [];
  }

  recorded(summary: string, position: Position): void {
    const at = this.#now();
    this.followed.value = { summary, position, recorded: at - this.#sent, at, shown: {} };
    for (const { name, checkpoint, at: came } of this.#came) this.#take(name, checkpoint, came);
  }

  /** Takes note of where projections stand. */
  learn(states: readonly ProjectionState[]): void {
    const at = this.#now();
    for (const { name, checkpoint, fed } of states) {
      if (fed) continue; // it shows what somebody else made of it
      if (this.#came.length < 200) this.#came.push({ name, checkpoint, at });
      this.#take(name, checkpoint, at);
    }
  }

  /** Drops what is followed: the log is another one. */
  forget(): void {
    this.#came = [];
    this.followed.value = null;
  }

  #take(name: string, checkpoint: Position, at: number): void {
    const { value: followed } = this.followed;
    if (!followed || checkpoint < followed.position || name in followed.shown) return;
    const took = Math.max(0, at - followed.at);
    this.followed.value = { ...followed, shown: { ...followed.shown, [name]: took } };
    if (took < noticeable) return;
    this.#say(`${name} shows event ${followed.position} ${lasting(took)} after it was recorded.`);
  }
}

/** A time in a few characters: `4 ms`, `2.1 s`, `3 min`. */
export function brief(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 120_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (milliseconds < 2 * 3_600_000) return `${Math.round(milliseconds / 60_000)} min`;
  return `${Math.round(milliseconds / 3_600_000)} h`;
}

/** The same to be listened to. */
function lasting(milliseconds: number): string {
  if (milliseconds < 1000) return plural(Math.round(milliseconds), 'millisecond');
  return `${(milliseconds / 1000).toFixed(1)} seconds`;
}
