/**
 * Returns after, which it changes, with every part that is equal to the same part of before
 * replaced by that part itself. What came as JSON then differs by identity only
 * where its content does, which is all that signals and views compare.
 */
export function share<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) {
    return after;
  }
  const tree: Record<string, unknown> = after;
  const parts = Object.keys(tree);
  let same = parts.length === Object.keys(before).length;
  for (const part of parts) {
    const shared = share(before[part], tree[part]);
    same &&= part in before && Object.is(shared, before[part]);
    tree[part] = shared;
  }
  return same ? (before as T) : after;
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
