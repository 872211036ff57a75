// What the page says to a screen reader, and when. A sentence that a reader
// is still speaking is cut off by the next one, so a playhead that moves is
// described where it rests, not at every event that it passes.

/** Time as the narrator knows it; tests bring their own. */
export interface Clock {
  /** Calls back once after so many milliseconds, unless the returned function is called. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** How long the playhead rests before its moment is described, in milliseconds. */
export const rest = 450;

/** Narrator hands sentences to speak, which puts them where a reader finds them. */
export class Narrator {
  readonly #speak: (sentence: string) => void;
  readonly #clock: Clock;
  #forget: () => void = () => {};

  constructor(speak: (sentence: string) => void, clock: Clock) {
    this.#speak = speak;
    this.#clock = clock;
  }

  /** Says at once what answers something that the visitor did. */
  say(sentence: string): void {
    this.#forget();
    this.#speak(sentence);
  }

  /** Says where the playhead is, once it has rested there. */
  describe(sentence: string): void {
    this.#forget();
    if (sentence === '') return;
    this.#forget = this.#clock.after(rest, () => this.#speak(sentence));
  }

  /** Drops what was to be described, for example while the log plays. */
  quiet(): void {
    this.#forget();
  }
}
