// What a person types to get somewhere: `842`, `#842`, `event 842`, `14:03:22`,
// `yesterday 15:00`, `first`, `now`.

import { count, excerpt } from '../format';

/** Where a text leads. */
export type GoTo =
  | { readonly kind: 'position'; readonly position: number }
  | { readonly kind: 'live' }
  /** The last event recorded by then, in milliseconds since 1970. */
  | { readonly kind: 'time'; readonly timestamp: number }
  /** Words that only words.ts can read. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'problem'; readonly message: string };

/** What a text is understood against. */
export interface Here {
  readonly head: number;
  /** The clock time now. */
  readonly now: number;
  /** When the event on show was recorded: a time without a date is one of that day. */
  readonly shown: number | null;
}

/** What can be typed, for someone who typed something else. */
export const examples = 'Try 842, 14:03:22, “yesterday 15:00”, “first” or “now”.';

/** The longest text that is looked at; nothing that can be understood is longer. */
const longest = 80;

const first = new Set(['first', 'first event']);
const beginning = new Set(['start', 'beginning', 'before the first event']);
const live = new Set(['latest', 'latest event', 'last', 'last event', 'now', 'live', 'end']);

/**
 * Says where a text leads. Times and days mean the last event recorded by
 * their end, so that 14:03:22 finds the event whose time begins with it.
 */
export function parseGoTo(typed: string, here: Here): GoTo {
  const text = typed.trim().replace(/\s+/g, ' ').toLowerCase();
  if (text === '') return problem(`Type where to go. ${examples}`);
  if (text.length > longest) return notUnderstood(typed);
  if (live.has(text)) return { kind: 'live' };
  if (here.head === 0) return problem('There are no events to go to yet.');
  if (first.has(text)) return { kind: 'position', position: 1 };
  if (beginning.has(text)) return { kind: 'position', position: 0 };
  return parsePosition(text, here) ?? parseTime(text, here) ?? { kind: 'words', text };
}

function parsePosition(text: string, { head }: Here): GoTo | null {
  const digits = /^(?:(?:event|position|number) ?)?#? ?(-?\d+(?:[,_' ’]\d{3})*)$/.exec(text)?.[1];
  if (digits === undefined) return null;
  const position = Number(digits.replace(/[,_' ’]/g, ''));
  if (position >= 0 && position <= head) return { kind: 'position', position };
  return problem(
    position < 0
      ? 'Events are numbered from 1; there is none before.'
      : `There is no event ${position < 1e15 ? count(position) : excerpt(digits, 16)}: the log ends at event ${count(head)}.`,
  );
}

/** The stretch of time that a text names, in milliseconds; the end is within it. */
export interface Named {
  readonly start: number;
  readonly end: number;
}

type Day = readonly [year: number, month: number, day: number];

const clockTime = /^(?:at )?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)? ?(am|pm)?$/;
const isoDate = /^(\d{4})-(\d{2})-(\d{2})(?:[t ,]+(.+))?$/;

function parseTime(text: string, here: Here): GoTo | null {
  const date = isoDate.exec(text);
  const shown = new Date(here.shown ?? here.now);
  const day: Day = date
    ? [Number(date[1]), Number(date[2]) - 1, Number(date[3])]
    : [shown.getFullYear(), shown.getMonth(), shown.getDate()];
  if (new Date(...day).getMonth() !== day[1]) return notATime(text);
  const time = date ? date[4] : text;
  if (time === undefined) return moment(dayOf(new Date(...day)), here);
  const match = clockTime.exec(time);
  // Anything else, such as a time with a zone, is left to words.ts.
  if (!match) return null;
  const named = clockOn(day, match);
  return named ? moment(named, here) : notATime(text);
}

/** What a clock time names on a day; null for 25:00 and its like. */
function clockOn(day: Day, match: RegExpExecArray): Named | null {
  const [, hour, minute, second, fraction, half] = match;
  if (half && Number(hour) > 12) return null;
  const hours = half ? (Number(hour) % 12) + (half === 'pm' ? 12 : 0) : Number(hour);
  const parts = [hours, Number(minute), Number(second ?? 0)] as const;
  if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return null;
  const start = new Date(...day, ...parts).getTime();
  if (second === undefined) return { start, end: start + 59_999 };
  if (fraction === undefined) return { start, end: start + 999 };
  return {
    start: start + Number(fraction.padEnd(3, '0')),
    end: start + Number(fraction.padEnd(3, '9')),
  };
}

/** The day of a date, from midnight to midnight. */
export function dayOf(date: Date): Named {
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  return {
    start: new Date(year, month, day).getTime(),
    end: new Date(year, month, day + 1).getTime() - 1,
  };
}

/** The answer for what a text names: of what is still under way, as much as has passed. */
export function moment(named: Named, { now }: Here): GoTo {
  if (named.start > now) return problem('That moment has not come yet.');
  return { kind: 'time', timestamp: Math.min(named.end, now) };
}

/** The answer for what nobody can make sense of. */
export function notUnderstood(typed: string): GoTo {
  return problem(`“${excerpt(typed.trim(), 24)}” is not an event or a time. ${examples}`);
}

function notATime(text: string): GoTo {
  return problem(`There is no such time as ${text}.`);
}

function problem(message: string): GoTo {
  return { kind: 'problem', message };
}
