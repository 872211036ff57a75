// Workers for tests: they take what they are sent, and say what the test says.

import { tickEvery } from './app/supervision';
import { type Port, Supervisor } from './app/supervisor';
import { Client } from './client';

export class FakeWorker implements Port {
  onmessage: Port['onmessage'] = null;
  onerror: Port['onerror'] = null;
  onmessageerror: Port['onmessageerror'] = null;
  readonly sent: { id: number; kind: string; params: Record<string, unknown> }[] = [];
  /** What came with each of them, behind its JSON. */
  readonly attached: (string | undefined)[] = [];
  /** What the worker before it has left. */
  left: unknown = null;
  terminated = false;

  constructor(readonly mode: string) {}

  postMessage(message: Parameters<Port['postMessage']>[0]): void {
    if (typeof message !== 'string') {
      this.left = message.port;
      return;
    }
    const [json = '', attached] = message.split('\x1e');
    this.sent.push(JSON.parse(json));
    this.attached.push(attached);
  }

  terminate(): void {
    this.terminated = true;
  }

  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) } as MessageEvent);
  }

  /** What it was asked, without heartbeats, as ids and kinds. */
  get asked(): string[] {
    return this.sent.filter(({ id }) => id !== 0).map(({ id, kind }) => `${id} ${kind}`);
  }
}

/** A client, with all workers that it ever had; the last one is there now. */
export function clientWithWorkers() {
  const workers: FakeWorker[] = [];
  const time = { now: 0 };
  let due: () => void = () => {};
  const supervisor = new Supervisor(
    (mode) => {
      const worker = new FakeWorker(mode);
      workers.push(worker);
      return worker;
    },
    {
      now: () => time.now,
      after: (_, callback) => {
        due = callback;
        return () => {};
      },
    },
  );
  let ids = 0;
  const client = new Client(supervisor, () => {
    ids += 1;
    return `id-${ids}`;
  });
  const worker = () => workers.at(-1) as FakeWorker;
  return {
    client,
    workers,
    worker,
    runs: () => worker().says({ worker: 'running' }),
    dies: (message = 'panic: oh') => worker().says({ worker: 'died', message }),
    tick() {
      time.now += tickEvery;
      due();
    },
  };
}
