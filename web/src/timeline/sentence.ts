// Where the playhead is, in words.

import { count } from '../format';
import type { Clock } from './clock';
import type { KnownTime } from './stretch';

/** The sentence in the parts that are set differently; joined by spaces they are its text. */
export interface Sentence {
  /** `Event`, or all that there is to say. */
  readonly lead: string;
  readonly number: string;
  /** `of 1,284`. */
  readonly total: string;
  /** `recorded 20 Nov 2026, 14:03:22.118`, as far as it is known. */
  readonly recorded: string;
}

/** The sentence for a position in a log with so many events. */
export function sentenceOf(
  position: number,
  head: number,
  time: KnownTime | null,
  clock: Clock,
): Sentence {
  if (head === 0) return { lead: 'No events yet', number: '', total: '', recorded: '' };
  if (position === 0) {
    return { lead: 'Before the first event', number: '', total: '', recorded: '' };
  }
  return {
    lead: 'Event',
    number: count(position),
    total: `of ${count(head)}`,
    recorded: time ? `recorded ${clock.dateTime(time.timestamp, time.precision)}` : '',
  };
}

/** The sentence as plain text. */
export function textOf({ lead, number, total, recorded }: Sentence): string {
  return [lead, number, total, recorded].filter((part) => part !== '').join(' ');
}
