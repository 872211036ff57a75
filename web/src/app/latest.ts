/**
 * Latest asks one question at a time. What is wanted while an answer is under
 * way waits, and of several that wait only the latest is asked: a playhead
 * dragged across a thousand events asks as often as the core can answer, or
 * less often where there is a rest between answers.
 */
export class Latest<Q, A> {
  readonly #ask: (question: Q) => Promise<A>;
  readonly #answered: (answer: A, question: Q) => void;
  readonly #failed: (reason: unknown, question: Q) => void;
  readonly #rest: () => Promise<void> | void;
  #asked: { question: Q } | null = null;
  #next: { question: Q } | null = null;

  constructor(
    ask: (question: Q) => Promise<A>,
    answered: (answer: A, question: Q) => void,
    failed: (reason: unknown, question: Q) => void,
    rest: () => Promise<void> | void = () => {},
  ) {
    this.#ask = ask;
    this.#answered = answered;
    this.#failed = failed;
    this.#rest = rest;
  }

  want(question: Q): void {
    if (this.#asked) this.#next = { question };
    else void this.#run({ question });
  }

  /** Drops what waits, and the answer that is under way. */
  forget(): void {
    this.#asked = null;
    this.#next = null;
  }

  async #run(asked: { question: Q }): Promise<void> {
    this.#asked = asked;
    try {
      const answer = await this.#ask(asked.question);
      if (this.#asked === asked) this.#answered(answer, asked.question);
    } catch (reason) {
      if (this.#asked === asked) this.#failed(reason, asked.question);
    }
    await this.#rest();
    if (this.#asked !== asked) return; // forgotten; another may be under way
    const next = this.#next;
    this.#asked = null;
    this.#next = null;
    if (next) void this.#run(next);
  }
}
