// Where the playhead is while the log plays: numbers in, numbers out.

import type { Position } from './protocol';

/** Events a second, or `tempo`: the pace at which they were recorded. */
export type Speed = number | 'tempo';

/**
 * The longest that original tempo waits for an event, in milliseconds. Real
 * logs have nights in them; a second and a half is felt as a pause and no more.
 */
export const longestGap = 1500;

/** How long a seeded history takes to play into place, in milliseconds. */
export const introLength = 3000;

/** The position after so many milliseconds at a number of events a second. */
export function positionAfter(
  start: Position,
  head: Position,
  elapsed: number,
  eventsPerSecond: number,
): Position {
  const passed = Math.max(0, Math.floor((elapsed / 1000) * eventsPerSecond));
  return Math.min(head, start + passed) as Position;
}

/** The position of the introduction: it starts slowly, so that the first events can be read. */
export function introPosition(head: Position, elapsed: number): Position {
  const part = Math.min(1, Math.max(0, elapsed / introLength));
  return Math.round(head * part ** 1.6) as Position;
}

/**
 * When each event is due in original tempo, in milliseconds after the first
 * timestamp's event. Clocks may go backwards: an earlier timestamp is due at once.
 */
export function dueTimes(timestamps: readonly number[]): number[] {
  let due = 0;
  return timestamps.map((timestamp, i) => {
    const gap = i === 0 ? 0 : timestamp - (timestamps[i - 1] as number);
    due += Math.min(longestGap, Math.max(0, gap));
    return due;
  });
}

/** How many of the due times have passed. */
export function passedBy(due: readonly number[], elapsed: number): number {
  const next = due.findIndex((time) => time > elapsed);
  return next === -1 ? due.length : next;
}
