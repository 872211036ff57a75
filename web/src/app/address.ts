import type { Browser } from './browser';

/**
 * How often the address is replaced at most, in milliseconds. WebKit refuses more
 * than 100 changes in 30 seconds (history.replaceState throws from then on).
 */
const pause = 400;

/** Address keeps the query in step with the view: selections make steps of the history, scrubbing does not. */
export class Address {
  readonly #browser: Browser;
  #waiting: string | null = null;
  #resting = false;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  write(search: string, how: 'push' | 'replace'): void {
    if (how === 'push') {
      this.#flush();
      this.#go(search, 'push');
    } else if (this.#resting) {
      this.#waiting = search;
    } else {
      this.#resting = true;
      this.#go(search, 'replace');
      this.#browser.after(pause, () => {
        this.#resting = false;
        this.#flush();
      });
    }
  }

  #flush(): void {
    if (this.#waiting !== null) this.#go(this.#waiting, 'replace');
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
