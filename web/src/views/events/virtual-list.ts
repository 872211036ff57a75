// A list of any length in the DOM: as many elements as rows are seen, used
// again and again while the list is scrolled.

import {
  anchored,
  type Extent,
  indexAt,
  isSeen,
  type Rows,
  revealing,
  rowsSeen,
  topOf,
} from '../../grid/extent';
import { boxHeight, type Place, placeAt, scrolled } from '../../grid/place';

/** Rows drawn beyond either edge, since Firefox shows a scroll before the page hears of it. */
const overscan = 12;

/** How long a scroll rests before the thumb is put in proportion and the rows in order, in ms. */
const rest = 160;

/** A row's element; an element stands for one row after another. */
export interface RowView {
  readonly element: HTMLElement;
}

/** What a VirtualList is made for. */
export interface RowPainter<V extends RowView> {
  create(): V;
  /** Puts the row at an index into a view that may have shown another. */
  draw(view: V, index: number): void;
  /** The rows from first to end are about to be drawn. */
  seen(rows: Rows): void;
  /** The list was scrolled, resized or changed. */
  moved(by: 'visitor' | 'page'): void;
}

/** A view and how far down it is, which Firefox rounds to six digits when the style is read back. */
interface Placed<V> {
  view: V;
  y: number;
}

