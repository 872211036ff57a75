// Where branches are drawn: a row each, below what they part from.

import type { Branch } from '../protocol';
import { scaleOf } from './scale';
import { extentOf } from './span';

/** A row of the drawing; x positions are per cent of the width. */
export interface BranchRow {
  readonly name: string;
  /** Where its line begins and ends. */
  readonly from: number;
  readonly to: number;
  /** The number of the row that it parts from; null for main. */
  readonly parent: number | null;
  /** How many events it has of its own; of main, all. */
  readonly own: number;
  /** It goes on beyond the right edge. */
  readonly beyond: boolean;
  /** Its name stands left of where it begins: on the right there is no room. */
  readonly nameBefore: boolean;
}

/** From here on, in per cent, a name would not fit to the right. */
const crowded = 70;

/** Lays out main and the branches on an axis from the first event up to `head`. */
export function forestOf(
  branches: readonly Branch[],
  mainHead: number,
  head: number,
): readonly BranchRow[] {
  const scale = scaleOf(extentOf(head), 0, 100);
  const row = (name: string, from: number, end: number, parent: number | null): BranchRow => ({
    name,
    from: Math.min(100, scale.x(from)),
    to: end > head ? 100 : scale.x(end),
    parent,
    own: end - (parent === null ? 0 : from),
    beyond: end > head,
    nameBefore: scale.x(from) > crowded,
  });
  const ordered = depthFirst(branches, 'main');
  const names = ['main', ...ordered.map(({ name }) => name)];
  return [
    row('main', 0, mainHead, null),
    ...ordered.map(({ name, at, head: end, parent }) => row(name, at, end, names.indexOf(parent))),
  ];
}

// The branch that parts last comes first, so that fewer lines cross.
function depthFirst(branches: readonly Branch[], parent: string): Branch[] {
  return branches
    .filter((branch) => branch.parent === parent)
    .sort((a, b) => b.at - a.at || a.made - b.made)
    .flatMap((branch) => [branch, ...depthFirst(branches, branch.name)]);
}
