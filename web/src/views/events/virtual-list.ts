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

/** And where the page leapt to, which it may leave again at once. */
const few = 2;

/** How long the list rests before the thumb is put in proportion and rows are drawn beyond the edges, in ms. */
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

/**
 * VirtualList keeps the rows that are seen in scroller, which scrolls. They
 * follow each other in a strip that is moved as a whole: a row of its own
 * transform would cost each frame as much as all of them do.
 */
export class VirtualList<V extends RowView> {
  readonly #scroller: HTMLElement;
  readonly #painter: RowPainter<V>;
  readonly #box = document.createElement('div');
  readonly #strip = document.createElement('div');
  readonly #resizes: ResizeObserver;
  #extent: Extent = { count: 0, rowHeight: 29, viewport: 0, open: null };
  #place: Place = { top: 0, scroll: 0 };
  /** The views of the rows in the strip, from the row at #first on, and how far down the strip is. */
  #shown: V[] = [];
  #first = 0;
  #y = Number.NaN;
  #spare: V[] = [];
  /** How many rows are drawn beyond either edge. */
  #beyond = overscan;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(scroller: HTMLElement, painter: RowPainter<V>) {
    this.#scroller = scroller;
    this.#painter = painter;
    this.#box.className = 'event-rows';
    this.#box.setAttribute('role', 'presentation');
    this.#strip.className = 'event-strip';
    this.#strip.setAttribute('role', 'presentation');
    this.#box.append(this.#strip);
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
    return this.#shown[index - this.#first];
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

  /** The rows that would be drawn if that were done. */
  revealed(index: number, margin: number): Rows {
    return rowsSeen(this.#extent, revealing(this.#extent, this.#place.top, index, margin), few);
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
    const leaps = Math.abs(top - this.#place.top) > this.#extent.viewport;
    this.#put(placeAt(this.#extent, top));
    if (leaps) {
      this.#beyond = few;
      this.#settleLater();
    }
    this.#draw(false);
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
    this.#beyond = overscan;
    this.#draw(false);
    this.#painter.moved('visitor');
    this.#settleLater();
  };

  #settleLater(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#settle(), rest);
  }

  #settle(): void {
    this.#put(placeAt(this.#extent, this.#place.top));
    this.#beyond = overscan;
    this.#draw(false);
  }

  #draw(all: boolean): void {
    const rows = rowsSeen(this.#extent, this.#place.top, this.#beyond);
    this.#painter.seen(rows);
    const before = { first: this.#first, end: this.#first + this.#shown.length };
    this.#fill(rows);
    const y = topOf(this.#extent, rows.first) + Math.round(this.#place.scroll - this.#place.top);
    if (y !== this.#y) this.#strip.style.transform = `translateY(${y}px)`;
    this.#y = y; // Firefox rounds to six digits what is read back
    this.#shown.forEach((view, i) => {
      const index = rows.first + i;
      const known = index >= before.first && index < before.end;
      if (all || !known) this.#painter.draw(view, index);
    });
  }

  // A row that stays keeps its element, and the order of the elements is that
  // of the rows: a screen reader that browses goes by it. Where none stays,
  // all elements do.
  #fill({ first, end }: Rows): void {
    const shown = this.#shown;
    const kept = {
      first: Math.max(first, this.#first),
      end: Math.min(end, this.#first + shown.length),
    };
    if (kept.first < kept.end) {
      this.#spare.push(...shown.splice(kept.end - this.#first));
      this.#spare.push(...shown.splice(0, kept.first - this.#first));
      while (shown.length < kept.end - first) {
        const view = this.#spare.pop() ?? this.#painter.create();
        this.#strip.prepend(view.element);
        shown.unshift(view);
      }
    }
    this.#first = first;
    this.#spare.push(...shown.splice(end - first));
    while (shown.length < end - first) {
      const view = this.#spare.pop() ?? this.#painter.create();
      this.#strip.append(view.element);
      shown.push(view);
    }
    for (const { element } of this.#spare) element.remove();
  }
}
