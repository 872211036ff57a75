// An application for tests: its core and its browser do what the test says.

import type { Browser } from './app/browser';
import { type Port, Supervisor } from './app/supervisor';
import { Client } from './client';
import { createApp } from './create-app';
import type { Finding } from './protocol';

/** A core with as much of a bank as the page's own state needs. */
export class FakeCore implements Port {
  onmessage: Port['onmessage'] = null;
  onerror: Port['onerror'] = null;
  onmessageerror: Port['onmessageerror'] = null;
  readonly asked: { kind: string; params: Record<string, unknown> }[] = [];
  readonly answers: Record<string, (params: Record<string, unknown>) => unknown> = {
    worlds: () => ({ worlds: [{ name: 'Bank' }, { name: 'Orders' }] }),
    open: ({ world }) => this.opened(String(world)),
    reset: () => this.opened('Bank'),
    moment: ({ position }) => ({
      position: position ?? this.head,
      head: this.head,
      narration: `event ${position ?? this.head}`,
      projections: [],
    }),
  };
  head = 24;
  seeded = false;
  guarantee = 'twoCopies';
  findings: Finding[] = [];

  terminate(): void {}

  postMessage(text: Parameters<Port['postMessage']>[0]): void {
    if (typeof text !== 'string') return;
    const { id, kind, params } = JSON.parse(text);
    this.asked.push({ kind, params });
    queueMicrotask(() => {
      try {
        this.says({ id, result: this.answers[kind]?.(params) });
      } catch (error) {
        this.says({ id, error });
      }
    });
  }

  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) } as MessageEvent);
  }

  log() {
    const { head, guarantee, findings } = this;
    return { branch: 'main', head, streams: 5, hash: 'ab', guarantee, persisted: false, findings };
  }

  opened(name: string) {
    const commands = [{ name: 'Deposit', label: 'Deposit', fields: [] }];
    const world = { name, commands, projections: [], example: 'account-1', try: '' };
    const branches = { branches: [], main: this.head, unused: 'what if 1', bookmarks: [] };
    return { world, log: this.log(), branches, seeded: this.seeded };
  }

  params(kind: string) {
    return this.asked.filter((each) => each.kind === kind).map((each) => each.params);
  }
}

/** A browser in which time passes when the test says so. */
export class FakeBrowser implements Browser {
  query: string;
  time = 0;
  reduced = false;
  readonly steps: string[] = [];
  readonly saved: { name: string; content: Blob }[] = [];
  #frames: ((now: number) => void)[] = [];
  #travel = () => {};

  constructor(query: string) {
    this.query = query;
  }

  search = () => this.query;
  goTo(search: string, how: 'push' | 'replace'): void {
    this.query = search;
    if (how === 'push') this.steps.push(search);
  }
  onTravel(callback: () => void): void {
    this.#travel = callback;
  }
  travelTo(search: string): void {
    this.query = search;
    this.#travel();
  }
  reducedMotion = () => this.reduced;
  now = () => this.time;
  after = () => () => {};
  frame(callback: (now: number) => void): () => void {
    this.#frames.push(callback);
    return () => {
      this.#frames = this.#frames.filter((each) => each !== callback);
    };
  }
  newId = () => '7e57';
  save(name: string, content: Blob): void {
    this.saved.push({ name, content });
  }
  stored = async () => new Blob(['bytes']);
  promises = false;
  persist = async () => this.promises;
  preference = () => null;
  setPreference = () => {};

  pass(milliseconds: number): void {
    this.time += milliseconds;
    const frames = this.#frames;
    this.#frames = [];
    for (const frame of frames) frame(this.time);
  }
}

/** What a core answers to a command that it has recorded. */
export const recorded = (stream: string) => ({
  kind: 'recorded',
  stream,
  summary: 'Deposit',
  message: 'Recorded.',
  recorded: [],
});

/** What has been asked for is answered, and the answers are taken in. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** An application over a core that does not run yet. */
export function assembled(
  query = '',
  prepare: (core: FakeCore, browser: FakeBrowser) => void = () => {},
) {
  const core = new FakeCore();
  const browser = new FakeBrowser(query);
  prepare(core, browser);
  const client = new Client(new Supervisor(() => core, browser), browser.newId);
  return { core, browser, app: createApp(client, browser) };
}

/** An application whose log is open. */
export async function started(...how: Parameters<typeof assembled>) {
  const { core, browser, app } = assembled(...how);
  core.says({ worker: 'running' });
  await app.start();
  await settled();
  return { core, browser, app };
}
