// The event types of a world as trees: each begins with a schema version that
// nothing leads to, and branches where a type was split.

import type { SchemaStep, SchemaType } from './protocol';

/** A schema version of a type, and where its upcaster leads. */
export interface SchemaNode {
  index: number;
  type: SchemaType;
  /** The way here; null for the first of a tree. */
  step: SchemaStep | null;
  next: SchemaNode[];
}

/** The trees, those that evolved first; otherwise in the order of the types. */
export function schemaTrees(
  types: readonly SchemaType[],
  steps: readonly SchemaStep[],
): SchemaNode[] {
  const reached = new Set(steps.map(({ to }) => to));
  const roots = types.flatMap((_, index) => (reached.has(index) ? [] : [index]));
  const trees = roots.map((index) => grow(types, steps, index, null));
  return [
    ...trees.filter(({ next }) => next.length > 0),
    ...trees.filter(({ next }) => next.length === 0),
  ];
}

function grow(
  types: readonly SchemaType[],
  steps: readonly SchemaStep[],
  index: number,
  step: SchemaStep | null,
): SchemaNode {
  // A type's upcaster leads to newer ones only, so this ends.
  const next = steps
    .filter(({ from }) => from === index)
    .map((each) => grow(types, steps, each.to, each));
  return { index, type: types[index] as SchemaType, step, next };
}

/** The fields that `to` has and `from` has not. */
export function addedFields(from: SchemaType, to: SchemaType): string[] {
  const before = new Set(from.fields.map(({ name }) => name));
  return to.fields.map(({ name }) => name).filter((name) => !before.has(name));
}
