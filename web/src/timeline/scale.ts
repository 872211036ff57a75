// Between positions and pixels.

import { type Span, sizeOf } from './span';

/** Maps a span onto pixels from `left` on. */
export interface Scale {
  readonly left: number;
  readonly width: number;
  /** The width of a slot. */
  readonly perEvent: number;
  /** Where the middle of a position's slot is. */
  x(position: number): number;
  /** What is at a pixel, as a point of the axis. */
  at(x: number): number;
}

/** The scale of a span that is drawn `width` pixels wide. */
export function scaleOf(span: Span, left: number, width: number): Scale {
  const perEvent = width > 0 ? width / sizeOf(span) : 0;
  return {
    left,
    width,
    perEvent,
    x: (position) => left + (position - span.start) * perEvent,
    at: (x) => (perEvent > 0 ? span.start + (x - left) / perEvent : span.start),
  };
}

/** The position nearest to a point of the axis. */
export function nearest(point: number, head: number): number {
  return Math.min(head, Math.max(0, Math.round(point)));
}

/** The position nearest to a point of the axis whose slot is all within the span. */
export function nearestWithin(span: Span, point: number, head: number): number {
  const from = Math.ceil(span.start + 0.5 - 1e-6);
  const to = Math.floor(span.end - 0.5 + 1e-6);
  return nearest(Math.min(to, Math.max(from, point)), head);
}
