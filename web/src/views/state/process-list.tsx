import type { App } from '../../app';
import { statusWords, type Word } from '../../app/processes';
import { count, plural } from '../../format';
import type { ProcessesResult, ProcessRow, StreamID } from '../../protocol';

/** How many processes a page of the list has. */
export const pageSize = 6;

interface ProcessListProps {
  app: App;
  answer: ProcessesResult;
  selected: StreamID | null;
  show: (from: number) => void;
}

/** The processes that had begun at the playhead, newest first. */
export function ProcessList({ app, answer, selected, show }: ProcessListProps) {
  const { total, from, rows, managers } = answer;
  return (
    <article class="card process-list">
      <header class="card-head">
        <h3 id="processes-title">Processes</h3>
        <div class="card-meta">
          <span>{total === 0 ? 'none yet' : plural(total, 'process', 'processes')}</span>
        </div>
      </header>
      {total === 0 && (
        <p class="empty">
          {managers.map(({ name, about }) => `${name}: ${lower(about)}`).join(' ')} None had begun
          at this moment.
        </p>
      )}
      {rows.length > 0 && (
        <div class="table-scroll">
          <table class="rows" aria-labelledby="processes-title">
            <thead>
              <tr>
                <th scope="col">Process</th>
                <th scope="col">Stands</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.stream} app={app} row={row} selected={row.stream === selected} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(from > 0 || total > rows.length) && (
        <div class="pager">
          <span>
            {count(Math.min(from + 1, total))}–{count(from + rows.length)} of {count(total)}
          </span>
          <button
            type="button"
            class="button small"
            disabled={from === 0}
            aria-label="Newer processes"
            onClick={() => show(Math.max(0, from - pageSize))}
          >
            Newer
          </button>
          <button
            type="button"
            class="button small"
            disabled={from + rows.length >= total}
            aria-label="Older processes"
            onClick={() => show(from + pageSize)}
          >
            Older
          </button>
        </div>
      )}
    </article>
  );
}

function Row({ app, row, selected }: { app: App; row: ProcessRow; selected: boolean }) {
  return (
    // The button in the first cell does the same by keyboard.
    <tr
      data-key={row.stream}
      class={selected ? 'pickable selected' : 'pickable'}
      onClick={() => app.selectStream(row.stream)}
    >
      <td>
        <button type="button" class="link key" aria-pressed={selected}>
          {row.stream}
        </button>
      </td>
      <td>
        <Standing word={statusWords[row.status]} />
      </td>
      <td class="process-reason">{row.why}</td>
    </tr>
  );
}

/** A state in a word, with its mark. */
export function Standing({ word }: { word: Word }) {
  return (
    <span class={`status standing ${word.tone}`}>
      <span aria-hidden="true">{word.mark}</span> {word.word}
    </span>
  );
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
