import { useComputed } from '@preact/signals';
import type { App } from '../../app';
import { count, plural } from '../../format';
import type { StorageResult } from '../../protocol';
import { useAnswer } from '../use-answer';
import { shownPosition } from '../use-view';

/** What the tables and the log take, counted alike. */
export function Storage({ app }: { app: App }) {
  const position = useComputed(() => shownPosition(app)).value;
  const { answer, problem } = useAnswer(app, 'storage', () => ({ position: shownPosition(app) }));
  return (
    <article class="card">
      <header class="card-head">
        <h3 id="storage-title">Bytes of both</h3>
        <div class="card-meta">
          <span>{answer && answer.position !== position ? 'counting…' : 'one copy each'}</span>
        </div>
      </header>
      {problem && <p class="problem">{problem}</p>}
      {answer ? <Bytes storage={answer} /> : !problem && <p class="empty">Counting…</p>}
    </article>
  );
}

function Bytes({ storage }: { storage: StorageResult }) {
  const { table, rows, overwritten, events, data, log } = storage;
  return (
    <>
      <table class="rows" aria-labelledby="storage-title">
        <thead>
          <tr>
            <th scope="col">What is kept</th>
            <th scope="col" class="number">
              Bytes
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>
              All tables: {plural(rows, 'row')}, {count(overwritten)} overwritten
            </td>
            <td class="number">{count(table)}</td>
          </tr>
          <tr>
            <td>The log: data of {plural(events, 'event')}</td>
            <td class="number">{count(data)}</td>
          </tr>
          <tr>
            <td>The log: with ids, time, actor, command and hash</td>
            <td class="number">{count(log)}</td>
          </tr>
        </tbody>
      </table>
      <p class="hint">
        {table > 0 && <>The log takes {times(log / table)} what the tables take. </>}A row is its
        key and its values as JSON, with the column names once for each table; an event is what the
        log records of it. Indexes are counted on neither side.
      </p>
    </>
  );
}

/** How many times as much, in few digits: 9.4 times, 120 times. */
export function times(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(1) : count(Math.round(ratio))} times`;
}
