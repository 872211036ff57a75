import { computed, effect, signal } from '@preact/signals';
import { type Client, ClientError } from '../client';
import type { Moment, MomentParams } from '../protocol';
import type { Browser } from './browser';
import { Latest } from './latest';
import { share } from './share';
import type { Stage } from './stage';

/** What Moments has to know of the application, and does to it. */
export interface Sight {
  /** Which log is on show, as a number that no other has. */
  log(): number;
  /** Puts an answer into `moment`, with all else that follows from it. */
  arrived(answer: Moment): void;
  fail(reason: unknown): void;
}

/** Moments keeps the state at the moment on show, and the last one known while the next is under way. */
export class Moments {
  readonly moment = signal<Moment | null>(null);
  readonly #browser: Browser;
  readonly #stage: Stage;
  readonly #sight: Sight;
  readonly #latest: Latest<MomentParams, Moment>;
  /** Counts what may have changed the live state; the moment is asked for again. */
  readonly #stirred = signal(0);
  #stirring = false;

  constructor(client: Client, browser: Browser, stage: Stage, sight: Sight) {
    this.#browser = browser;
    this.#stage = stage;
    this.#sight = sight;
    this.#latest = new Latest<MomentParams, Moment>(
      (params) => client.request('moment', params),
      (answer) => sight.arrived(share(this.moment.value, answer)),
      (reason, params) => this.#fail(reason, params),
    );
  }

  /** Begins to follow the application. */
  start(): void {
    // Signals compare by identity, so what is wanted is text: moving the
    // phone's tab or opening a row asks for nothing.
    const wanted = computed(() => JSON.stringify(this.#wanted()));
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
    if (this.#stirring || this.#stage.view.value.cursor.kind !== 'live') return;
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

  // The log is named too: the same moment of another log is another moment.
  #wanted(): { log: unknown; params: MomentParams } | null {
    const { world, view, windows, position } = this.#stage;
    if (!world.value) return null;
    const { cursor, stream, branch } = view.value;
    const params: MomentParams = { windows: windows.value };
    if (cursor.kind === 'at') params.position = position.value;
    if (stream !== null) params.stream = stream;
    return { log: [this.#sight.log(), world.value.name, branch], params };
  }

  // The stream came from the address or was typed: the state can be had without it.
  #fail(reason: unknown, { stream }: MomentParams): void {
    if (reason instanceof ClientError && reason.code === 'bad_request' && stream !== undefined) {
      this.#stage.show({ stream: null });
    }
    this.#sight.fail(reason);
  }
}
