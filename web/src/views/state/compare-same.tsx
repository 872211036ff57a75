import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../../app';
import { reasonOf, toldElsewhere } from '../../app/reason';
import { count, plural } from '../../format';
import type { SameParams, SameRow } from '../../protocol';

/** What the two sides are, as the core wants it. */
export type SameSides = Pick<SameParams, 'from' | 'to' | 'branch' | 'code'>;

interface CompareSameProps {
  app: App;
  sides: SameSides;
  where: string;
  /** How many rows are the same. */
  same: number;
}

/** The rows that are folded away because both sides have the same in them. */
export function CompareSame({ app, sides, where, same }: CompareSameProps) {
  const open = useSignal(false);
  const question = JSON.stringify({ ...sides, where });
  return (
    <details
      class="twin compare-same"
      onToggle={({ currentTarget }) => {
        open.value = currentTarget.open;
      }}
    >
      <summary>Show what is the same</summary>
      {open.value && (
        <Rows key={`${app.forgets.value} ${question}`} app={app} question={question} same={same} />
      )}
    </details>
  );
}

interface RowsProps {
  app: App;
  question: string;
  same: number;
}

function Rows({ app, question, same }: RowsProps) {
  const rows = useSignal<readonly SameRow[]>([]);
  const next = useSignal<string | null>('');
  const problem = useSignal('');
  const here = useRef(true);
  const more = async () => {
    const wanted = rows.value.length + 1;
    try {
      // A part without such rows among those that it looked at says where to go on.
      while (here.current && next.value !== null && rows.value.length < wanted) {
        const params: SameParams = JSON.parse(question);
        const found = await app.client.request('same', {
          ...params,
          ...(next.value && { after: next.value }),
        });
        rows.value = [...rows.value, ...found.rows];
        next.value = found.next ?? null;
      }
    } catch (reason) {
      if (!toldElsewhere(reason)) problem.value = reasonOf(reason);
    }
  };
  useEffect(() => {
    here.current = true;
    void more();
    return () => {
      here.current = false;
    };
  }, []);
  return (
    <>
      {problem.value && <p class="problem">{problem.value}</p>}
      <ul class="same-rows" aria-label="The same on both sides">
        {rows.value.map(({ key, values }) => (
          <li key={key}>
            {key && <span class="mono">{key}</span>}{' '}
            {values.map(({ label, text }) => (
              <span key={label} class="same-value">
                {label} <b>{text || 'empty'}</b>
              </span>
            ))}
          </li>
        ))}
      </ul>
      {next.value !== null && rows.value.length > 0 && (
        <p class="hint">
          {count(rows.value.length)} of {plural(same, 'row')}.{' '}
          <button type="button" class="link" onClick={() => void more()}>
            Show more
          </button>
        </p>
      )}
    </>
  );
}
