// The rows of the lanes: which of them are in view, and where.

/** Heights in pixels: of a lane, and of the ruler above them. */
export interface Rows {
  readonly lane: number;
  readonly ruler: number;
}

/** A window of lanes, from 0. */
export interface LaneWindow {
  readonly from: number;
  readonly count: number;
}

/** Lanes that are loaded beyond the edges, so that a little scrolling needs no wait. */
const spare = 4;

/** The protocol's limit. */
const most = 200;

/**
 * The lanes to ask for when a view of the given height is scrolled so far. It
 * moves in steps, so that not every lane scrolled by asks anew.
 */
export function laneWindow(scrolled: number, height: number, lane: number): LaneWindow {
  const step = Math.floor(Math.max(0, scrolled) / lane / spare) * spare;
  const from = Math.max(0, step - spare);
  const shown = Math.ceil(Math.max(0, height) / lane);
  return { from, count: Math.min(most, step - from + shown + 2 * spare) };
}

/** The middle of a lane, from the top of the lanes as they are scrolled. */
export function laneY(index: number, scrolled: number, lane: number): number {
  return index * lane + lane / 2 - scrolled;
}

/** The index of the lane at y, which may not exist. */
export function laneAt(y: number, scrolled: number, lane: number): number {
  return Math.floor((y + scrolled) / lane);
}
