// A long list's rows, held in pages: those that are seen and some around them.

/** How many rows are asked for at once: two or three screens. */
export const pageSize = 100;

/** How many pages are kept; those seen longest ago go first. */
const most = 24;

/** How many requests are under way at most; while a thumb is dragged the rest would come too late. */
const atOnce = 2;

interface Page<R> {
  rows: R[];
  /** How long the list was when the page was asked for. */
  total: number;
}

/** What becomes of a page that was asked for. */
export interface Arrivals {
  arrived(): void;
  failed(reason: unknown): void;
}

/** Pages asks for rows when they are wanted, each once, and forgets them when others are. */
export class Pages<R> {
  readonly #fetch: (from: number, count: number) => Promise<R[]>;
  readonly #arrivals: Arrivals;
  /** In the order they were used, the latest last. */
  readonly #pages = new Map<number, Page<R>>();
  readonly #underWay = new Set<number>();
  #wanted: number[] = [];
  #total = 0;
  #closed = false;

  constructor(fetch: (from: number, count: number) => Promise<R[]>, arrivals: Arrivals) {
    this.#fetch = fetch;
    this.#arrivals = arrivals;
  }

  /** The row at an index, unless it has yet to come. */
  row(index: number): R | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.rows[index % pageSize];
  }

  /** Asks for the rows from first up to end that are not here, of a list that is total long. */
  want(first: number, end: number, total: number): void {
    this.#total = total;
    this.#wanted = [];
    for (let page = Math.floor(first / pageSize); page * pageSize < Math.min(end, total); page++) {
      if (this.#lacks(page)) this.#wanted.push(page);
      else this.#touch(page);
    }
    this.#ask();
  }

  /** Takes rows that came by another way; from is where a page begins. */
  put(from: number, rows: R[], total: number): void {
    this.#keep(from / pageSize, { rows, total });
  }

  /** Answers that are under way reach nobody any more. */
  close(): void {
    this.#closed = true;
    this.#wanted = [];
  }

  #lacks(page: number): boolean {
    if (this.#underWay.has(page)) return false;
    const held = this.#pages.get(page);
    if (!held) return true;
    const due = Math.min(pageSize, this.#total - page * pageSize);
    return held.rows.length < due && held.total < this.#total;
  }

  #ask(): void {
    while (this.#underWay.size < atOnce) {
      const page = this.#wanted.shift();
      if (page === undefined) return;
      void this.#get(page);
    }
  }

  async #get(page: number): Promise<void> {
    const total = this.#total;
    this.#underWay.add(page);
    try {
      const rows = await this.#fetch(page * pageSize, pageSize);
      this.#underWay.delete(page);
      if (this.#closed) return;
      this.#keep(page, { rows, total });
      this.#arrivals.arrived();
      this.#ask();
    } catch (reason) {
      this.#underWay.delete(page);
      if (!this.#closed) this.#arrivals.failed(reason);
    }
  }

  #touch(page: number): void {
    const held = this.#pages.get(page);
    if (held) this.#keep(page, held);
  }

  #keep(page: number, held: Page<R>): void {
    this.#pages.delete(page);
    this.#pages.set(page, held);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= most) return;
      this.#pages.delete(oldest);
    }
  }
}
