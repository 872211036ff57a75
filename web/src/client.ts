// The page's end of the protocol: requests and pushes, as JSON text between
// the page and the worker that runs the core.

import type { Code, Pushes, Requests } from './protocol';

export type RequestKind = keyof Requests;
export type PushKind = keyof Pushes;

/**
 * Why a request was not answered. Beside the protocol's own codes there is
 * `dead`: the worker stopped before it answered.
 */
export class ClientError extends Error {
  override readonly name = 'ClientError';

  constructor(
    readonly code: Code | 'dead',
    message: string,
    readonly details?: unknown,
  ) {
    super(message);
  }
}

/** What the client needs of a Worker; tests put something simpler there. */
export interface Port {
  postMessage(text: string): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/**
 * How the worker is. `failed` never worked, `died` worked and stopped; both
 * are final, and every request fails from then on.
 */
export type WorkerStatus =
  | { kind: 'starting' }
  | { kind: 'ready' }
  | { kind: 'failed'; message: string }
  | { kind: 'died'; message: string };

type Params<K extends RequestKind> = Requests[K]['params'];
type Result<K extends RequestKind> = Requests[K]['result'];
/** Kinds whose params have no content may be asked for without any. */
type ParamsOf<K extends RequestKind> =
  Record<string, never> extends Params<K> ? [params?: Params<K>] : [params: Params<K>];

interface Pending {
  resolve: (result: never) => void;
  reject: (reason: ClientError) => void;
}

/** What may arrive: an answer, a push, or word of the worker itself. */
interface Incoming {
  id?: number;
  result?: unknown;
  error?: { code: Code; message: string; details?: unknown };
  push?: string;
  data?: unknown;
  worker?: 'ready' | 'failed' | 'died';
  message?: string;
}

/**
 * Client sends requests to the worker and hands out its answers and pushes.
 * What is asked before the worker is ready waits until it is.
 */
export class Client {
  readonly #port: Port;
  readonly #pending = new Map<number, Pending>();
  readonly #pushes = new Map<string, Set<(data: never) => void>>();
  readonly #watchers = new Set<(status: WorkerStatus) => void>();
  #status: WorkerStatus = { kind: 'starting' };
  #waiting: string[] = [];
  #lastId = 0;

  constructor(port: Port) {
    this.#port = port;
    port.onmessage = (event) => this.#receive(event.data);
    port.onerror = (event) => this.#stop(event.message || 'The worker script could not be run.');
    port.onmessageerror = () => this.#stop('A message from the worker could not be read.');
  }

  get status(): WorkerStatus {
    return this.#status;
  }

  /**
   * Asks the core for one thing. It fails with a ClientError: the core's own
   * answer, or `dead` when the worker stops before it answers.
   */
  request<K extends RequestKind>(kind: K, ...[params]: ParamsOf<K>): Promise<Result<K>> {
    if (isFinal(this.#status)) {
      return Promise.reject(new ClientError('dead', this.#status.message));
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const text = JSON.stringify({ id, kind, params: params ?? {} });
    return new Promise<Result<K>>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      if (this.#status.kind === 'ready') this.#port.postMessage(text);
      else this.#waiting.push(text);
    });
  }

  /** Calls listener with every push of the kind until the returned function is called. */
  onPush<K extends PushKind>(kind: K, listener: (data: Pushes[K]) => void): () => void {
    const listeners = this.#pushes.get(kind) ?? new Set();
    this.#pushes.set(kind, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Calls watcher whenever the worker's status changes. */
  onStatus(watcher: (status: WorkerStatus) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #receive(data: unknown): void {
    if (isFinal(this.#status)) return;
    const message = (typeof data === 'string' ? JSON.parse(data) : data) as Incoming;
    if (message.worker === 'ready') this.#start();
    else if (message.worker) this.#stop(message.message ?? 'It gave no reason.');
    else if (message.push) this.#push(message.push, message.data);
    else if (message.id !== undefined) this.#answer(message.id, message);
  }

  #start(): void {
    this.#setStatus({ kind: 'ready' });
    for (const text of this.#waiting) this.#port.postMessage(text);
    this.#waiting = [];
  }

  #answer(id: number, { result, error }: Incoming): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) pending?.reject(new ClientError(error.code, error.message, error.details));
    else pending?.resolve((result ?? {}) as never);
  }

  #push(kind: string, data: unknown): void {
    for (const listener of this.#pushes.get(kind) ?? []) listener(data as never);
  }

  // A worker whose Go program has ended may still answer, but wrongly: it is
  // ended for good, and nobody is left waiting.
  #stop(message: string): void {
    if (isFinal(this.#status)) return;
    this.#port.terminate();
    this.#setStatus({ kind: this.#status.kind === 'ready' ? 'died' : 'failed', message });
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    this.#waiting = [];
    for (const { reject } of pending) reject(new ClientError('dead', message));
  }

  #setStatus(status: WorkerStatus): void {
    this.#status = status;
    for (const watcher of this.#watchers) watcher(status);
  }
}

function isFinal(status: WorkerStatus): status is Extract<WorkerStatus, { message: string }> {
  return status.kind === 'failed' || status.kind === 'died';
}
