import type { Client } from '../client';
import type { Position, StreamID } from '../protocol';
import type { Deck } from './player';

/** What is moved by steps, and from where. */
export interface Stepped extends Deck {
  /** Stops what moves the playhead by itself. */
  pause(): void;
  /** The selected stream. */
  stream(): StreamID | null;
  say(sentence: string): void;
}

/** Steps moves the playhead where the visitor asks. */
export class Steps {
  readonly #client: Client;
  readonly #deck: Stepped;

  constructor(client: Client, deck: Stepped) {
    this.#client = client;
    this.#deck = deck;
  }

  /** Goes to a position, or to the nearest that the log has. */
  seek(to: Position | 'live'): void {
    this.#deck.pause();
    if (to === 'live') this.#deck.live();
    else this.#deck.move(Math.max(0, Math.min(Math.trunc(to) || 0, this.#deck.head())) as Position);
  }

  /** Goes one event on or back, within the selected stream or the type at the playhead. */
  async step(by: 1 | -1, within?: 'stream' | 'type'): Promise<void> {
    this.#deck.pause();
    const from = this.#deck.position();
    if (within) await this.#stepWithin(from, by, within);
    else if (by === 1 && from === this.#deck.head()) this.seek('live');
    else this.seek((from + by) as Position);
  }

  async #stepWithin(from: Position, by: 1 | -1, within: 'stream' | 'type'): Promise<void> {
    const stream = this.#deck.stream();
    if (within === 'stream' && stream === null) {
      this.#deck.say('No stream is selected.');
      return;
    }
    try {
      const params = { position: from, back: by === -1, within };
      const { position: to } = await this.#client.request(
        'step',
        within === 'stream' && stream !== null ? { ...params, stream } : params,
      );
      if (to !== undefined) this.seek(to);
      else {
        const which = within === 'stream' ? `event in ${stream}` : 'event of this type';
        this.#deck.say(`There is no ${by === 1 ? 'later' : 'earlier'} ${which}.`);
      }
    } catch (reason) {
      this.#deck.fail(reason);
    }
  }
}
