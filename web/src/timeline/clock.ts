// Clock times and dates as the timeline writes them.

import { timeFormat } from '../formatter';

/** What is known of a time: down to the millisecond, or only to the second, minute or day. */
export type Precision = 'exact' | 'second' | 'minute' | 'day';

/** Writes timestamps (milliseconds since 1970) in one time zone. */
export interface Clock {
  /** `20 Nov 2026, 14:03:22.118`, or as much of it as the precision says. */
  dateTime(timestamp: number, precision?: Precision): string;
  /** `14:03:22.118`, `14:03:22` or `14:03`. */
  time(timestamp: number, precision: Exclude<Precision, 'day'>): string;
  /** `20 Nov`; equal for two timestamps of the same day of one year. */
  day(timestamp: number): string;
}

/** A clock in a time zone; without one, in the visitor's. */
export function createClock(timeZone?: string): Clock {
  const format = (options: Intl.DateTimeFormatOptions) =>
    timeFormat({ hourCycle: 'h23', timeZone, ...options });
  const minute = { hour: '2-digit', minute: '2-digit' } as const;
  const second = { ...minute, second: '2-digit' } as const;
  const times = {
    minute: format(minute),
    second: format(second),
    exact: format({ ...second, fractionalSecondDigits: 3 }),
  };
  const date = format({ day: 'numeric', month: 'short', year: 'numeric' });

  return {
    time: (timestamp, precision) => times[precision](timestamp),
    dateTime: (timestamp, precision = 'exact') =>
      precision === 'day' ? date(timestamp) : `${date(timestamp)}, ${times[precision](timestamp)}`,
    day: format({ day: 'numeric', month: 'short' }),
  };
}
