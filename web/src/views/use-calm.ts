import { useComputed, useSignalEffect } from '@preact/signals';
import type { App } from '../app';

/** How long after the first state all that is seen of it has been drawn, in milliseconds. */
const calm = 500;

/**
 * Calls back, in a task of its own, when the first state of a log has been on show for a while:
 * what nobody sees at first has its turn then.
 */
export function useCalm(app: App, act: () => void): void {
  const begun = useComputed(() => app.moment.value !== null);
  useSignalEffect(() => {
    if (!begun.value) return;
    const due = setTimeout(act, calm);
    return () => clearTimeout(due);
  });
}
