import { useComputed } from '@preact/signals';
import type { App } from '../../app';
import { askWords, statusWords, stepWords } from '../../app/processes';
import { plural, time } from '../../format';
import type { EventRow, Process, ProcessAsk, ProcessStep } from '../../protocol';
import { sentence } from '../command/sentence';
import { markColour } from '../events/event-row';
import { shownPosition } from '../use-view';
import { Standing } from './process-list';
import { ValueTree } from './value-tree';

/** One process at the playhead: its steps, what it waits for, its state and its history. */
export function OpenedProcess({ app, process }: { app: App; process: Process }) {
  const { row, steps, waiting, values, history } = process;
  return (
    <article class="card process" aria-label={`Process ${row.stream}`}>
      <header class="card-head">
        <h3 class="mono">{row.stream}</h3>
        <div class="card-meta">
          <Standing word={statusWords[row.status]} />
        </div>
      </header>
      <p class="muted process-why">{sentence(row.why)}</p>
      <h4 id="process-steps">Steps</h4>
      <ol class="steps" aria-labelledby="process-steps">
        {steps.map((step) => (
          <Step key={step.name} step={step} />
        ))}
      </ol>
      {waiting.map((ask) => (
        <Waiting key={`${ask.step} ${ask.attempt}`} ask={ask} />
      ))}
      <details class="twin">
        <summary>State, folded from {plural(ownEvents(process), 'event')} of its own</summary>
        <ValueTree values={values} />
      </details>
      <h4 id="process-history">What it led to</h4>
      <ul class="history" aria-labelledby="process-history">
        {history.map((event) => (
          <HistoryRow
            key={event.position}
            app={app}
            row={event}
            own={event.stream === row.stream}
          />
        ))}
      </ul>
      {process.more && <p class="hint">There is more: filter the events by stream:{row.stream}.</p>}
    </article>
  );
}

function ownEvents({ history, row }: Process): number {
  return history.filter(({ stream }) => stream === row.stream).length;
}

function Step({ step }: { step: ProcessStep }) {
  return (
    <li
      class="step"
      data-state={step.state}
      aria-current={step.state === 'now' ? 'step' : undefined}
    >
      <span class="step-name">
        <b>{step.name}</b> <span class="muted">{step.about}</span>
      </span>
      <Standing word={stepWords[step.state]} />
      {step.undo && <span class="step-undo">undone by: {step.undo}</span>}
    </li>
  );
}

function Waiting({ ask }: { ask: ProcessAsk }) {
  return (
    <div class="process-waiting" data-state={ask.state}>
      <p>
        Waits for <b>{ask.step}</b>
        {ask.command && (
          <>
            : <span class="mono">{ask.command}</span> to <span class="mono">{ask.stream}</span>
          </>
        )}
        {ask.attempt > 1 && `, attempt ${ask.attempt} with the same id`}
        {ask.due && `, until ${ask.due} on the clock`}.
      </p>
      <p class="muted">{sentence(askWords[ask.state])}</p>
    </div>
  );
}

function HistoryRow({ app, row, own }: { app: App; row: EventRow; own: boolean }) {
  const current = useComputed(() => row.position === shownPosition(app)).value;
  return (
    <li>
      <button
        type="button"
        class={own ? 'history-row process-row' : 'history-row process-row effect'}
        aria-current={current ? 'true' : undefined}
        onClick={() => app.seek(row.position)}
      >
        <span class="mono muted">#{row.position}</span>
        <span class="chip" style={{ '--chip': markColour(row.colour) }}>
          {row.type}
        </span>
        <span class="mono muted cut">{own ? row.summary : row.stream}</span>
        <span class="mono muted">{time(row.timestamp).slice(0, 8)}</span>
      </button>
    </li>
  );
}
