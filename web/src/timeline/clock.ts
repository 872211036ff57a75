// Clock times and dates as the timeline writes them.

import { date, day, time } from '../format';

/** What is known of a time: down to the millisecond, or only to the second, minute or day. */
export type Precision = 'exact' | 'second' | 'minute' | 'day';

/** Writes timestamps (milliseconds since 1970) in the visitor's time zone. */
export interface Clock {
  /** `20 Nov 2026, 14:03:22.118`, or as much of it as the precision says. */
  dateTime(timestamp: number, precision?: Precision): string;
  /** `14:03:22.118`, `14:03:22` or `14:03`. */
  time(timestamp: number, precision: Exclude<Precision, 'day'>): string;
  /** `20 Nov`; equal for two timestamps of the same day of one year. */
  day(timestamp: number): string;
}

/** How much of `14:03:22.118` a precision shows. */
const shown = { minute: 5, second: 8, exact: 12 } as const;

/** The clock of the timeline. */
export const clock: Clock = {
  time: (timestamp, precision) => time(timestamp).slice(0, shown[precision]),
  dateTime: (timestamp, precision = 'exact') =>
    precision === 'day'
      ? date(timestamp)
      : `${date(timestamp)}, ${clock.time(timestamp, precision)}`,
  day,
};
