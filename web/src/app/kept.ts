// What a visitor has set in a panel is kept with the tab: a reload finds it as it
// was, and a tab that is opened anew begins as the page comes, so that a link shows
// everybody the same.

import { effect, type Signal } from '@preact/signals';

/** Returns what was kept under a name, null where there is nothing of the same shape. */
export function recall<T>(name: string, beginning: T): T | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place(name)) ?? 'null');
    return fits(kept, beginning) ? (kept as T) : null;
  } catch {
    return null; // nothing, or nothing that can be read, or no place to keep it
  }
}

/** Keeps a value under a name, where the browser has a place for it. */
export function remember(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(place(name), JSON.stringify(value));
  } catch {
    // It holds until the page is loaded again, which is all that can be had.
  }
}

/** Keeps what a signal holds, beginning with what was kept before. */
export function keep<T>(name: string, settings: Signal<T>): void {
  settings.value = recall(name, settings.peek()) ?? settings.peek();
  effect(() => remember(name, settings.value));
}

function place(name: string): string {
  return `playhead.${name}`;
}

/** Whether a value has the shape of another: an older page may have kept something else. */
export function fits(value: unknown, like: unknown): boolean {
  if (like === null || value === null || typeof value !== typeof like) return value === like;
  if (Array.isArray(like)) {
    const [first] = like;
    return Array.isArray(value) && value.every((each) => first === undefined || fits(each, first));
  }
  if (typeof like !== 'object') return true;
  if (Array.isArray(value)) return false;
  const found = value as Record<string, unknown>;
  return Object.entries(like).every(([key, each]) => fits(found[key], each));
}
