import { useComputed } from '@preact/signals';
import type { App } from '../app';
import { snapshotPlan } from '../app/snapshots';
import { count, plural, time } from '../format';
import type { Aggregate, EventRow, StreamID } from '../protocol';
import { markColour } from './events/event-row';
import { Skeleton } from './skeleton';
import { loadedFrom } from './state/snapshot-loads';
import { ValueTree } from './state/value-tree';
import { useAnswer } from './use-answer';
import { shownPosition, useView } from './use-view';

/** The selected stream's state, folded from its own events alone. */
export function AggregatePanel({ app }: { app: App }) {
  const stream = useView(app, 'stream');
  const aggregate = useComputed(() => app.moment.value?.aggregate).value;
  if (stream === null) {
    return (
      <p class="empty">
        No stream is selected. Choose one in the Command panel, or press a row of a table.
      </p>
    );
  }
  if (!aggregate || aggregate.stream !== stream) {
    return <Skeleton />;
  }
  return (
    <article class="card">
      <AggregateHead aggregate={aggregate} />
      {aggregate.version === 0 ? (
        <NotYet app={app} aggregate={aggregate} />
      ) : (
        <>
          <Loaded key={stream} app={app} stream={stream} />
          <ValueTree values={aggregate.values} asked={{ app, stream }} />
          <h4>Its last events</h4>
          <ul class="history">
            {aggregate.history.map((row) => (
              <HistoryRow key={row.position} app={app} row={row} />
            ))}
          </ul>
        </>
      )}
    </article>
  );
}

/** How the state is loaded with the policy for snapshots that is chosen. */
function Loaded({ app, stream }: { app: App; stream: StreamID }) {
  const { answer } = useAnswer(app, 'load', () => ({
    stream,
    position: shownPosition(app),
    plan: snapshotPlan(),
  }));
  return (
    <p class="loaded">
      {answer ? `Loaded from ${loadedFrom(answer)}. ` : 'Loading… '}
      <button type="button" class="link quiet" onClick={() => app.setPanel('snapshots')}>
        Snapshots
      </button>
    </p>
  );
}

/** The selected stream in short, above the projections. */
export function AggregateSummary({ app }: { app: App }) {
  const stream = useView(app, 'stream');
  const aggregate = useComputed(() => app.moment.value?.aggregate).value;
  if (stream === null) return null;
  // Its place is kept until it is known.
  if (!aggregate || aggregate.stream !== stream) return <article class="card summary" />;
  return (
    <article class="card summary">
      <AggregateHead aggregate={aggregate} />
      {aggregate.version === 0 ? (
        <NotYet app={app} aggregate={aggregate} />
      ) : (
        <ValueTree values={aggregate.values.map(inShort)} asked={{ app, stream }} />
      )}
    </article>
  );
}

// A list or an object says how much is in it; the Aggregate tab says what.
export function inShort(value: Aggregate['values'][number]): Aggregate['values'][number] {
  if (value.kind !== 'list' && value.kind !== 'object') return value;
  const { values: _, ...short } = value;
  return { ...short, kind: 'text' };
}

function AggregateHead({ aggregate }: { aggregate: Aggregate }) {
  const { stream, type, version, latest, folded } = aggregate;
  return (
    <header class="card-head">
      <h3 class="mono">{stream}</h3>
      <div class="card-meta">
        {version > 0 && (
          <span>
            {type && `${type}, `}v{version}
            {latest !== version && ` of ${latest}`}
          </span>
        )}
        {version > 0 && <span>folded {plural(folded, 'event')}</span>}
      </div>
    </header>
  );
}

function NotYet({ app, aggregate }: { app: App; aggregate: Aggregate }) {
  const { stream, latest } = aggregate;
  if (latest === 0) {
    return <p class="empty">No event was recorded in this stream. A command can start it.</p>;
  }
  return (
    <p class="empty">
      It does not exist yet at event {count(shownPosition(app))}.{' '}
      <button type="button" class="link" onClick={() => void toFirst(app, stream)}>
        Go to its first event
      </button>
    </p>
  );
}

async function toFirst(app: App, stream: StreamID): Promise<void> {
  if (app.view.value.stream === stream) await app.step(1, 'stream');
}

/** An event in a line, as a place to jump to. */
export function HistoryRow({ app, row }: { app: App; row: EventRow }) {
  const current = useComputed(() => row.position === shownPosition(app)).value;
  return (
    <li>
      <button
        type="button"
        class="history-row"
        aria-current={current ? 'true' : undefined}
        onClick={() => app.seek(row.position)}
      >
        <span class="mono muted">v{row.version}</span>
        <span class="chip" style={{ '--chip': markColour(row.colour) }}>
          {row.type}
        </span>
        <span class="mono muted cut">{row.summary}</span>
        <span class="mono muted">{time(row.timestamp).slice(0, 8)}</span>
      </button>
    </li>
  );
}
