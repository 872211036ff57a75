// Numbers, times and names as the page writes them.

import { numberFormat, timeFormat } from './formatter';

/** 1284 as `1,284`. */
export const count = numberFormat();
const date = timeFormat({ day: 'numeric', month: 'short', year: 'numeric' });

/** A timestamp as `14:03:22.118`, in the visitor's time zone. */
export const time = timeFormat({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

/** A timestamp as `20 Nov 2026, 14:03:22.118`, in the visitor's time zone. */
export function dateTime(timestamp: number): string {
  return `${date(timestamp)}, ${time(timestamp)}`;
}

/** 1 as `1 event`, 1284 as `1,284 events`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A number of bytes as `840 B`, `1.2 kB` or `3.4 MB`. */
export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  return n < 999_950 ? `${(n / 1000).toFixed(1)} kB` : `${(n / 1_000_000).toFixed(1)} MB`;
}

/** A time in microseconds as `40 µs`, `1.8 ms` or `2.1 s`. */
export function micros(n: number): string {
  if (n < 1) return 'under 1 µs';
  if (n < 1000) return `${n} µs`;
  return n < 999_950 ? `${(n / 1000).toFixed(1)} ms` : `${(n / 1_000_000).toFixed(1)} s`;
}

/** What a person compares two hashes by: the first 8 of their digits. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

/** The beginning of a text that may be of any length, for use within a sentence. */
export function excerpt(text: string, most = 40): string {
  const characters = [...text.slice(0, 4 * most)];
  return characters.length <= most ? text : `${characters.slice(0, most).join('')}…`;
}

/** A list in a sentence: `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
