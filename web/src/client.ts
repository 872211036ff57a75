// The page's end of the protocol: requests and pushes, as JSON text between
// the page and the core, across cores that die and are replaced.

import type { Mode } from './app/supervision';
import { ClientError } from './client-error';
import { InFlight } from './in-flight';
import type { Code, Opened, OpenParams, Pushes, Requests } from './protocol';

export { ClientError } from './client-error';

export type RequestKind = keyof Requests;
export type PushKind = keyof Pushes;

/** What the client needs of a core; the supervisor is one. */
export interface Core {
  /** Begins, and tells the listener what happens. */
  run(listener: CoreListener): void;
  post(text: string): void;
  /** Starts the whole core, in place of what there is. */
  retry(): void;
}

export interface CoreListener {
  /** A core takes requests, and knows of none that were sent before. */
  ready(mode: Mode): void;
  received(message: Incoming): void;
  /** The core is gone, and another one on its way. */
  lost(reason: string): void;
  /** The core is gone, and no other is coming. */
  ended(reason: string): void;
}

/** What may arrive: an answer, a push, or word of the worker itself. */
export interface Incoming {
  id?: number;
  result?: unknown;
  error?: { code: Code; message: string; details?: unknown };
  push?: string;
  data?: unknown;
  worker?: 'loading' | 'compiled' | 'running' | 'failed' | 'died';
  message?: string;
  port?: MessagePort;
}

/** How the core is. Where it was lost, the message is the reason as it was given. */
export type CoreStatus =
  | { kind: 'starting' }
  | { kind: 'ready'; mode: Mode; message: string }
  | { kind: 'restarting'; message: string }
  | { kind: 'ended'; message: string };

export type Params<K extends RequestKind> = Requests[K]['params'];
export type Result<K extends RequestKind> = Requests[K]['result'];
/** Kinds whose params have no content may be asked for without any. */
type ParamsOf<K extends RequestKind> =
  Record<string, never> extends Params<K> ? [params?: Params<K>] : [params: Params<K>];

/** What a core is asked that only reads. */
const readable: readonly string[] = [
  'worlds',
  'open',
  'log',
  'streams',
  'events',
  'event',
  'complete',
  'export',
];

/** What needs no log; all else waits until one is open. */
const needsNoLog: readonly string[] = ['worlds', 'open'];

/** Whether a core that only reads is asked for what the one before it left unanswered. */
function outlives(kind: string): boolean {
  return readable.includes(kind) && kind !== 'open'; // which log it opens is decided anew
}

const onlyReads =
  'The core is in safe mode, in which it only reads. Start the whole core again, and then ask again.';

/**
 * Client sends requests to the core and hands out its answers and pushes. What
 * is asked while there is no core waits for one; what a core left unanswered
 * is asked of the next under the same id, in a world that is open again.
 */
export class Client {
  readonly #core: Core;
  readonly #flight: InFlight;
  readonly #pushes = new Map<string, Set<(data: never) => void>>();
  readonly #watchers = new Set<(status: CoreStatus) => void>();
  readonly #openers = new Set<(opening: Promise<Opened>) => void>();
  #status: CoreStatus = { kind: 'starting' };
  /** The log that was opened last, which the next core opens first. */
  #place: OpenParams | null = null;
  #renew: (place: OpenParams) => OpenParams = (place) => place;
  /** The request that opens it again; nothing else is sent until it is answered. */
  #reopening: number | null = null;
  /** Whether a core that only reads is yet to open a log; nothing is read from it before. */
  #closed = false;

  /** newId makes the ids by which what is sent twice takes effect once. */
  constructor(core: Core, newId: () => string) {
    this.#core = core;
    this.#flight = new InFlight(newId);
    core.run({
      ready: (mode) => this.#ready(mode),
      received: (message) => this.#receive(message),
      lost: (reason) => this.#lost(reason),
      ended: (reason) => this.#ended(reason),
    });
  }

  get status(): CoreStatus {
    return this.#status;
  }

  /**
   * Asks the core for one thing. It fails with a ClientError: the core's own
   * answer, or why there is none.
   */
  request<K extends RequestKind>(kind: K, ...[params]: ParamsOf<K>): Promise<Result<K>> {
    return this.#ask(kind, params ?? {}) as Promise<Result<K>>;
  }

