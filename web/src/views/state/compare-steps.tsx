import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { count } from '../../format';

interface CompareStepsProps {
  /** What there is to see, in a sentence. */
  about: string;
  /** How many values differ. */
  differences: number;
  children: ComponentChildren;
}

/** What differs, with a way from one difference to the next: buttons, or the arrows up and down. */
export function CompareSteps({ about, differences, children }: CompareStepsProps) {
  const list = useRef<HTMLDivElement>(null);
  const at = useSignal(-1);
  const go = (by: 1 | -1) => {
    const found = differencesIn(list.current);
    if (found.length === 0) return;
    const from = found.indexOf(document.activeElement as HTMLElement);
    const start = from === -1 ? at.value : from;
    const to = Math.max(0, Math.min(found.length - 1, start + by));
    at.value = to;
    found[to]?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    if (!(event.target as Element).matches('[data-difference]')) return;
    event.preventDefault();
    event.stopPropagation();
    go(event.key === 'ArrowDown' ? 1 : -1);
  };
  return (
    <>
      <div class="compare-head">
        <p>{about}</p>
        {differences > 0 && (
          <div class="buttons">
            <button type="button" class="button small" onClick={() => go(-1)}>
              Previous<span class="hidden-text"> difference</span>
            </button>
            <button type="button" class="button small" onClick={() => go(1)}>
              Next<span class="hidden-text"> difference</span>
            </button>
          </div>
        )}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what has the focus is inside */}
      <div ref={list} onKeyDown={press} data-differences={count(differences)}>
        {children}
      </div>
    </>
  );
}

function differencesIn(element: HTMLElement | null): HTMLElement[] {
  return [...(element?.querySelectorAll<HTMLElement>('[data-difference]') ?? [])];
}
