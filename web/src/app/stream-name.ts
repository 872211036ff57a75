import type { StreamID } from '../protocol';

/** The part of a stream's name before its first dash. */
export function categoryOf(stream: string): string {
  return stream.split('-', 1)[0] as string;
}

/**
 * The next name after the highest number among the names of a category, as
 * wide as that number is written: `account-0012` is followed by `account-0013`.
 */
export function nextFreeName(category: string, names: readonly string[]): StreamID {
  let highest = 0;
  let width = 1;
  for (const name of names) {
    const digits = name.slice(category.length + 1);
    if (!name.startsWith(`${category}-`) || !/^\d{1,9}$/.test(digits)) continue;
    if (Number(digits) < highest) continue;
    highest = Number(digits);
    width = digits.length;
  }
  return `${category}-${String(highest + 1).padStart(width, '0')}` as StreamID;
}
