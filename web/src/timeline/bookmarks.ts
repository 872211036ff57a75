// Which bookmarks a branch shows, and where they are drawn.

import type { Bookmark, BranchesResult, Position } from '../protocol';
import { scaleOf } from './scale';
import { extentOf } from './span';

/** The bookmarks that a branch shows: its own, and those of the past that it shares. */
export function bookmarksOn(
  { branches, bookmarks }: BranchesResult,
  branch: string,
): readonly Bookmark[] {
  const upTo = new Map<string, number>();
  let end = Number.POSITIVE_INFINITY;
  for (let name: string | undefined = branch; name !== undefined && !upTo.has(name); ) {
    upTo.set(name, end);
    const from = branches.find((each) => each.name === name);
    end = Math.min(end, from?.at ?? end);
    name = from?.parent;
  }
  return bookmarks.filter((each) => each.position <= (upTo.get(each.branch) ?? -1));
}

/** A flag on the axis of the whole log; x and room are per cent of its width. */
export interface Flag {
  readonly position: Position;
  readonly note: string;
  readonly x: number;
  /** How wide its note may be. */
  readonly room: number;
  /** Its note stands left of it: on the right there is no room. */
  readonly before: boolean;
}

/** From here on, in per cent, there is more room for a note to the left. */
const crowded = 85;

/** Lays out bookmarks, which are in order, on an axis from the first event up to `head`. */
export function flagsOf(
  bookmarks: readonly Pick<Bookmark, 'position' | 'note'>[],
  head: number,
): readonly Flag[] {
  const scale = scaleOf(extentOf(head), 0, 100);
  const seen = bookmarks.filter(({ position }) => position <= head);
  const xs = seen.map(({ position }) => scale.x(position));
  const isBefore = (i: number) => i === xs.length - 1 && (xs[i] ?? 0) > crowded;
  return seen.map(({ position, note }, i) => {
    const x = xs[i] ?? 0;
    const before = isBefore(i);
    const gap = before ? x - (xs[i - 1] ?? 0) : (xs[i + 1] ?? 100) - x;
    // The last two share what is between them when both notes are to stand there.
    const shared = i > 0 && before ? 2 : isBefore(i + 1) ? 2 : 1;
    return { position, note, x, room: gap / shared, before };
  });
}
