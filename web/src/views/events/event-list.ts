// The events that the region shows: those that match a filter, asked for as
// they are wanted, and where among them the playhead is.

import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { App } from '../../app';
import { Latest } from '../../app/latest';
import { reasonOf, toldElsewhere } from '../../app/reason';
import { ClientError } from '../../client';
import type { EventRow, EventsParams, EventsResult, FilterProblem, Position } from '../../protocol';
import { Pages, pageSize } from './pages';

/** A filter that does not parse, as it was typed. */
export interface Refused extends FilterProblem {
  text: string;
}

/** How far a filter has looked through the log. */
export interface Scan {
  done: number;
  total: number;
}

/** What is known of the events that match a filter. */
interface Found {
  total: number;
  reached: number;
}

const nothing: Found = { total: 0, reached: 0 };

/** EventList finds the events that match a filter and follows the log and the playhead. */
export class EventList {
  /** The filter whose events are shown; empty for all. */
  readonly filter = signal('');
  /** Why the filter that was asked for last is not shown. */
  readonly refused = signal<Refused | null>(null);
  /** How far the filter has come, while it is looking. */
  readonly scan = signal<Scan | null>(null);
  /** Why rows are missing, in a sentence. */
  readonly failure = signal<string | null>(null);
  /** Changes when rows arrive or are no longer the same. */
  readonly arrivals = signal(0);
  /** How many events match, as far as is known. */
  readonly total: ReadonlySignal<number>;
  /** How many of them are at or before the playhead. */
  readonly reached: ReadonlySignal<number>;

  readonly #app: App;
  readonly #found = signal<Found>(nothing);
  readonly #refresh: Latest<EventsParams, EventsResult>;
  #pages: Pages<EventRow>;
  /** Counts filters asked for: an answer about an earlier one comes too late. */
  #asked = 0;
  /** The text that is to become the filter, while it has no answer, or none but a failure. */
  #pending: string | null = null;

