import { useEffect, useRef } from 'preact/hooks';
import { asker } from '../../app/asker';

/**
 * Makes the values within an element one stop of the Tab key, between which the
 * arrows move: along a row, and from row to row in a column.
 */
export function useRoving<E extends HTMLElement>(why: string) {
  const ref = useRef<E>(null);
  // With every drawing, since rows come and go.
  useEffect(() => {
    const values = valuesIn(ref.current);
    if (asker.focus === 'value') {
      const asked = values.find((value) => value.dataset.why === why);
      if (asked) {
        asker.focus = null;
        choose(values, asked);
        asked.focus();
        return;
      }
    }
    choose(values, values.find((value) => value.tabIndex === 0 && chosen.has(value)) ?? values[0]);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const from = (event.target as Element).closest<HTMLElement>('.why');
    const values = valuesIn(ref.current);
    if (!from || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = next(values, from, event.key);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // arrows elsewhere move the playhead
    choose(values, to);
    to.focus();
  };
  const onFocusIn = (event: FocusEvent) => {
    const value = (event.target as Element).closest<HTMLElement>('.why');
    if (value) choose(valuesIn(ref.current), value);
  };
  return { ref, onKeyDown, onFocusIn };
}

/** The values that the Tab key stops at. */
const chosen = new WeakSet<HTMLElement>();

function valuesIn(element: HTMLElement | null): HTMLElement[] {
  return [...(element?.querySelectorAll<HTMLElement>('.why') ?? [])];
}

function choose(values: HTMLElement[], value: HTMLElement | undefined): void {
  for (const each of values) {
    chosen.delete(each);
    const tabIndex = each === value ? 0 : -1;
    if (each.tabIndex !== tabIndex) each.tabIndex = tabIndex; // else it would be a change to style
  }
  if (value) chosen.add(value);
}

function next(values: HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined {
  const index = values.indexOf(from);
  switch (key) {
    case 'ArrowRight':
      return values[index + 1] ?? from;
    case 'ArrowLeft':
      return values[index - 1] ?? from;
    case 'ArrowDown':
      return below(values.slice(index + 1), from) ?? values[index + 1] ?? from;
    case 'ArrowUp':
      return below(values.slice(0, index).toReversed(), from) ?? values[index - 1] ?? from;
    default:
      return undefined;
  }
}

/** The first of some values that stands in the same column of a table. */
function below(values: HTMLElement[], from: HTMLElement): HTMLElement | undefined {
  const column = from.closest('td')?.cellIndex;
  if (column === undefined) return undefined;
  return values.find((value) => value.closest('td')?.cellIndex === column);
}
