import { signal } from '@preact/signals';

/** The read models whose pace is open for a change. It outlives the tab, as long as the page is open. */
export const openPaces = signal<ReadonlySet<string>>(new Set());

/** Opens the pace of a read model, or closes it. */
export function togglePace(name: string): void {
  const open = new Set(openPaces.value);
  if (!open.delete(name)) open.add(name);
  openPaces.value = open;
}