  constructor(app: App) {
    this.#app = app;
    // Without a filter the row at index i is the event at position i + 1.
    this.total = computed(() =>
      this.filter.value === '' ? app.head.value : this.#found.value.total,
    );
    this.reached = computed(() =>
      this.filter.value === '' ? app.position.value : this.#found.value.reached,
    );
    this.#refresh = new Latest(
      (params) => app.client.request('events', params),
      (result, { filter }) => {
        if (filter === this.filter.value) this.#learn(result);
      },
      (reason) => this.#fail(reason),
    );
    this.#pages = this.#openPages('');
  }

  /** Begins to follow the application; the returned function ends that. */
  connect(): () => void {
    const ends = [
      effect(() => {
        const { filter } = this.#app.view.value;
        if (filter.trim() !== this.filter.peek()) untracked(() => void this.apply(filter));
      }),
      effect(() => {
        this.#app.logs.value; // of another world, started over, or of another branch
        untracked(() => this.#startOver());
      }),
      effect(() => {
        this.#app.head.value;
        if (this.filter.value !== '') this.#ask(this.#app.position.value);
      }),
      this.#app.client.onPush('forgotten', () => this.#startOver()),
      this.#app.client.onPush('progress', (push) => {
        if (push.task !== 'filter' || push.name !== this.filter.value) return;
        this.scan.value = push.done < push.total ? push : null;
        this.#ask(this.#app.position.value);
      }),
    ];
    return () => {
      for (const end of ends) end();
      this.#pages.close();
    };
  }

  /** Shows the events that match text. A text that is no filter changes nothing but `refused`. */
  async apply(text: string): Promise<void> {
    const filter = text.trim();
    this.#asked += 1;
    const mine = this.#asked;
    this.#pending = text;
    if (filter === '' || filter === this.filter.value) {
      this.#install(filter, this.#found.value, filter === this.filter.value ? null : []);
      return;
    }
    try {
      const at = this.#app.position.value;
      const { request } = this.#app.client;
      const ask = request.bind(this.#app.client);
      const { atIndex } = await ask('events', { filter, from: 0, count: 0, at });
      if (mine !== this.#asked) return;
      // The rows around the playhead come along, so that the grid goes from one
      // list to the next without an empty moment between.
      const from = Math.floor(Math.max(0, atIndex - pageSize / 2) / pageSize) * pageSize;
      const result = await ask('events', { filter, from, count: pageSize, at });
      if (mine === this.#asked) this.#install(filter, nothing, [result]);
    } catch (reason) {
      if (mine !== this.#asked) return;
      if (reason instanceof ClientError && reason.code === 'bad_filter') {
        this.#pending = null;
        this.refused.value = { ...problemOf(reason, filter), text };
      } else this.#fail(reason);
    }
  }

  /** The event in a row, unless it has yet to come. */
  row(index: number): EventRow | undefined {
    return this.#pages.row(index);
  }

  /** Whether all rows from first up to end are here. */
  holds(first: number, end: number): boolean {
    for (let index = first; index < end; index++) if (!this.row(index)) return false;
    return true;
  }

  /** Asks for rows that will be seen. */
  want(first: number, end: number): void {
    if (this.failure.peek() === null) this.#pages.want(first, end, this.total.peek());
  }

  /** Tries again what failed. */
  retry(): void {
    batch(() => {
      this.failure.value = null;
      this.arrivals.value += 1;
    });
    if (this.#pending !== null) void this.apply(this.#pending);
  }

  /** The row of the event at a position; null when it does not match the filter. */
  async indexOf(position: Position): Promise<number | null> {
    const filter = this.filter.peek();
    if (filter === '') return position >= 1 && position <= this.total.peek() ? position - 1 : null;
    const params = { filter, from: 0, count: 0, at: position };
    const { atIndex } = await this.#app.client.request('events', params);
    if (atIndex === 0) return null;
    const from = atIndex - 1;
    const { rows } = await this.#app.client.request('events', { ...params, from, count: 1 });
    return rows[0]?.position === position ? from : null;
  }

  #install(filter: string, found: Found, results: EventsResult[] | null): void {
    this.#pending = null;
    batch(() => {
      this.refused.value = null;
      if (results) {
        this.failure.value = null;
        this.filter.value = filter;
        this.#found.value = found;
        this.scan.value = null;
        this.#pages.close();
        this.#pages = this.#openPages(filter);
        for (const result of results) {
          this.#pages.put(result.from, result.rows, result.total);
          this.#learn(result);
        }
        this.arrivals.value += 1;
      }
      if (this.#app.view.value.filter !== filter) this.#app.setFilter(filter);
    });
  }

  #learn({ total, atIndex, scanned, head }: EventsResult): void {
    batch(() => {
      this.#found.value = { total, reached: atIndex };
      this.scan.value = scanned < head ? { done: scanned, total: head } : null;
      this.arrivals.value += 1;
    });
  }

  #ask(at: Position): void {
    this.#refresh.want({ filter: this.filter.value, from: 0, count: 0, at });
  }

  #startOver(): void {
    batch(() => {
      this.failure.value = null;
      this.#found.value = nothing;
      this.#refresh.forget();
      this.#pages.close();
      this.#pages = this.#openPages(this.filter.value);
      this.arrivals.value += 1;
    });
    if (this.filter.value !== '') this.#ask(this.#app.position.value);
  }

  #openPages(filter: string): Pages<EventRow> {
    return new Pages(
      async (from, count) => {
        const at = this.#app.position.peek();
        return (await this.#app.client.request('events', { filter, from, count, at })).rows;
      },
      {
        arrived: () => {
          this.arrivals.value += 1;
        },
        failed: (reason) => this.#fail(reason),
      },
    );
  }

  #fail(reason: unknown): void {
    if (!toldElsewhere(reason)) this.failure.value = reasonOf(reason);
  }
}

function problemOf(reason: ClientError, filter: string): FilterProblem {
  const details = reason.details as FilterProblem | undefined;
  return details ?? { message: reason.message, from: 0, to: filter.length };
}
