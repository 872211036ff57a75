// Requests that have no answer yet, and what becomes of them when the core
// dies that they were sent to.

import type { Incoming } from './client';
import { ClientError } from './client-error';

interface Waiting {
  readonly kind: string;
  readonly text: string;
  /** How many cores were asked, and whether the one that is there now was. */
  asked: number;
  sent: boolean;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: ClientError) => void;
}

/**
 * Each of these does something new each time, an import where its lines have
 * no ids; all others may be asked of another core again.
 */
const onlyOnce: readonly string[] = ['branch', 'reset', 'traffic', 'import', 'ways'];

/**
 * Two cores died while they were asked; a third is not risked. Opening a log
 * is the exception: without it nothing can be done, and the third death of
 * it leads to a core that only reads.
 */
const mostAsked = 2;

const unrepeatable =
  'The core stopped before it answered. Whether this took effect is not known; look at the log before you do it again.';
const unlucky =
  'The core stopped twice while it was to answer this, so it is not asked a third time by itself. Asking again does no harm.';

/** What stands between a request and what is attached to it; it cannot occur in JSON. */
const attaches = '\x1e';

/** A request as it is sent. The lines of an import follow it as they are: they are JSON already. */
function written(id: number, kind: string, params: object): string {
  if (kind === 'import' && 'lines' in params && typeof params.lines === 'string') {
    const { lines, ...rest } = params;
    return JSON.stringify({ id, kind, params: rest }) + attaches + lines;
  }
  return JSON.stringify({ id, kind, params });
}

/** InFlight keeps what was asked until it is answered. */
export class InFlight {
  readonly #waiting = new Map<number, Waiting>();
  readonly #newId: () => string;
  #lastId = 0;

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** Takes a request, which is not sent yet. */
  add(kind: string, params: object): { id: number; answer: Promise<unknown> } {
    this.#lastId += 1;
    const id = this.#lastId;
    const text = written(id, kind, this.#named(kind, params));
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { kind, text, asked: 0, sent: false, resolve, reject });
    });
    return { id, answer };
  }

  /** The text to send of a request, which counts as asked from now on. */
  ask(id: number): string {
    const waiting = this.#waiting.get(id);
    if (!waiting) throw new Error(`request ${id} is not waiting`);
    waiting.asked += 1;
    waiting.sent = true;
    return waiting.text;
  }

  /** The ids of what the core that is there now was not asked, in the order in which it came. */
  unsent(fits: (kind: string) => boolean): number[] {
    return [...this.#waiting].filter(([, { sent, kind }]) => !sent && fits(kind)).map(([id]) => id);
  }

  answer(id: number, { result, error }: Incoming): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new ClientError(error.code, error.message, error.details));
    else waiting?.resolve(result ?? {});
  }

  /** The core that was asked is gone. What must not be asked again fails. */
  lost(): void {
    for (const [id, waiting] of [...this.#waiting]) {
      waiting.sent = false;
      if (waiting.asked > 0 && onlyOnce.includes(waiting.kind)) this.fail(id, unrepeatable);
      else if (waiting.asked >= mostAsked && waiting.kind !== 'open') this.fail(id, unlucky);
    }
  }

  fail(id: number, message: string, code: ClientError['code'] = 'interrupted'): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.reject(new ClientError(code, message));
  }

  failAll(code: ClientError['code'], message: string, fits = (_kind: string) => true): void {
    for (const [id, { kind }] of [...this.#waiting]) if (fits(kind)) this.fail(id, message, code);
  }

  // Sent twice, a command takes effect once by its own id, and events that are
  // appended by theirs; so that they can be sent twice, they get one here.
  #named(kind: string, params: object): object {
    if (kind === 'command' || kind === 'act') return { id: this.#newId(), ...params };
    if (kind !== 'append') return params;
    const { events } = params as { events: readonly object[] };
    return { ...params, events: events.map((event) => ({ id: this.#newId(), ...event })) };
  }
}
