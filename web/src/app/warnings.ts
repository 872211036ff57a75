// What is wrong with the log on show. Once is enough: the header goes on saying it.

import type { Log } from '../protocol';
import type { Notices } from './notices';
import { whyMemory } from './sentences';

/** Warnings tell each thing that is wrong once. */
export class Warnings {
  readonly #notices: Notices;
  #toldMemory = false;
  /** What was found damaged in this log and has been told. */
  readonly #told = new Set<string>();

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  /** Tells what is new of it: that the log is in memory only, and what of it was damaged. */
  tell({ guarantee, why, findings }: Log): void {
    if (guarantee === 'memory' && !this.#toldMemory) this.#notices.add('error', whyMemory(why));
    this.#toldMemory = guarantee === 'memory';
    for (const { sentence, restored } of findings ?? []) {
      if (this.#told.has(sentence)) continue;
      this.#told.add(sentence);
      this.#notices.add(restored ? 'info' : 'error', sentence, true);
    }
  }

  /** Forgets which damage was told: another log was opened. */
  startOver(): void {
    this.#told.clear();
  }
}
