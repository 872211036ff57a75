import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** How long a value rests before it is drawn out of sight, in milliseconds: longer than a step of a drag. */
const rest = 200;

/** An element, and the value that it is to show. */
export interface InSight<E, T> {
  ref: RefObject<E | null>;
  shown: T;
}

/**
 * Lets an element that is scrolled out of sight show a value once that has come to rest: a
 * playhead that is dragged changes it with every step, and nobody sees it. In sight, and where
 * `atOnce` says so, it is the value itself.
 */
export function useInSight<E extends HTMLElement, T>(value: T, atOnce: boolean): InSight<E, T> {
  const ref = useRef<E>(null);
  const seen = useSeen(ref);
  const rested = useSignal(value);
  const shown = useRef(value);
  useEffect(() => {
    const due = setTimeout(() => {
      rested.value = value;
    }, rest);
    return () => clearTimeout(due);
  }, [value, rested]);
  if (atOnce || seen.value || rested.value === value) shown.current = value;
  return { ref, shown: shown.current };
}

/** Whether any of an element is seen. */
function useSeen(ref: RefObject<HTMLElement | null>): Signal<boolean> {
  const seen = useSignal(true);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver((entries) => {
      seen.value = entries.at(-1)?.isIntersecting ?? true;
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref, seen]);
  return seen;
}
