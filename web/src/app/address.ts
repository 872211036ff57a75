import type { Browser } from './browser';

/**
 * How long the view rests before the address is replaced again, in milliseconds. WebKit refuses
 * more than 100 changes in 30 seconds (history.replaceState throws from then on), and a change
 * takes Chromium 2 ms, which a playhead that is dragged has no use for.
 */
const rest = 400;

/** Address keeps the query in step with the view: selections make steps of the history, scrubbing does not. */
export class Address {
  readonly #browser: Browser;
  #waiting: (() => string) | null = null;
  /** Whether the address was replaced a moment ago. */
  #resting = false;
  /** Whether the view moved on since that was looked at. */
  #moved = false;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Puts the query that search writes into the address: a push at once, the rest where the view rests. */
  write(search: () => string, how: 'push' | 'replace'): void {
    if (how === 'push') {
      this.#flush();
      this.#go(search(), 'push');
    } else if (this.#resting) {
      this.#waiting = search;
      this.#moved = true;
    } else {
      this.#go(search(), 'replace');
      this.#rest();
    }
  }

  #rest(): void {
    this.#resting = true;
    this.#moved = false;
    this.#browser.after(rest, () => {
      if (this.#moved) this.#rest();
      else {
        this.#resting = false;
        this.#flush();
      }
    });
  }

  #flush(): void {
    if (this.#waiting !== null) this.#go(this.#waiting(), 'replace');
    this.#waiting = null;
  }

  // An address that cannot be changed (a sandboxed frame, too many changes) costs
  // the link and nothing else.
  #go(search: string, how: 'push' | 'replace'): void {
    if (search === this.#browser.search()) return;
    try {
      this.#browser.goTo(search, how);
    } catch {
      this.#waiting = null;
    }
  }
}
