// Where the rows of a long list stand, in pixels from the list's top. All rows
// are equally high but for one, which may be open.

export interface Extent {
  /** How many rows there are. */
  count: number;
  rowHeight: number;
  /** How much of the list is seen at once. */
  viewport: number;
  /** The open row, and how much higher than the others it is. */
  open: { index: number; extra: number } | null;
}

/** How high all rows are together. */
export function heightOf(extent: Extent): number {
  return topOf(extent, extent.count);
}

/** Where a row begins. The row after the last begins where the list ends. */
export function topOf({ rowHeight, open }: Extent, index: number): number {
  return index * rowHeight + (open && index > open.index ? open.extra : 0);
}

/** The row at a distance from the list's top; the nearest one where there is none. */
export function indexAt(extent: Extent, y: number): number {
  const { rowHeight, open, count } = extent;
  let index = Math.floor(y / rowHeight);
  if (open && index > open.index) {
    index = Math.max(open.index, Math.floor((y - open.extra) / rowHeight));
  }
  return Math.max(0, Math.min(index, count - 1));
}

/** How far the list can be scrolled. */
export function farthestTop(extent: Extent): number {
  return Math.max(0, heightOf(extent) - extent.viewport);
}

/** A place to scroll to that exists. */
export function withinList(extent: Extent, top: number): number {
  return Math.max(0, Math.min(top, farthestTop(extent)));
}

/** The rows from first up to but not including end. */
export interface Rows {
  first: number;
  end: number;
}

/** The rows that are seen, with so many more on either side. */
export function rowsSeen(extent: Extent, top: number, overscan: number): Rows {
  if (extent.count === 0 || extent.viewport === 0) return { first: 0, end: 0 };
  return {
    first: Math.max(0, indexAt(extent, top) - overscan),
    end: Math.min(extent.count, indexAt(extent, top + extent.viewport - 1) + 1 + overscan),
  };
}

/** Whether the whole of a row's first line is seen. */
export function isSeen(extent: Extent, top: number, index: number): boolean {
  const y = topOf(extent, index) - top;
  return y >= 0 && y + extent.rowHeight <= extent.viewport;
}

/**
 * The scroll that shows a row and `margin` rows on either side of it, which is
 * the nearest one; a row that is far away goes a little below the middle, so
 * that what led to it is seen above.
 */
export function revealing(extent: Extent, top: number, index: number, margin: number): number {
  const { rowHeight, viewport } = extent;
  const y = topOf(extent, index);
  const room = Math.max(0, Math.min(margin * rowHeight, (viewport - rowHeight) / 2));
  if (y < top - viewport || y > top + 2 * viewport) {
    return withinList(extent, Math.round(y - 0.55 * viewport));
  }
  const highest = y - room;
  const lowest = y + rowHeight + room - viewport;
  return withinList(extent, Math.min(Math.max(top, lowest), Math.max(highest, lowest)));
}

/** The scroll that keeps a row where it is seen now, although the list changes. */
export function anchored(before: Extent, after: Extent, top: number, index: number): number {
  return withinList(after, top + topOf(after, index) - topOf(before, index));
}
