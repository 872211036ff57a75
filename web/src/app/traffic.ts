import { signal } from '@preact/signals';
import type { Traffic, TrafficSettings } from '../app';
import { type Client, ClientError } from '../client';
import type { Outcome } from '../protocol';
import type { Browser } from './browser';
import { recall, remember } from './kept';
import { reasonOf, toldElsewhere } from './reason';

/** What may be asked for as commands per second. */
export const rates = { min: 1, max: 100 } as const;

/** Who hears of appends: the outbox, for the saved state. */
type Watch = (append: Promise<Outcome>) => Promise<Outcome>;

/**
 * Generator sends the commands of a seeded run at a chosen rate. The core
 * knows what is plausible; the page only keeps the pace and counts. One command is under
 * way at a time, so a slow machine sends fewer and never piles them up.
 */
export class Generator {
  readonly state = signal<Traffic>({
    on: false,
    seed: 7,
    rate: 20,
    sent: 0,
    recorded: 0,
    refused: 0,
    problem: null,
  });
  readonly #client: Client;
  readonly #browser: Browser;
  readonly #watch: Watch;
  #step = 0;
  #run = 0;

  constructor(client: Client, browser: Browser, watch: Watch) {
    this.#client = client;
    this.#browser = browser;
    this.#watch = watch;
    const { seed, rate } = this.state.value;
    this.state.value = { ...this.state.value, ...recall('traffic', { seed, rate }) };
  }

  set(change: Partial<TrafficSettings>): void {
    const before = this.state.value;
    const next = { ...before, ...change, problem: null };
    if (next.seed !== before.seed) {
      this.#step = 0;
      Object.assign(next, { sent: 0, recorded: 0, refused: 0 });
    }
    this.state.value = next;
    remember('traffic', { seed: next.seed, rate: next.rate });
    if (next.on && !before.on) {
      this.#run += 1;
      void this.#go(this.#run);
    }
  }

  /** Stops, and starts the run over when it goes on: the log is another one. */
  reset(): void {
    this.#run += 1;
    this.#step = 0;
    this.state.value = {
      ...this.state.value,
      ...{ on: false, sent: 0, recorded: 0, refused: 0, problem: null },
    };
  }

  async #go(run: number): Promise<void> {
    const running = () => this.#run === run && this.state.value.on;
    while (running()) {
      const began = this.#browser.now();
      try {
        const { seed } = this.state.value;
        const outcome = await this.#watch(
          this.#client.request('traffic', { seed, step: this.#step }),
        );
        if (this.#run !== run) return;
        this.#step += 1;
        this.#count(outcome);
      } catch (reason) {
        if (this.#run !== run) return;
        if (!lost(reason)) {
          this.#stop(reason);
          return;
        }
        this.#step += 1; // whether it took effect is not known: it is not sent again
      }
      const spent = this.#browser.now() - began;
      await this.#wait(1000 / this.state.value.rate - spent);
    }
  }

  #count(outcome: Outcome): void {
    const { sent, recorded, refused } = this.state.value;
    const kept = outcome.kind === 'recorded';
    this.state.value = {
      ...this.state.value,
      sent: sent + 1,
      recorded: kept ? recorded + 1 : recorded,
      refused: kept ? refused : refused + 1,
    };
  }

  #stop(reason: unknown): void {
    const problem = toldElsewhere(reason) ? null : `Traffic stopped. ${reasonOf(reason)}`;
    this.state.value = { ...this.state.value, on: false, problem };
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#browser.after(Math.max(0, milliseconds), resolve);
    });
  }
}

/** Whether the core died of a command, or beside it: the next one has another core. */
function lost(reason: unknown): boolean {
  return reason instanceof ClientError && reason.code === 'interrupted';
}
