// The geometry of a number that goes over the log or over the clock.

import type { OverPoint, OverResult } from '../protocol';

/** A stretch of an axis, of positions or of milliseconds. */
export interface Axis {
  over: 'log' | 'clock';
  from: number;
  to: number;
}

/** The axis of all courses that are drawn together. */
export function axisOf(over: Axis['over'], courses: readonly OverResult[]): Axis {
  const all = courses.filter(({ position }) => position > 0);
  if (over === 'log') {
    return { over, from: 1, to: Math.max(2, ...all.map(({ position }) => position)) };
  }
  const from = Math.min(...all.map(({ begins }) => begins));
  const to = Math.max(...all.map(({ ends }) => ends));
  return all.length === 0 ? { over, from: 0, to: 1 } : { over, from, to: Math.max(to, from + 1) };
}

/** Where a point lies, as a part of the width. */
export function along(axis: Axis, at: { position: number; timestamp: number }): number {
  const x = axis.over === 'log' ? at.position : at.timestamp;
  return Math.min(1, Math.max(0, (x - axis.from) / (axis.to - axis.from)));
}

/** The position or the time at a part of the width. */
export function valueAt(axis: Axis, part: number): number {
  return Math.round(axis.from + Math.min(1, Math.max(0, part)) * (axis.to - axis.from));
}

/** The point that holds at a position; undefined before the first. */
export function pointAt(points: readonly OverPoint[], position: number): OverPoint | undefined {
  return points.findLast((point) => point.position <= position);
}

/** The lowest and the highest value, zero among them. */
export function boundsOf(points: readonly OverPoint[]): { low: number; high: number } {
  const values = points.map(({ value }) => value ?? 0);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  return { low, high: high === low ? low + 1 : high };
}

/** The steps as an SVG path in a box of 1000 × 100, with gaps where there is no value. */
export function courseOf(points: readonly OverPoint[], axis: Axis): string {
  const { low, high } = boundsOf(points);
  const y = (value: number) => round(((high - value) / (high - low)) * 100);
  let path = '';
  let open = false;
  for (const [i, point] of points.entries()) {
    const next = points[i + 1];
    const x = round(along(axis, point) * 1000);
    const end = next ? round(along(axis, next) * 1000) : 1000;
    if (point.value === undefined) {
      open = false;
      continue;
    }
    path += open ? `V${y(point.value)}H${end}` : `M${x} ${y(point.value)}H${end}`;
    open = true;
  }
  return path;
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
