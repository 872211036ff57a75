// A writer owns a stream: nobody else appends to it, so it knows the version.

import { tell } from './tell.mjs';

/** The largest append; most are a single event. */
const largest = 20;
/** How much a new answer counts in the typical time to one. */
const share = 0.2;
const filler = 'an event of the worlds has about 300 bytes of JSON, most of them words; '.repeat(3);

/** Makes appends and sends them, and tells of each before and after. */
export class Writer {
  core;
  /** What the core was asked to append and has not answered. */
  inFlight = null;
  /** The typical time to an answer, in milliseconds, as it is learned. */
  typical = 5;
  #stream;
  #dice;
  #version = 0;

  constructor(core, stream, dice) {
    this.core = core;
    this.#stream = stream;
    this.#dice = dice;
  }

  /** Takes over how far the stream is, from the lines of the whole log. */
  continueFrom(lines) {
    this.#version = lines.split(`"stream":"${this.#stream}"`).length - 1;
  }

  /** The next append. Its first event's id is its name. */
  next() {
    const size = this.#dice.below(8) === 0 ? 2 + this.#dice.below(largest - 1) : 1;
    const events = Array.from({ length: size }, (_, i) => {
      const id = this.#dice.uuid();
      return { id, type: 'Soaked', data: { after: this.#version + i, about: id, filler } };
    });
    return { stream: this.#stream, expectedVersion: this.#version, events };
  }

  /** Sends an append and tells what came of it. It fails when it was not recorded. */
  async send(append) {
    await tell('sending', { append });
    const began = performance.now();
    const answer = this.core.ask('append', append);
    this.inFlight = append;
    let outcome;
    try {
      outcome = await answer;
    } finally {
      this.inFlight = null;
    }
    this.typical += share * (performance.now() - began - this.typical);
    await this.#acknowledge(append, outcome);
  }

  async #acknowledge(append, outcome) {
    if (outcome.kind !== 'recorded') throw new Error(`an append ended as: ${outcome.message}`);
    this.#version = append.expectedVersion + append.events.length;
    const { head } = this.core;
    await tell('acknowledged', {
      id: append.events[0].id,
      recorded: outcome.recorded.map(({ position, version }) => ({ position, version })),
      ...(head && { head: { position: head.head, hash: head.hash } }),
    });
  }
}
