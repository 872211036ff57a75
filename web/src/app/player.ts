import { signal } from '@preact/signals';
import type { Client } from '../client';
import {
  dueTimes,
  introLength,
  introPosition,
  passedBy,
  positionAfter,
  type Speed,
} from '../playback';
import type { Position } from '../protocol';
import type { Browser } from './browser';

/** How many events original tempo reads ahead at a time. */
const ahead = 200;

/** What the player moves. */
export interface Deck {
  position(): Position;
  head(): Position;
  /** Puts the playhead somewhere, without stopping the player. */
  move(to: Position): void;
  /** Follows the log again. */
  live(): void;
  fail(reason: unknown): void;
}

/** Player moves the playhead by itself: at a speed, in original tempo, or once as an introduction. */
export class Player {
  readonly playing = signal(false);
  /** Whether what plays is a seeded history on its way into place. */
  readonly introducing = signal(false);
  readonly speed = signal<Speed>(4);
  readonly #client: Client;
  readonly #browser: Browser;
  readonly #deck: Deck;
  #stop: () => void = () => {};

  constructor(client: Client, browser: Browser, deck: Deck) {
    this.#client = client;
    this.#browser = browser;
    this.#deck = deck;
  }

  /** Plays from the playhead; from the beginning when it is at the end. */
  play(): void {
    this.pause();
    if (this.#deck.head() === 0) return;
    if (this.#deck.position() >= this.#deck.head()) this.#deck.move(0 as Position);
    this.playing.value = true;
    const speed = this.speed.value;
    if (speed === 'tempo') void this.#playTempo();
    else this.#playAt(speed);
  }

  pause(): void {
    this.#stop();
    this.#stop = () => {};
    this.playing.value = false;
    this.introducing.value = false;
  }

  setSpeed(speed: Speed): void {
    this.speed.value = speed;
    if (this.playing.value && !this.introducing.value) this.play();
  }

  /** Plays the whole log into place in about three seconds, where motion is welcome, then follows it. */
  introduce(): void {
    if (this.#browser.reducedMotion()) return;
    this.pause();
    this.playing.value = true;
    this.introducing.value = true;
    this.#deck.move(0 as Position);
    this.#eachFrame((elapsed) => {
      this.#deck.move(introPosition(this.#deck.head(), elapsed));
      return elapsed < introLength;
    });
  }

  /** Ends the introduction, if there is one, at the head. */
  endIntroduction(): void {
    if (this.introducing.value) this.#finish();
  }

  #playAt(eventsPerSecond: number): void {
    const start = this.#deck.position();
    this.#eachFrame((elapsed) => {
      const head = this.#deck.head();
      const position = positionAfter(start, head, elapsed, eventsPerSecond);
      this.#deck.move(position);
      return position < head;
    });
  }

  async #playTempo(): Promise<void> {
    let stopped = false;
    this.#stop = () => {
      stopped = true;
    };
    try {
      const start = this.#deck.position();
      // The event under the playhead, if there is one, is what the first gap is counted from.
      const from = Math.max(0, start - 1);
      const { rows } = await this.#client.request('events', {
        filter: '',
        from,
        count: ahead,
        at: start,
      });
      if (stopped) return;
      const due = dueTimes(rows.map((row) => row.timestamp));
      const last = from + rows.length;
      this.#eachFrame((elapsed) => {
        const position = Math.max(start, from + passedBy(due, elapsed)) as Position;
        this.#deck.move(position);
        if (position < last) return true;
        if (position >= this.#deck.head()) return false;
        void this.#playTempo();
        return 'elsewhere';
      });
    } catch (reason) {
      if (stopped) return;
      this.pause();
      this.#deck.fail(reason);
    }
  }

  // Calls step before each frame until it says that the end was reached. Time
  // counts from the first frame: in a tab that is out of sight there is none.
  #eachFrame(step: (elapsed: number) => boolean | 'elsewhere'): void {
    let began: number | null = null;
    let cancel = () => {};
    const next = () => {
      cancel = this.#browser.frame((now) => {
        began ??= now;
        const go = step(now - began);
        if (go === 'elsewhere') return;
        if (go) next();
        else this.#finish();
      });
    };
    this.#stop = () => cancel();
    next();
  }

  #finish(): void {
    this.pause();
    this.#deck.live();
  }
}
