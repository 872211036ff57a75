// Looks at a page from outside while it works: how long its main thread was
// busy, and how far apart its frames were.

import type { CDPSession, Page } from '@playwright/test';

/** What the page keeps for the probe. */
interface Notes {
  /** The ids of requests that the worker has not answered. */
  open: Set<number>;
  /** When each frame began, while frames are watched. */
  frames: number[] | null;
}

declare global {
  interface Window {
    probe: Notes;
  }
}

/** An answer that came within a frame is drawn with the next one. */
const calm = 2;

/** What one step cost. */
export interface Step {
  /** How long the main thread was busy, in milliseconds. */
  busy: number;
  /** How many frames the probe has asked for meanwhile. */
  frames: number;
}

export class Probe {
  readonly #page: Page;
  readonly #devtools: CDPSession;

  private constructor(page: Page, devtools: CDPSession) {
    this.#page = page;
    this.#devtools = devtools;
  }

  /** Attaches to a page that has not been opened yet. */
  static async attach(page: Page): Promise<Probe> {
    await page.addInitScript(takeNotes);
    const devtools = await page.context().newCDPSession(page);
    // The thread's own time: what else the machine does meanwhile does not count.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Probe(page, devtools);
  }

  /** Measures from before the act until the page has been at rest after it for some frames. */
  async step(act: () => Promise<void>, frames = calm): Promise<Step> {
    const before = await this.#busy();
    await act();
    const asked = await this.rest(frames);
    return { busy: (await this.#busy()) - before, frames: asked };
  }

  /** Returns the milliseconds from each frame to the next while act goes on. */
  async frames(act: () => Promise<void>): Promise<number[]> {
    await this.#page.evaluate(() => {
      const frames: number[] = [];
      window.probe.frames = frames;
      const note = (at: number) => {
        frames.push(at);
        if (window.probe.frames) requestAnimationFrame(note);
      };
      requestAnimationFrame(note);
    });
    await act();
    const times = await this.#page.evaluate(() => {
      const { frames } = window.probe;
      window.probe.frames = null;
      return frames ?? [];
    });
    return times.slice(1).map((at, i) => at - (times[i] ?? at));
  }

  /**
   * Waits until no request is open for so many frames in a row, so that all answers are drawn,
   * and returns how many frames it has asked for.
   */
  rest(frames = calm): Promise<number> {
    return this.#page.evaluate(
      (frames) =>
        new Promise<number>((resolve) => {
          let asked = 0;
          let calm = 0;
          const look = () => {
            calm = window.probe.open.size === 0 ? calm + 1 : 0;
            if (calm > frames) return resolve(asked);
            asked++;
            requestAnimationFrame(look);
          };
          look();
        }),
      frames,
    );
  }

  async #busy(): Promise<number> {
    const { metrics } = await this.#devtools.send('Performance.getMetrics');
    return 1000 * (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? Number.NaN);
  }
}

/** Runs in the page before its own scripts: notes what goes to the worker and comes back. */
function takeNotes(): void {
  const notes: Notes = { open: new Set(), frames: null };
  window.probe = notes;
  const NativeWorker = window.Worker;
  window.Worker = class extends NativeWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }) => {
        // The id stands at the front: the rest of a long answer is not read twice.
        notes.open.delete(Number(/^\{"id":(\d+)/.exec(data)?.[1]));
      });
    }

    override postMessage(message: string | object, options?: object): void {
      if (typeof message === 'string') notes.open.add((JSON.parse(message) as { id: number }).id);
      super.postMessage(message, options);
    }
  };
}
