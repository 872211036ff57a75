// How a list that is higher than a browser can scroll is scrolled. Firefox
// collapses a box above 17.9 million pixels, Chromium one above 33 million: a
// million rows are 29 million. So the box stays below that, and what it
// scrolls is a list of its own, of any height.

import { type Extent, farthestTop, heightOf, withinList } from './extent';

/** The highest box that is scrolled, in pixels. It leaves Firefox room to zoom to 200 %. */
export const tallest = 8_000_000;

/** Where the list is scrolled to, and where the box is then. */
export interface Place {
  /** Of the list. */
  top: number;
  /** Of the box, as its scrollTop. */
  scroll: number;
}

/** How high the box is that stands for the list. */
export function boxHeight(extent: Extent): number {
  return Math.min(heightOf(extent), tallest);
}

/** The place with the list at top, and the thumb where that is in proportion. */
export function placeAt(extent: Extent, top: number): Place {
  const within = withinList(extent, top);
  const list = farthestTop(extent);
  if (list === 0) return { top: 0, scroll: 0 };
  return { top: within, scroll: (within / list) * farthestScroll(extent) };
}

/**
 * The place after the browser scrolled the box. Short scrolls move the list by
 * as much, as a wheel or a finger means it; long ones, which only a dragged
 * thumb makes, move it in proportion. Where the place's scroll is not the one
 * handed in, the box has to be scrolled to it.
 */
export function scrolled(extent: Extent, place: Place, scroll: number): Place {
  if (heightOf(extent) <= tallest) return { top: withinList(extent, scroll), scroll };
  const by = scroll - place.scroll;
  if (Math.abs(by) > longestStep(extent)) {
    return { top: (scroll / farthestScroll(extent)) * farthestTop(extent), scroll };
  }
  const top = withinList(extent, place.top + by);
  const atEdge = scroll <= 0 || scroll >= farthestScroll(extent);
  if (top === 0 || top === farthestTop(extent)) return placeAt(extent, top);
  if (!atEdge) return { top, scroll };
  // The box came to its end before the list did. Almost there is there.
  if (top <= extent.viewport) return placeAt(extent, 0);
  if (top >= farthestTop(extent) - extent.viewport) return placeAt(extent, farthestTop(extent));
  return placeAt(extent, top);
}

function farthestScroll(extent: Extent): number {
  return Math.max(0, boxHeight(extent) - extent.viewport);
}

// A pixel of the thumb's way is boxHeight / viewport pixels of the box: half
// of that is no drag any more, and nobody's wheel turns eight viewports at once.
function longestStep(extent: Extent): number {
  const { viewport } = extent;
  return Math.max(viewport, Math.min(8 * viewport, tallest / viewport / 2));
}
