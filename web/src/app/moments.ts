import { computed, effect, signal } from '@preact/signals';
import type { Client } from '../client';
import type { Moment, MomentParams } from '../protocol';
import type { Browser } from './browser';
import { Latest } from './latest';
import { share } from './share';

/** What Moments has to know of the application. */
export interface Sight {
  /** The moment on show, and the log that it is of; null while there is none. */
  wanted(): { log: unknown; params: MomentParams } | null;
  /** Whether the playhead follows the log. */
  live(): boolean;
  /** Puts an answer into `moment`, with all else that follows from it. */
  arrived(answer: Moment): void;
  failed(reason: unknown, params: MomentParams): void;
}

/** Moments keeps the state at the moment on show, and the last one known while the next is under way. */
export class Moments {
  readonly moment = signal<Moment | null>(null);
  readonly #browser: Browser;
  readonly #sight: Sight;
  readonly #latest: Latest<MomentParams, Moment>;
  /** Counts what may have changed the live state; the moment is asked for again. */
  readonly #stirred = signal(0);
  #stirring = false;

  constructor(client: Client, browser: Browser, sight: Sight) {
    this.#browser = browser;
    this.#sight = sight;
    this.#latest = new Latest<MomentParams, Moment>(
      (params) => client.request('moment', params),
      (answer) => sight.arrived(share(this.moment.value, answer)),
      (reason, params) => sight.failed(reason, params),
    );
  }

  /** Begins to follow the application. */
  start(): void {
    // Signals compare by identity, so what is wanted is text: moving the
    // phone's tab or opening a row asks for nothing.
    const wanted = computed(() => JSON.stringify(this.#sight.wanted()));
    effect(() => {
      this.#stirred.value;
      const { params } = (JSON.parse(wanted.value) ?? {}) as { params?: MomentParams };
      if (params) this.#latest.want(params);
    });
  }

  /** Asks again for the live state, which may be another; the past does not change. */
  stir(): void {
    // An append is told once, and by every projection that took it: what comes
    // within a frame is one change.
    if (this.#stirring || !this.#sight.live()) return;
    this.#stirring = true;
    this.#browser.frame(() => {
      this.#stirring = false;
      this.#stirred.value += 1;
    });
  }

  /** Asks again for what is on show, past or not: the rules that it was folded by are others. */
  again(): void {
    this.#stirred.value += 1;
  }

  /** Drops what is under way: it is about another log. */
  forget(): void {
    this.#latest.forget();
  }

  /** Drops what is known as well, and asks for it again. */
  startOver(): void {
    this.forget();
    this.moment.value = null;
    this.#stirred.value += 1;
  }
}
