// The part of the log that the lanes show, and what zooming, panning and
// following do to it. The axis is ordinal: the event at position p has the
// slot from p - 0.5 to p + 0.5, and slot 0 is the moment before the first event.

/** A stretch of the axis. Its ends may lie inside slots, so that it can move smoothly. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The slots that are shown of a shorter log: a new log then grows into free
 * room instead of being squeezed with each event.
 */
export const room = 24;

/** The fewest slots that can be zoomed in to. */
export const fewest = 8;

/** The width of a slot before anyone has zoomed, in pixels: marks of 8 nearly touch. */
export const comfortable = 7;

/** How many slots a span holds. */
export function sizeOf(span: Span): number {
  return span.end - span.start;
}

/** The whole axis of a log. */
export function extentOf(head: number): Span {
  return { start: -0.5, end: Math.max(head, room) + 0.5 };
}

/** The span that is shown first: the end of the log at a comfortable width. */
export function initialSpan(head: number, width: number): Span {
  const extent = extentOf(head);
  const size = Math.min(sizeOf(extent), Math.max(room, width / comfortable));
  return { start: extent.end - size, end: extent.end };
}

/** The nearest span that lies within the axis of the log and is not too small. */
export function clampSpan(span: Span, head: number): Span {
  const extent = extentOf(head);
  const size = Math.min(sizeOf(extent), Math.max(fewest, sizeOf(span)));
  const start = Math.min(Math.max(span.start, extent.start), extent.end - size);
  return { start, end: start + size };
}

/** Zooms so that what is at `at` stays where it is; a factor below 1 shows less, closer. */
export function zoomSpan(span: Span, at: number, factor: number, head: number): Span {
  const before = sizeOf(span);
  const after = Math.min(sizeOf(extentOf(head)), Math.max(fewest, before * factor));
  const start = at - (at - span.start) * (after / before);
  return clampSpan({ start, end: start + after }, head);
}

/** Moves the span by a number of slots. */
export function panSpan(span: Span, by: number, head: number): Span {
  return clampSpan({ start: span.start + by, end: span.end + by }, head);
}

/** Moves one end of the span to a point of the axis; the other stays. */
export function resizeSpan(span: Span, end: 'start' | 'end', to: number, head: number): Span {
  const extent = extentOf(head);
  return end === 'start'
    ? { start: Math.max(extent.start, Math.min(to, span.end - fewest)), end: span.end }
    : { start: span.start, end: Math.min(extent.end, Math.max(to, span.start + fewest)) };
}

/** Whether the position's slot can be seen, all of it. */
export function shows(span: Span, position: number): boolean {
  return position - 0.5 >= span.start - 1e-6 && position + 0.5 <= span.end + 1e-6;
}

/** Whether all of the log can be seen. */
export function showsAll(span: Span, head: number): boolean {
  const extent = extentOf(head);
  return span.start <= extent.start + 1e-6 && span.end >= extent.end - 1e-6;
}

/**
 * The span in which a position can be seen. It turns the page when the position
 * has just left it, so that playing moves through a still picture, and
 * puts a far one in the middle.
 */
export function revealSpan(span: Span, position: number, head: number): Span {
  if (shows(span, position)) return clampSpan(span, head);
  const size = sizeOf(span);
  const past = position - span.end;
  const before = span.start - position;
  const share = past > size / 2 || before > size / 2 ? 0.5 : past > 0 ? 0.2 : 0.8;
  const start = position - share * size;
  return clampSpan({ start, end: start + size }, head);
}

/**
 * The span after the log grew while its end was followed: it goes on showing
 * all of the log while that has at most `most` slots, and moves along after that.
 */
export function followSpan(span: Span, before: number, after: number, most: number): Span {
  const extent = extentOf(after);
  if (showsAll(span, before) && sizeOf(extent) <= most) return extent;
  return clampSpan({ start: extent.end - sizeOf(span), end: extent.end }, after);
}

/** The span on the way from one to the other; part goes from 0 to 1. */
export function betweenSpans(from: Span, to: Span, part: number): Span {
  const eased = 1 - (1 - part) ** 3;
  return {
    start: from.start + (to.start - from.start) * eased,
    end: from.end + (to.end - from.end) * eased,
  };
}
