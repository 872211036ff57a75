import type { App } from '../../app';
import { count, plural } from '../../format';
import type { CrudResult, Question } from '../../protocol';
import { HistoryRow } from '../aggregate';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition, useView } from '../use-view';
import { Changed } from './changed';
import { Storage } from './storage';

/** A table that the same commands update in place, and what it can no longer answer. */
export function CrudPanel({ app }: { app: App }) {
  const stream = useView(app, 'stream');
  const { answer, problem } = useAnswer(app, 'crud', () => {
    const { stream } = app.view.value;
    return stream === null ? null : { stream, position: shownPosition(app) };
  });
  if (stream === null) {
    return (
      <p class="empty">
        No stream is selected. Choose one in the Command panel: its row is what is asked here.
      </p>
    );
  }
  if (problem) return <p class="problem">{problem}</p>;
  if (!answer) {
    return <Skeleton />;
  }
  return (
    <>
      <TableCard app={app} table={answer} />
      <Questions app={app} stream={stream} result={answer} />
      <Storage app={app} />
    </>
  );
}

function TableCard({ app, table }: { app: App; table: CrudResult }) {
  const selected = useView(app, 'stream');
  const { columns, rows, total } = table;
  return (
    <article class="card">
      <header class="card-head">
        <h3 id="crud-title">
          Table <span class="mono">{table.table}</span>
        </h3>
        <div class="card-meta">
          <span>updated in place, {plural(total, 'row')}</span>
        </div>
      </header>
      <div class="table-scroll">
        <table class="rows crud" aria-labelledby="crud-title">
          <thead>
            <tr>
              {columns.map(({ name, label, kind }) => (
                <th key={name} scope="col" class={numeric(kind)}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr
                key={row.key}
                data-key={row.key}
                data-change={row.change || undefined}
                class={row.key === selected ? 'selected' : ''}
              >
                {columns.map(({ name, kind }, i) => {
                  const cell = row.cells[i] ?? { text: '' };
                  return i === 0 ? (
                    <td key={name}>
                      <button
                        type="button"
                        class="link key"
                        aria-pressed={row.key === selected}
                        onClick={() => app.selectStream(row.key as typeof selected)}
                      >
                        {cell.text}
                      </button>
                    </td>
                  ) : (
                    <td key={name} class={numeric(kind)}>
                      <Changed text={cell.text} before={cell.before} />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p class="empty">No row was written yet.</p>}
      {total > rows.length && rows.length > 0 && (
        <p class="hint">The selected row, and those that were written last.</p>
      )}
    </article>
  );
}

function numeric(kind: string): string {
  return kind === 'money' || kind === 'number' ? 'number' : '';
}

interface QuestionsProps {
  app: App;
  stream: string;
  result: CrudResult;
}

function Questions({ app, stream, result }: QuestionsProps) {
  const { questions, exists, unread = 0 } = result;
  return (
    <article class="card asked">
      <header class="card-head">
        <h3>Asked of both</h3>
        <div class="card-meta">
          <span>
            about <span class="mono">{stream}</span>
          </span>
        </div>
      </header>
      {!exists && <p class="empty">It has no row and no events at this moment.</p>}
      {exists && questions.length === 0 && (
        <p class="empty">This world asks nothing about streams of this kind. Select another one.</p>
      )}
      {unread > 0 && (
        <p class="hint">
          Only the stream's first events are looked at; {plural(unread, 'more came', 'more came')}.
        </p>
      )}
      {questions.map((question) => (
        <Asked key={question.ask} app={app} question={question} />
      ))}
    </article>
  );
}

function Asked({ app, question }: { app: App; question: Question }) {
  const { ask, row, answers, log, because, events } = question;
  return (
    <section class="question" aria-label={ask}>
      <h4>{ask}</h4>
      <dl>
        <dt>Table</dt>
        {answers ? (
          <dd>{row}</dd>
        ) : (
          <dd>
            <b class="gone">gone</b> <span class="muted">{row}</span>
          </dd>
        )}
        <dt>Log</dt>
        <dd class="answer">{log}</dd>
      </dl>
      {because.length > 0 && (
        <ul class="history" aria-label="Because of">
          {because.map((each) => (
            <HistoryRow key={each.position} app={app} row={each} />
          ))}
        </ul>
      )}
      {events > because.length && (
        <p class="hint">and {count(events - because.length)} more events</p>
      )}
    </section>
  );
}
