// Times in plain words, such as `yesterday 15:00` or `20 minutes ago`. It brings a
// parser of 46 kB along, so the page loads it when someone first types words.

import { casual, type ParsedResult } from 'chrono-node/en';
import { dayOf, type GoTo, type Here, moment, type Named, notUnderstood } from './go-to';

/**
 * Says where words lead: to the last event recorded by the end of the second,
 * minute, day or month that they name. Words that are only partly a time are not understood.
 */
export function parseWords(words: string, here: Here): GoTo {
  const text = words.replace(/^(at|on|by|to|the) /, '');
  const now = new Date(here.now);
  const results = casual.parse(text, now);
  const [result] = results;
  if (!result || results.length > 1 || result.index > 0 || result.text.length < text.length) {
    return notUnderstood(words);
  }
  return moment(namedBy(result, now), here);
}

function namedBy({ start }: ParsedResult, now: Date): Named {
  const date = start.date();
  if (start.isCertain('millisecond')) return unitOf(date, 1);
  if (start.isCertain('second')) return unitOf(date, 1000);
  // Where words give no hour, the parser puts in noon or that of now; any
  // other hour comes from a word such as "morning".
  const hour = start.get('hour');
  if (start.isCertain('hour') || (hour !== 12 && hour !== now.getHours())) {
    return unitOf(date, 60_000);
  }
  if (start.isCertain('month') && !start.isCertain('day')) return monthOf(date);
  return dayOf(date);
}

function unitOf(date: Date, length: number): Named {
  const start = Math.floor(date.getTime() / length) * length;
  return { start, end: start + length - 1 };
}

function monthOf(date: Date): Named {
  const [year, month] = [date.getFullYear(), date.getMonth()];
  return {
    start: new Date(year, month, 1).getTime(),
    end: new Date(year, month + 1, 1).getTime() - 1,
  };
}
