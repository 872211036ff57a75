// The two pages that are compared: ours, and one with the peers, in a browser
// whose storage is on a disk. A private window would keep it in memory.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page, test, type Worker } from '@playwright/test';

const bundle = new URL('../../bin/peers/', import.meta.url).pathname;
/** An origin of its own, which browsers trust as they trust localhost. */
const peersOrigin = 'http://peers.localhost';
const workers = '**/worker-*.js';
const types: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** Remembers the core's memory, for who asks the worker. */
const watchMemory = `
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await real.apply(WebAssembly, given);
      self.coreMemory = (made.instance ?? made).exports.mem;
      return made;
    };
  }
`;

export class Sides {
  private constructor(
    readonly context: BrowserContext,
    readonly ours: Page,
    readonly theirs: Page,
    readonly profile: string,
  ) {}

  static async open(): Promise<Sides> {
    const { launchOptions, baseURL, viewport } = test.info().project.use;
    const profile = await mkdtemp(join(tmpdir(), 'playhead-bench-'));
    const context = await chromium.launchPersistentContext(profile, {
      ...launchOptions,
      ...(baseURL === undefined ? {} : { baseURL }),
      ...(viewport === undefined ? {} : { viewport }),
      serviceWorkers: 'block',
    });
    await context.route(workers, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: watchMemory + (await response.text()) });
    });
    await context.route(`${peersOrigin}/**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name === '') {
        const body = '<!doctype html><title>peers</title><script src="peers.js"></script>';
        await route.fulfill({ contentType: 'text/html', body });
      } else {
        const contentType = types[/\.\w+$/.exec(name)?.[0] ?? ''] ?? 'text/plain';
        await route.fulfill({ contentType, body: await readFile(join(bundle, name)) });
      }
    });
    const ours = await context.newPage();
    await ours.addInitScript({ path: join(bundle, 'peers.js') });
    const theirs = await context.newPage();
    await theirs.goto(`${peersOrigin}/`);
    return new Sides(context, ours, theirs, profile);
  }

  async close(): Promise<void> {
    await this.context.close();
    await rm(this.profile, { recursive: true, force: true });
  }

  /** How many bytes the core has taken from the browser. */
  async coreMemory(): Promise<number> {
    return this.#worker().evaluate(
      () =>
        (globalThis as unknown as { coreMemory: WebAssembly.Memory }).coreMemory.buffer.byteLength,
    );
  }

  /** Has the worker note how long its core is with each append, from the message to the answer. */
  async timeAppends(): Promise<void> {
    await this.#worker().evaluate(() => {
      const began = new Map<number, number>();
      const taken: number[] = [];
      const note = ({ data }: MessageEvent) => {
        const asked = /^\{"id":(\d+),"kind":"append"/.exec(String(data));
        if (asked) began.set(Number(asked[1]), performance.now());
      };
      globalThis.addEventListener('message', note, { capture: true }); // before the worker's own
      const post = globalThis.postMessage;
      const answer = (message: unknown, ...rest: []) => {
        const asked = began.get(Number(/^\{"id":(\d+)/.exec(String(message))?.[1]));
        if (asked !== undefined) taken.push(performance.now() - asked);
        post.call(globalThis, message, ...rest);
      };
      Object.assign(globalThis, { postMessage: answer, appendsTook: taken });
    });
  }

  /** Returns what was noted since the last time, in milliseconds. */
  appendsTook(): Promise<number[]> {
    return this.#worker().evaluate(() =>
      (globalThis as unknown as { appendsTook: number[] }).appendsTook.splice(0),
    );
  }

  /** Serves the worker as it is from now on, so that it is loaded as fast as ever. */
  async forgetMemory(): Promise<void> {
    await this.context.unroute(workers);
  }

  #worker(): Worker {
    const [worker] = this.ours.workers();
    if (!worker) throw new Error('the page has no worker');
    return worker;
  }

  /** How many bytes of objects the page with the peers holds, garbage aside. */
  async peersMemory(): Promise<number> {
    const devtools = await this.context.newCDPSession(this.theirs);
    await devtools.send('HeapProfiler.enable');
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    await devtools.detach();
    return usedSize;
  }
}