/** VirtualList keeps the rows that are seen in scroller, which scrolls. */
export class VirtualList<V extends RowView> {
  readonly #scroller: HTMLElement;
  readonly #painter: RowPainter<V>;
  readonly #box = document.createElement('div');
  readonly #resizes: ResizeObserver;
  #extent: Extent = { count: 0, rowHeight: 29, viewport: 0, open: null };
  #place: Place = { top: 0, scroll: 0 };
  #shown = new Map<number, Placed<V>>();
  #spare: Placed<V>[] = [];
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(scroller: HTMLElement, painter: RowPainter<V>) {
    this.#scroller = scroller;
    this.#painter = painter;
    this.#box.className = 'event-rows';
    this.#box.setAttribute('role', 'presentation');
    scroller.replaceChildren(this.#box);
    scroller.addEventListener('scroll', this.#scrolled, { passive: true });
    this.#resizes = new ResizeObserver(() => this.#measure());
    this.#resizes.observe(scroller); // which measures for the first time, before anything is painted
  }

  dispose(): void {
    this.#resizes.disconnect();
    this.#scroller.removeEventListener('scroll', this.#scrolled);
    clearTimeout(this.#resting);
    this.#scroller.replaceChildren();
  }

  /** Whether there is room to show rows; a panel that is not on show has none. */
  get hasRoom(): boolean {
    return this.#extent.viewport > 0;
  }

  get count(): number {
    return this.#extent.count;
  }

  /** How many rows fit at once. */
  get perScreen(): number {
    return Math.max(1, Math.floor(this.#extent.viewport / this.#extent.rowHeight));
  }

  isSeen(index: number): boolean {
    return isSeen(this.#extent, this.#place.top, index);
  }

  /** Whether a row would have to be scrolled to downwards. */
  isBelow(index: number): boolean {
    return topOf(this.#extent, index) > this.#place.top;
  }

  view(index: number): V | undefined {
    return this.#shown.get(index)?.view;
  }

  /**
   * Changes how many rows there are, or which is open. The row at anchor, or
   * the first that is seen, stays where it is.
   */
  change(change: Partial<Pick<Extent, 'count' | 'open'>>, anchor?: number): void {
    const before = this.#extent;
    const row = anchor ?? indexAt(before, this.#place.top);
    this.#extent = { ...before, ...change };
    this.#moveTo(anchored(before, this.#extent, this.#place.top, row));
  }

  /** Scrolls as little as shows a row with some rows around it. */
  reveal(index: number, margin: number): void {
    this.#moveTo(revealing(this.#extent, this.#place.top, index, margin));
  }

  /** Scrolls so that the open row is seen with all that is in it, as far as it fits. */
  revealOpen(margin: number): void {
    const { open, rowHeight, viewport } = this.#extent;
    if (!open) return;
    const top = revealing(this.#extent, this.#place.top, open.index, margin);
    const y = topOf(this.#extent, open.index);
    const lowest = y + rowHeight + open.extra - viewport;
    this.#moveTo(Math.min(Math.max(top, lowest), y));
  }

  /** Draws every row that is seen again. */
  redraw(): void {
    this.#draw(true);
  }

  #measure(): void {
    const style = getComputedStyle(this.#scroller);
    const rowHeight = Number.parseFloat(style.getPropertyValue('--row-height')) || 29;
    const viewport = this.#scroller.clientHeight;
    const before = this.#extent;
    if (rowHeight === before.rowHeight && viewport === before.viewport) return;
    const first = indexAt(before, this.#place.top);
    this.#extent = { ...before, rowHeight, viewport };
    this.#moveTo(anchored(before, this.#extent, this.#place.top, first));
    this.#painter.moved('page');
  }

  #moveTo(top: number): void {
    const height = `${boxHeight(this.#extent)}px`;
    if (this.#box.style.height !== height) this.#box.style.height = height;
    this.#put(placeAt(this.#extent, top));
    this.#draw(false);
    this.#order();
  }

  // The browser rounds what it is given, and has the last word.
  #put(place: Place): void {
    if (Math.abs(this.#scroller.scrollTop - place.scroll) >= 1) {
      this.#scroller.scrollTop = place.scroll;
    }
    this.#place = { top: place.top, scroll: this.#scroller.scrollTop };
  }

  readonly #scrolled = (): void => {
    const { scrollTop } = this.#scroller;
    if (Math.abs(scrollTop - this.#place.scroll) < 1) return; // our own doing
    const place = scrolled(this.#extent, this.#place, scrollTop);
    if (place.scroll === scrollTop) this.#place = place;
    else this.#put(place);
    this.#draw(false);
    this.#painter.moved('visitor');
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#settle(), rest);
  };

  #settle(): void {
    this.#put(placeAt(this.#extent, this.#place.top));
    this.#draw(false);
    this.#order();
  }

  #draw(all: boolean): void {
    const rows = rowsSeen(this.#extent, this.#place.top, overscan);
    this.#painter.seen(rows);
    for (const [index, placed] of this.#shown) {
      if (index >= rows.first && index < rows.end) continue;
      this.#shown.delete(index);
      this.#spare.push(placed);
    }
    const shift = Math.round(this.#place.scroll - this.#place.top);
    for (let index = rows.first; index < rows.end; index++) {
      const known = this.#shown.get(index);
      const placed = known ?? this.#take(index);
      const y = topOf(this.#extent, index) + shift;
      if (placed.y !== y) placed.view.element.style.transform = `translateY(${y}px)`;
      placed.y = y;
      if (all || !known) this.#painter.draw(placed.view, index);
    }
    for (const { view } of this.#spare) view.element.remove();
  }

  #take(index: number): Placed<V> {
    const placed = this.#spare.pop() ?? { view: this.#painter.create(), y: Number.NaN };
    if (!placed.view.element.isConnected) this.#box.append(placed.view.element);
    this.#shown.set(index, placed);
    return placed;
  }

  // Rows stand where their transform puts them; a screen reader that browses
  // goes by the order of the DOM. A row with the focus in it is not moved,
  // since that would lose the focus.
  #order(): void {
    if (this.#box.contains(document.activeElement)) return;
    let next: Element | null = null;
    const indexes = [...this.#shown.keys()].sort((a, b) => b - a);
    for (const index of indexes) {
      const element = this.#shown.get(index)?.view.element as HTMLElement;
      if (element.nextElementSibling !== next) this.#box.insertBefore(element, next);
      next = element;
    }
  }
}
