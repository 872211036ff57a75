// The grid of events: which rows are drawn and how, what keys and clicks do,
// and when the list follows the playhead.

import { batch, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { App } from '../../app';
import type { EventRow, Position } from '../../protocol';
import { shownPosition } from '../use-view';
import { Day } from './day';
import type { EventList } from './event-list';
import { EventRowView, type RowState } from './event-row';
import { VirtualList } from './virtual-list';

/** How many rows are kept in view on either side of the playhead's. */
const margin = 3;

/** How long the rows around the playhead and the state there are waited for, in ms. Rows that are late are shown as empty places. */
const patience = 100;

/** Where the playhead is, seen from the rows on show. */
export type Away = 'above' | 'below' | null;

/** EventGrid draws the events of list into host, an element with the role grid. */
export class EventGrid {
  /** Where the playhead is once the visitor has scrolled away from it. */
  readonly away: ReadonlySignal<Away>;
  /** Whether the open event has no row here, since it does not match the filter. */
  readonly hidden: ReadonlySignal<boolean>;

  readonly #host: HTMLElement;
  readonly #detail: HTMLElement;
  readonly #app: App;
  readonly #list: EventList;
  readonly #away = signal<Away>(null);
  readonly #hidden = signal(false);
  readonly #rows: VirtualList<EventRowView>;
  readonly #sizes: ResizeObserver;
  readonly #day = new Day();
  readonly #ends: (() => void)[] = [];
  /** The row of the open event; null when none is open, or while its row is looked for. */
  #open: number | null = null;
  /** The row where the keyboard is. */
  #active: number | null = null;
  /** Whether the open row is still to be scrolled into view. */
  #revealing = false;
  /** While the grid stays where it is until the rows around the playhead are here. */
  #waiting: ReturnType<typeof setTimeout> | undefined;
  /** What the open row was looked for by; the answer to anything else comes too late. */
  #sought = '';

  constructor(host: HTMLElement, detail: HTMLElement, app: App, list: EventList) {
    this.#host = host;
    this.#detail = detail;
    this.#app = app;
    this.#list = list;
    this.away = this.#away;
    this.hidden = this.#hidden;
    this.#rows = new VirtualList<EventRowView>(host, {
      create: () => new EventRowView(),
      draw: (view, index) => this.#draw(view, index),
      seen: ({ first, end }) => list.want(first, end),
      moved: (by) => this.#moved(by),
    });
    this.#sizes = new ResizeObserver(() => this.#measureDetail());
    this.#sizes.observe(detail);
    host.addEventListener('click', this.#clicked);
    host.addEventListener('keydown', this.#pressed);
    host.addEventListener('focus', this.#focused);
    this.#ends.push(
      effect(() => this.#follow()),
      effect(() => this.#find()),
      effect(() => {
        list.arrivals.value;
        untracked(() => this.#arrived());
      }),
      effect(() => {
        app.moment.value;
        untracked(() => this.#settle());
      }),
    );
  }

  dispose(): void {
    for (const end of this.#ends) end();
    clearTimeout(this.#waiting);
    this.#sizes.disconnect();
    this.#host.removeEventListener('click', this.#clicked);
    this.#host.removeEventListener('keydown', this.#pressed);
    this.#host.removeEventListener('focus', this.#focused);
    this.#rows.dispose();
  }

  /** Goes back to the playhead and follows it again. */
  backToPlayhead(): void {
    this.#away.value = null;
    this.#revealPlayhead();
    this.#rows.redraw();
  }

  // Takes over how many rows there are and where the playhead is among them.
  #follow(): void {
    const total = this.#list.total.value;
    this.#list.reached.value;
    this.#app.position.value; // between two rows of a filter, too
    untracked(() => {
      if (total !== this.#rows.count) {
        this.#host.setAttribute('aria-rowcount', String(total));
        this.#rows.change({ count: total });
      }
      if (this.#active !== null && this.#active >= total) this.#setActive(null);
      if (!this.#isThere()) this.#waiting ??= setTimeout(() => this.#catchUp(), patience);
      else this.#catchUp();
    });
  }

  // A step is drawn once: with its rows, and in one frame with the state that it leads to.
  // What was there stays for the moment that it takes.
  #isThere(): boolean {
    const rows = this.#hasRows();
    return rows && shownPosition(this.#app) === this.#app.position.peek();
  }

  #hasRows(): boolean {
    const index = this.#playheadRow();
    if (index === null || this.#away.peek() !== null || !this.#rows.hasRoom) return true;
    const { first, end } = this.#rows.revealed(index, margin);
    if (this.#list.holds(first, end)) return true;
    this.#list.want(first, end);
    return false;
  }

  #arrived(): void {
    if (this.#waiting === undefined) this.#rows.redraw();
    else this.#settle();
  }

  #settle(): void {
    if (this.#waiting !== undefined && this.#isThere()) this.#catchUp();
  }

  #catchUp(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    if (this.#away.value === null) this.#revealPlayhead();
    else this.#away.value = this.#whereIsPlayhead();
    this.#rows.redraw();
  }

  // Looks for the row of the open event, until there is one.
  #find(): void {
    const { event } = this.#app.view.value;
    const sought = JSON.stringify([event, this.#list.filter.value]);
    this.#list.total.value; // the event may have arrived just now
    if (sought === this.#sought && this.#open !== null) return;
    this.#sought = sought;
    untracked(() => void this.#findRow(event, sought));
  }

  async #findRow(event: Position | null, sought: string): Promise<void> {
    const index = event === null ? null : await this.#list.indexOf(event).catch(() => null);
    if (sought !== this.#sought) return;
    this.#hidden.value = event !== null && index === null && event <= this.#app.head.peek();
    this.#revealing = index !== null && index !== this.#open;
    this.#setOpen(index);
  }

  #setOpen(index: number | null): void {
    const before = this.#open;
    if (index === before) return;
    this.#open = index;
    if (index === null) this.#detail.remove();
    // The row that was clicked stays under the pointer when one above it closes.
    const anchor = index !== null && this.#rows.isSeen(index) ? index : undefined;
    const closing = before !== null && this.#rows.isSeen(before) ? before : undefined;
    this.#rows.change({ open: index === null ? null : { index, extra: 0 } }, anchor ?? closing);
    if (index !== null && !this.#rows.isSeen(index)) this.#rows.reveal(index, margin);
    this.#rows.redraw();
    this.#measureDetail();
  }

  #measureDetail(): void {
    const extra = this.#detail.offsetHeight;
    if (this.#open === null || extra === 0) return;
    this.#rows.change({ open: { index: this.#open, extra } });
    if (!this.#revealing || !this.#rows.hasRoom) return;
    this.#rows.revealOpen(margin);
    this.#revealing = this.#detail.dataset.loaded === undefined;
    this.#away.value = this.#whereIsPlayhead();
  }

  #draw(view: EventRowView, index: number): void {
    const event = this.#list.row(index);
    const open = index === this.#open;
    view.draw(event, this.#stateOf(index, event, open));
    if (open) view.hold(this.#detail);
    else if (this.#detail.parentElement === view.element) this.#detail.remove();
  }

  #stateOf(index: number, event: EventRow | undefined, open: boolean): RowState {
    const reached = this.#list.reached.peek();
    const position = this.#list.filter.peek() === '' ? index + 1 : (event?.position ?? null);
    const last = index === reached - 1;
    const now = last && position === this.#app.position.peek();
    const above = this.#list.row(index - 1);
    return {
      index,
      position,
      at: now ? 'now' : last ? 'last' : index < reached ? 'before' : 'after',
      active: index === this.#active,
      open,
      newDay:
        event !== undefined &&
        (index === 0 ||
          (above !== undefined && !this.#day.holds(above.timestamp, event.timestamp))),
    };
  }

  #moved(by: 'visitor' | 'page'): void {
    if (by === 'visitor') {
      const away = this.#whereIsPlayhead();
      if (away !== this.#away.peek()) this.#away.value = away;
    } else if (this.#open !== null) {
      if (this.#revealing) this.#measureDetail();
    } else if (this.#away.peek() === null) {
      this.#revealPlayhead();
    }
    this.#describeActive();
  }

  #whereIsPlayhead(): Away {
    const index = this.#playheadRow();
    if (index === null || this.#rows.isSeen(index)) return null;
    return this.#rows.isBelow(index) ? 'below' : 'above';
  }

  #revealPlayhead(): void {
    const index = this.#playheadRow();
    if (index !== null) this.#rows.reveal(index, margin);
    this.#describeActive();
  }

  // Before the first event the playhead stands above the first row.
  #playheadRow(): number | null {
    const total = this.#list.total.peek();
    return total === 0 ? null : Math.max(0, Math.min(this.#list.reached.peek(), total) - 1);
  }

  #setActive(index: number | null): void {
    this.#active = index;
    this.#rows.redraw();
    this.#describeActive();
  }

  #describeActive(): void {
    const view = this.#active === null ? undefined : this.#rows.view(this.#active);
    if (view) this.#host.setAttribute('aria-activedescendant', view.element.id);
    else this.#host.removeAttribute('aria-activedescendant');
  }

  /** Moves the playhead to a row's event and opens it; closes it when it is open. */
  #choose(index: number): void {
    const event = this.#list.row(index);
    if (!event) return;
    const app = this.#app;
    const { cursor, event: opened } = app.view.peek();
    if (opened === event.position) {
      app.openEvent(null);
      return;
    }
    const there = cursor.kind === 'live' && event.position === app.head.peek();
    batch(() => {
      if (!there) app.seek(event.position); // the newest event of a live page stays live
      app.openEvent(event.position);
    });
  }

  readonly #clicked = (pressed: MouseEvent): void => {
    const { target } = pressed;
    if (!(target instanceof Element) || this.#detail.contains(target)) return;
    const row = target.closest('.event-row');
    if (!row || window.getSelection()?.type === 'Range') return; // text was selected, not a row
    const index = Number(row.getAttribute('aria-rowindex')) - 1;
    this.#setActive(index);
    this.#choose(index);
  };

  readonly #focused = (): void => {
    if (this.#active === null) this.#setActive(this.#playheadRow());
  };

  // The keys of a grid. Elsewhere on the page arrows move the playhead: what
  // is prevented here is not heard there.
  readonly #pressed = (key: KeyboardEvent): void => {
    if (key.ctrlKey || key.metaKey || key.altKey || key.shiftKey) return;
    const inside = key.target !== this.#host;
    const used = inside ? this.#pressedInside(key.key) : this.#pressedHere(key.key);
    if (used) key.preventDefault();
  };

  #pressedInside(key: string): boolean {
    if (key !== 'Escape') return false;
    this.#host.focus();
    this.#app.openEvent(null);
    return true;
  }

  #pressedHere(key: string): boolean {
    const last = this.#rows.count - 1;
    const at = this.#active ?? this.#playheadRow();
    if (at === null) return false;
    switch (key) {
      case 'ArrowDown':
        return this.#go(at + 1);
      case 'ArrowUp':
        return this.#go(at - 1);
      case 'PageDown':
        return this.#go(at + this.#rows.perScreen);
      case 'PageUp':
        return this.#go(at - this.#rows.perScreen);
      case 'Home':
        return this.#go(0);
      case 'End':
        return this.#go(last);
      case 'Enter':
        this.#choose(at);
        return true;
      case 'Escape':
        if (this.#app.view.peek().event === null) return false;
        this.#app.openEvent(null);
        return true;
      default:
        return false;
    }
  }

  #go(to: number): true {
    const index = Math.max(0, Math.min(to, this.#rows.count - 1));
    this.#active = index;
    this.#rows.reveal(index, 0);
    this.#rows.redraw();
    this.#moved('visitor');
    return true;
  }
}
