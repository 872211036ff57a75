// Launches on one profile: to write until the kill, or only to read.

import { setTimeout as after } from 'node:timers/promises';
import { Dice } from '../page/dice.mjs';
import { Session } from '../session.mjs';

/** How many writers each page has, each in a worker of its own. */
const writers = 2;
/** How many acknowledgements a launch lives to see, at least and at most. */
const [fewest, most] = [3, 60];
/** How long after it was told of an append a browser is killed: up to so many times what one takes. */
const latest = 1.2;

/** Write is a log that is written to in launches that follow each other. */
export class Write {
  #profile;
  #seed;
  #dice;
  #launches = 0;

  constructor(profile, seed) {
    this.#profile = profile;
    this.#seed = seed;
    this.#dice = new Dice(seed);
  }

  /** Launches, and kills the browser at a moment at which an append is likely to be in flight. */
  async andKill() {
    const { ledger, result } = this.#profile;
    const session = this.#launch({
      task: 'write',
      fresh: this.#launches === 0,
      seed: `${this.#seed} ${this.#launches}`,
      writers,
      pending: ledger.pending,
    });
    await session.until('log');
    for (let left = fewest + this.#dice.below(most - fewest); left > 0; left--) {
      await session.until('acknowledged');
    }
    await session.until('sending');
    await after(this.#dice.upTo(latest * session.typical));
    await session.kill();
    result.killed(ledger.pending.length);
  }

  /** Launches, and kills the browser when the log was read. */
  async read() {
    await this.#until('read', 'log');
  }

  /** Launches without the core, and kills the browser when something was written that is not the log. */
  async touch() {
    await this.#until('touch', 'touched');
  }

  async #until(task, kind) {
    const session = this.#launch({ task });
    await session.until(kind);
    await session.kill();
  }

  #launch(plan) {
    this.#launches++;
    return new Session(this.#profile, plan);
  }
}
