// Where the axis has ticks and what they say. Ticks stand at round positions
// and are labelled with the clock time of the event there.

import type { Clock } from './clock';
import type { Scale } from './scale';
import { type Span, sizeOf } from './span';

/** A tick at a position. */
export interface Tick {
  readonly position: number;
  /** The clock time; empty while it is not known. */
  readonly time: string;
  /** The date, where it is another than at the tick before. */
  readonly day: string;
}

/** The least room for a tick with a time, and for one with a date too, in pixels. */
const timeRoom = 92;
const dayRoom = 132;

/** The smallest of 1, 2, 5, 10, 20, 50, … that is at least n. */
export function roundStep(n: number): number {
  if (n <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(n));
  const factor = [1, 2, 5, 10].find((f) => f * power >= n - 1e-9) ?? 10;
  return factor * power;
}

/** The round positions of a span that are at least `room` pixels apart. */
export function tickPositions(span: Span, head: number, scale: Scale, room: number): number[] {
  if (scale.perEvent <= 0) return [];
  const step = roundStep(room / scale.perEvent);
  const last = Math.min(head, span.end);
  const positions: number[] = [];
  for (let p = Math.ceil(Math.max(1, span.start) / step) * step; p <= last; p += step) {
    positions.push(p);
  }
  return positions;
}

/**
 * The ticks of a span. timeAt gives the timestamp of the event at a position,
 * or null where it is not known.
 */
export function ticksOf(
  span: Span,
  head: number,
  scale: Scale,
  timeAt: (position: number) => number | null,
  clock: Clock,
): Tick[] {
  if (sizeOf(span) <= 0) return [];
  const ticks = label(tickPositions(span, head, scale, timeRoom), timeAt, clock);
  const crowded = ticks.some(({ day }, i) => day !== '' && i < ticks.length - 1);
  if (!crowded || ticks.filter(({ day }) => day !== '').length <= 1) return ticks;
  return label(tickPositions(span, head, scale, dayRoom), timeAt, clock);
}

function label(
  positions: readonly number[],
  timeAt: (position: number) => number | null,
  clock: Clock,
): Tick[] {
  const times = positions.map(timeAt);
  const known = times.filter((time) => time !== null);
  const precision = finest(known, clock);
  const days = known.map((time) => clock.day(time));
  const manyDays = days.some((day) => day !== days[0]);
  let before = manyDays ? '' : (days[0] ?? '');
  return positions.map((position, i) => {
    const time = times[i] ?? null;
    if (time === null) return { position, time: '', day: '' };
    const day = clock.day(time);
    const changed = day !== before;
    before = day;
    return { position, time: clock.time(time, precision), day: changed ? day : '' };
  });
}

/**
 * The coarsest precision at which hardly any two neighbours read the same: of a
 * log that was recorded over days nobody wants the milliseconds.
 */
function finest(times: readonly number[], clock: Clock): 'minute' | 'second' | 'exact' {
  for (const precision of ['minute', 'second'] as const) {
    const labels = times.map((time) => clock.day(time) + clock.time(time, precision));
    const same = labels.filter((text, i) => i > 0 && text === labels[i - 1]).length;
    if (same * 8 <= labels.length - 1) return precision;
  }
  return 'exact';
}
