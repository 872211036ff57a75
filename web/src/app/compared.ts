// A comparison of a long log comes in parts; here they become one.

import type {
  CompareBranchesResult,
  ComparedKey,
  ComparedMark,
  ComparedPlace,
  ComparedProgress,
  CompareResult,
} from '../protocol';

/** How many values are shown at a place, as many as the core sends with a part. */
const shown = 60;

/** What is known of a comparison with one more part of it. */
export function joinCompared(known: CompareResult, part: CompareResult): CompareResult {
  const { progress: _progress, next: _next, ...rest } = known;
  const { places: found, progress, next } = part;
  const places = rest.places.length === 0 ? found : rest.places;
  return {
    ...rest,
    places:
      rest.places.length === 0
        ? places
        : places.map((place) => {
            const more = found.find(({ where }) => where === place.where);
            return more ? joinPlace(place, more) : place;
          }),
    ...(progress && { progress }),
    ...(next && { next }),
  };
}

/** The same for two branches; what only one of them has comes with the first part. */
export function joinBranches(
  known: CompareBranchesResult,
  part: CompareBranchesResult,
): CompareBranchesResult {
  return { ...known, compared: joinCompared(known.compared, part.compared) };
}

function joinPlace(place: ComparedPlace, more: ComparedPlace): ComparedPlace {
  const keys: ComparedKey[] = [...place.keys];
  let room = shown - valuesOf(keys);
  for (const key of more.keys) {
    if (room <= 0) break;
    keys.push({ ...key, values: key.values.slice(0, room) });
    room -= key.values.length;
  }
  return {
    ...place,
    total: place.total + more.total,
    differ: place.differ + more.differ,
    gone: place.gone + more.gone,
    keys,
  };
}

/** The question for the next part. */
export function goOn<P extends { after?: ComparedMark }>(asked: P, next?: ComparedMark): P {
  const { after: _, ...rest } = asked;
  return { ...rest, ...(next && { after: next }) } as P;
}

/** How many rows are the same on both sides. */
export function alike({ rows, differ, gone }: ComparedPlace): number {
  return rows - differ + gone;
}

/** How many values are told at a place. */
export function valuesOf(keys: readonly ComparedKey[]): number {
  return keys.reduce((sum, { values }) => sum + values.length, 0);
}

/** What a comparison does at the moment. */
export function workOf({ work }: ComparedProgress): string {
  switch (work) {
    case 'fold':
      return 'Folding the log up to both moments';
    case 'pair':
      return 'Pairing the events of both branches';
    case 'compare':
      return 'Comparing row by row';
  }
}
