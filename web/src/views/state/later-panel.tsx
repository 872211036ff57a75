// The tabs that are not on show at first are a script of their own: the page is drawn without
// waiting for it, and fetches it when that is done, or as soon as one of them is asked for.

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { reasonOf } from '../../app/reason';
import { Skeleton } from '../skeleton';
import type { OtherPanel, OtherPanelProps } from './other-panels';

type Fetched =
  | { kind: 'not' | 'underWay' }
  | { kind: 'here'; Panel: typeof OtherPanel }
  | { kind: 'failed'; why: string };

/** One for the page, as a script is. */
const fetched = signal<Fetched>({ kind: 'not' });

/** Fetches the script of the other tabs, unless it is here or on its way. It never fails: a tab says why. */
export async function fetchOtherPanels(): Promise<void> {
  const { kind } = fetched.peek();
  if (kind === 'here' || kind === 'underWay') return;
  fetched.value = { kind: 'underWay' };
  try {
    const { OtherPanel } = await import('./other-panels');
    fetched.value = { kind: 'here', Panel: OtherPanel };
  } catch (reason) {
    fetched.value = { kind: 'failed', why: reasonOf(reason) };
  }
}

/** One of the other tabs, once its script is here. */
export function LaterPanel(props: OtherPanelProps) {
  useEffect(() => void fetchOtherPanels(), []);
  const { value: found } = fetched;
  if (found.kind === 'here') return <found.Panel {...props} />;
  if (found.kind !== 'failed') return <Skeleton />;
  return (
    <div role="alert">
      <p class="problem">This tab could not be fetched. {found.why}</p>
      {props.app.log.value?.guarantee === 'memory' && (
        <p class="problem">
          The log is in memory only, and is gone when the page is loaded again: export it before.
        </p>
      )}
      {/* Firefox does not fetch a script once more that it could not fetch. */}
      <button type="button" class="button small" onClick={() => location.reload()}>
        Reload
      </button>
    </div>
  );
}
