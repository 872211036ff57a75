import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { inTurn } from '../turns';

/** Whether a part of the page may be made: from its turn on, which it waits for when it is wanted. */
export function useTurn(wanted: boolean): boolean {
  const come = useSignal(false);
  useLayoutEffect(() => {
    if (!wanted || come.peek()) return;
    inTurn(() => {
      come.value = true;
    });
  }, [wanted, come]);
  return come.value;
}