  /** Starts the whole core, after it has ended or while it only reads. */
  retry(): void {
    this.#core.retry();
  }

  /** Calls listener with every push of the kind until the returned function is called. */
  onPush<K extends PushKind>(kind: K, listener: (data: Pushes[K]) => void): () => void {
    const listeners = this.#pushes.get(kind) ?? new Set();
    this.#pushes.set(kind, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Calls watcher whenever the core's status changes. */
  onStatus(watcher: (status: CoreStatus) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Calls opener when a core that took another's place opens the world again. */
  onReopen(opener: (opening: Promise<Opened>) => void): () => void {
    this.#openers.add(opener);
    return () => this.#openers.delete(opener);
  }

  /** Says how a place is asked for when it is opened again: settings may be others by then. */
  onRenew(renew: (place: OpenParams) => OpenParams): void {
    this.#renew = renew;
  }

  async #ask(kind: string, params: object): Promise<unknown> {
    const status = this.#status;
    if (status.kind === 'ended') throw new ClientError('dead', status.message);
    const reads = status.kind !== 'ready' || status.mode === 'full' || readable.includes(kind);
    if (!reads) throw new ClientError('safe', onlyReads);
    const { id, answer } = this.#flight.add(kind, params);
    if (status.kind === 'ready' && this.#takes(kind)) this.#core.post(this.#flight.ask(id));
    if (kind === 'open') void answer.catch(() => {}).then(() => this.#unclose());
    const result = await answer;
    if (kind === 'open') this.#place = params as OpenParams;
    this.#follow(result);
    return result;
  }

  #takes(kind: string): boolean {
    return !this.#closed || needsNoLog.includes(kind);
  }

  // Where there is no log to be read from, each request fails for itself.
  #unclose(): void {
    if (!this.#closed || this.#status.kind !== 'ready') return;
    this.#closed = false;
    this.#sendRest();
  }

  // Whatever tells of the open log says which branch it is of.
  #follow(told: unknown): void {
    const { branch } = (told as { log?: { branch?: string } } | undefined)?.log ?? {};
    if (branch && this.#place) this.#place = { ...this.#place, branch };
  }

  #receive(message: Incoming): void {
    if (message.push) {
      this.#follow(message.data);
      for (const listener of this.#pushes.get(message.push) ?? []) listener(message.data as never);
    } else if (message.id !== undefined) this.#flight.answer(message.id, message);
  }

  #ready(mode: Mode): void {
    const message = this.#status.kind === 'restarting' ? this.#status.message : '';
    this.#closed = mode === 'safe';
    if (mode === 'safe') this.#flight.failAll('safe', onlyReads, (kind) => !outlives(kind));
    else if (this.#place !== null) {
      void this.#reopen(this.#renew(this.#place));
      return;
    }
    this.#resume({ kind: 'ready', mode, message });
  }

  // What waits was asked of a world that was open: it is sent when it is again.
  async #reopen(place: OpenParams): Promise<void> {
    const { id, answer } = this.#flight.add('open', place);
    this.#reopening = id;
    this.#core.post(this.#flight.ask(id));
    for (const opener of this.#openers) opener(answer as Promise<Opened>);
    await answer.catch(() => {}); // an opener tells of it, and each request will fail for itself
    if (this.#reopening !== id) return;
    this.#reopening = null;
    this.#resume({ kind: 'ready', mode: 'full', message: '' });
  }

  #resume(status: CoreStatus): void {
    this.#setStatus(status);
    this.#sendRest();
  }

  #sendRest(): void {
    for (const id of this.#flight.unsent((kind) => this.#takes(kind))) {
      this.#core.post(this.#flight.ask(id));
    }
  }

  #lost(message: string): void {
    const reopening = this.#reopening;
    this.#reopening = null;
    if (reopening !== null) this.#flight.fail(reopening, message);
    this.#flight.lost();
    this.#setStatus({ kind: 'restarting', message });
  }

  #ended(message: string): void {
    this.#reopening = null;
    this.#setStatus({ kind: 'ended', message });
    this.#flight.failAll('dead', message);
  }

  #setStatus(status: CoreStatus): void {
    this.#status = status;
    for (const watcher of this.#watchers) watcher(status);
  }
}
