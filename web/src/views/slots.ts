import { useRef } from 'preact/hooks';

/** Which slot each row of a list has, in the order of the rows. */
export type Slots = ReadonlyMap<string, number>;

/**
 * Gives each row a slot: one that stays keeps its own, and one that comes takes that of a row
 * that went, the uppermost first. So a list that is as long as before has the same slots.
 */
export function assignSlots(before: Slots, rows: readonly string[]): Slots {
  const staying = new Set(rows);
  const free = [...before].filter(([row]) => !staying.has(row)).map(([, slot]) => slot);
  let unused = Math.max(-1, ...before.values()) + 1;
  const slots = new Map<string, number>();
  for (const row of rows) slots.set(row, before.get(row) ?? free.shift() ?? unused++);
  return slots;
}

/**
 * Keys by which Preact uses the elements of rows again. With the playhead most rows of a list
 * become others, and another text in an element costs a fraction of another element.
 */
export function useSlots(rows: readonly string[]): Slots {
  const slots = useRef<Slots>(new Map());
  slots.current = assignSlots(slots.current, rows);
  return slots.current;
}
