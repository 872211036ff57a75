import type { Core, CoreListener, Incoming } from '../client';
import type { Browser } from './browser';
import { begin, follow, type Happening, type Mode, patience, tickEvery } from './supervision';

/** What is needed of a Worker; tests put something simpler there. */
export interface Port {
  /** Takes text, but for the first message, which holds what the worker before it has left. */
  postMessage(
    message: string | { port: MessagePort | null },
    options?: StructuredSerializeOptions,
  ): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/**
 * The heartbeat is a request like any other, which waits for nothing but the
 * playground's lock: a core in which that is never free again is as good as
 * dead. 0 is nobody else's id.
 */
const heartbeat = JSON.stringify({ id: 0, kind: 'log', params: {} });

const silence = `The core did not answer for ${patience / 1000} seconds.`;

/** Supervisor runs the core in a worker, and another one when that worker dies or hangs. */
export class Supervisor implements Core {
  readonly #spawn: (mode: Mode) => Port;
  readonly #clock: Pick<Browser, 'now' | 'after'>;
  #listener: CoreListener | null = null;
  #known;
  #port: Port | null = null;
  /** Where the worker has left the compiled core for the next one. */
  #left: MessagePort | null = null;

  constructor(spawn: (mode: Mode) => Port, clock: Pick<Browser, 'now' | 'after'>) {
    this.#spawn = spawn;
    this.#clock = clock;
    this.#known = begin(clock.now());
  }

  run(listener: CoreListener): void {
    this.#listener = listener;
    this.#start();
    this.#tick();
  }

  post(text: string): void {
    this.#port?.postMessage(text);
  }

  retry(): void {
    this.#happened('retry', 'It is started again because the visitor wants it.');
  }

  #start(): void {
    const port = this.#spawn(this.#known.mode);
    this.#port = port;
    // A worker whose script cannot be loaded, or read, is the only one that
    // fails before it says anything.
    port.onerror = (event) => {
      const loaded = this.#known.phase !== 'starting';
      const reason = event.message || 'The worker script could not be run.';
      this.#happened(loaded ? 'crashed' : 'unloadable', reason);
    };
    port.onmessageerror = () =>
      this.#happened('crashed', 'A message from the worker could not be read.');
    port.onmessage = ({ data }) => {
      this.#receive((typeof data === 'string' ? JSON.parse(data) : data) as Incoming);
    };
    const left = this.#left;
    this.#left = null;
    port.postMessage({ port: left }, { transfer: left ? [left] : [] });
  }

  // A worker whose Go program has ended may still speak, but wrongly: nothing
  // of it is heard any more.
  #end(): void {
    const port = this.#port;
    this.#port = null;
    if (!port) return;
    port.onmessage = null;
    port.onerror = null;
    port.onmessageerror = null;
    port.terminate();
  }

  #receive(message: Incoming): void {
    if (message.id === 0) this.#happened('answered');
    else if (message.worker === 'compiled') this.#left = message.port ?? null;
    else if (message.worker) this.#hear(message.worker, message.message ?? 'It gave no reason.');
    else this.#listener?.received(message);
  }

  #hear(word: Exclude<Incoming['worker'], 'compiled' | undefined>, reason: string): void {
    if (word === 'died') this.#happened('crashed', reason);
    else if (word === 'failed') this.#happened('unloadable', reason);
    else this.#happened(word);
    if (word === 'running') this.#listener?.ready(this.#known.mode);
  }

  #tick(): void {
    this.#clock.after(tickEvery, () => {
      this.#happened('tick', silence);
      this.#tick();
    });
  }

  #happened(happening: Happening, reason = ''): void {
    const { known, order } = follow(this.#known, happening, this.#clock.now());
    this.#known = known;
    switch (order) {
      case 'beat':
        this.post(heartbeat);
        return;
      case 'start':
        this.#end();
        this.#listener?.lost(reason);
        this.#start();
        return;
      case 'end':
        this.#end();
        this.#listener?.ended(reason);
        return;
      case null:
        return;
    }
  }
}
