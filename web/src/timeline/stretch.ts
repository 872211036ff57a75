// A stretch of the log as the core sends it: what to ask for, how to read it.

import type { StreamID, TimelineResult } from '../protocol';
import type { Precision } from './clock';
import { type Span, sizeOf } from './span';

/** Which positions to ask for, in how many buckets. */
export interface Ask {
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
}

/** A lane, its bytes unpacked: one of each a bucket. */
export interface LaneBytes {
  readonly stream: StreamID;
  /** 0 where the stream has no event, `unknownType`, or 1 + the colour of its last event. */
  readonly colours: Uint8Array;
  readonly counts: Uint8Array;
}

/** Stands in for the colour of a type that the world does not know. */
export const unknownType = 255;

/** A TimelineResult, its bytes unpacked. */
export interface Stretch extends Ask {
  readonly times: readonly number[];
  readonly tempo: Uint8Array;
  /** The index of the first lane that is here, and how many there are in all. */
  readonly laneFrom: number;
  readonly laneTotal: number;
  readonly lanes: readonly LaneBytes[];
}

/** The narrowest that a mark or cell is drawn, in pixels; below it they would be a haze. */
export const narrowest = 3;

/** The protocol's limit. */
const mostBuckets = 2000;

/**
 * What to ask for to draw a span `width` pixels wide: a bucket an event while
 * they are wide enough, else buckets of a power of two events, which begin at
 * the same positions wherever the span is, so that cells do not flicker while it moves.
 * It is null when the span holds no event.
 */
export function askForSpan(span: Span, head: number, width: number): Ask | null {
  let from = Math.max(1, Math.ceil(span.start - 0.5));
  let to = Math.min(head, Math.floor(span.end + 0.5));
  if (to < from || width <= 0) return null;
  const enough = Math.min(mostBuckets - 2, width / narrowest);
  const perBucket = 2 ** Math.max(0, Math.ceil(Math.log2(sizeOf(span) / enough)));
  from = Math.floor((from - 1) / perBucket) * perBucket + 1;
  to = Math.min(head, Math.ceil(to / perBucket) * perBucket);
  return { from, to, buckets: Math.ceil((to - from + 1) / perBucket) };
}

/** What to ask for to draw the whole log in bars of `bar` pixels. Null when it is empty. */
export function askForLog(head: number, width: number, bar: number): Ask | null {
  if (head < 1 || width <= 0) return null;
  const buckets = Math.min(head, mostBuckets, Math.max(1, Math.floor(width / bar)));
  return { from: 1, to: head, buckets };
}

/** Unpacks what the core sent for the lanes from laneFrom on. */
export function unpack(result: TimelineResult, laneFrom: number): Stretch {
  return {
    from: result.from,
    to: result.to,
    buckets: result.buckets,
    times: result.times,
    tempo: bytesOf(result.tempo),
    laneFrom,
    laneTotal: result.laneTotal,
    lanes: result.lanes.map(({ stream, colours, counts }) => ({
      stream,
      colours: bytesOf(colours),
      counts: bytesOf(counts),
    })),
  };
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The number of positions in a stretch. */
export function lengthOf(ask: Ask): number {
  return ask.to - ask.from + 1;
}

/** Whether each event of the stretch has a bucket of its own. */
export function isExact(ask: Ask): boolean {
  return ask.buckets === lengthOf(ask);
}

/** The first position of a bucket; of the bucket after the last, the position after the stretch. */
export function firstOf(ask: Ask, bucket: number): number {
  return ask.from + Math.floor((bucket * lengthOf(ask)) / ask.buckets);
}

/** The bucket that holds a position, which must lie in the stretch. */
export function bucketOf(ask: Ask, position: number): number {
  return Math.floor(((position - ask.from + 1) * ask.buckets - 1) / lengthOf(ask));
}

/** When an event was recorded, as far as that is known. */
export interface KnownTime {
  readonly timestamp: number;
  readonly precision: Precision;
}

/**
 * What a stretch tells of the time of the event at a position: exact for the
 * first of a bucket, else as much as the bucket's two ends have in common. It is null when
 * they share not even the day, and for positions elsewhere.
 */
export function timeIn(stretch: Stretch, position: number): KnownTime | null {
  if (position < stretch.from || position > stretch.to) return null;
  const bucket = bucketOf(stretch, position);
  const first = stretch.times[bucket];
  const next = stretch.times[bucket + 1];
  if (first === undefined || next === undefined) return null;
  if (position === firstOf(stretch, bucket)) return { timestamp: first, precision: 'exact' };
  if (position === stretch.to) return { timestamp: next, precision: 'exact' };
  const precision = shared(first, next);
  return precision && { timestamp: first, precision };
}

function shared(a: number, b: number): Precision | null {
  if (a === b) return 'exact';
  // Time zones differ from UTC by whole minutes, so these two need no calendar.
  if (Math.floor(a / 1000) === Math.floor(b / 1000)) return 'second';
  if (Math.floor(a / 60_000) === Math.floor(b / 60_000)) return 'minute';
  return new Date(a).toDateString() === new Date(b).toDateString() ? 'day' : null;
}

/** The least difference of tempo that fills the strip, about a factor of four. */
const leastContrast = 20;

/**
 * How high the bars of a tempo are, from 0 to 1. The core's scale spans all
 * that logs can do; here the quietest and the busiest of this one are told apart.
 */
export function barHeights(tempo: Uint8Array): number[] {
  const quietest = tempo.reduce((least, level) => Math.min(least, level), 255);
  const busiest = tempo.reduce((most, level) => Math.max(most, level), 0);
  const range = Math.max(leastContrast, busiest - quietest);
  return Array.from(tempo, (level) => 0.2 + (0.8 * (level - quietest)) / range);
}
