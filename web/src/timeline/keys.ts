// What the keys do, wherever on the page they are pressed.

/** What a key asks of the timeline. */
export type KeyAction =
  | { readonly kind: 'step'; readonly by: 1 | -1; readonly within?: 'stream' | 'type' }
  | { readonly kind: 'page'; readonly by: 1 | -1 }
  | { readonly kind: 'zoom'; readonly closer: boolean }
  | { readonly kind: 'first' }
  | { readonly kind: 'latest' }
  | { readonly kind: 'playOrPause' };

/** The part of a KeyboardEvent that counts. */
export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The action of a key, or null when it has none. Ctrl, Alt and Meta belong to the browser. */
export function keyAction({ key, shiftKey, ctrlKey, metaKey, altKey }: Key): KeyAction | null {
  // On some keyboards [ and ] are typed with AltGr, which reads as Ctrl and Alt.
  if (key === '[') return { kind: 'step', by: -1, within: 'type' };
  if (key === ']') return { kind: 'step', by: 1, within: 'type' };
  if (ctrlKey || metaKey || altKey) return null;
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const by = key === 'ArrowLeft' ? -1 : 1;
    return shiftKey ? { kind: 'step', by, within: 'stream' } : { kind: 'step', by };
  }
  // + is typed with Shift on some keyboards, and = is its key without.
  if (key === '+' || key === '=') return { kind: 'zoom', closer: true };
  if (key === '-' || key === '_') return { kind: 'zoom', closer: false };
  if (shiftKey) return null;
  if (key === 'Home') return { kind: 'first' };
  if (key === 'End') return { kind: 'latest' };
  if (key === 'PageUp') return { kind: 'page', by: -1 };
  if (key === 'PageDown') return { kind: 'page', by: 1 };
  if (key === ' ') return { kind: 'playOrPause' };
  return null;
}
