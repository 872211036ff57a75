import { useComputed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { App } from '../app';
import { openPaces, togglePace } from '../app/open-paces';
import { count, listed } from '../format';
import type { Projection, ProjectionState, ReadModel } from '../protocol';
import { sentence } from './command/sentence';
import { Skeleton } from './skeleton';
import { Changed } from './state/changed';
import { Outbox } from './state/outbox';
import { LagTime, PaceSettings } from './state/pace';
import { ReadModelSeries } from './state/read-model-series';
import { ReadModelTable } from './state/read-model-table';
import { Unread } from './state/unread';
import { Why } from './state/why';
import { useInSight } from './use-in-sight';

interface ReadModelCardProps {
  app: App;
  projection: Projection;
  /** Absent until the first moment has come. */
  model: ReadModel | undefined;
}

/** A projection: where it stands, and the read model that it keeps. */
export function ReadModelCard({ app, projection, model: latest }: ReadModelCardProps) {
  const { name } = projection;
  const live = useComputed(() => app.view.value.cursor.kind === 'live').value;
  const sight = useInSight<HTMLElement, ReadModel | undefined>(latest, live || !latest);
  const model = sight.shown;
  const state = stateOf(app.projections.value[name], live, model);
  const titleId = `read-model-${name.replaceAll(/\W+/g, '-')}`;
  // The checkpoint moves with every step, what was read hardly ever does.
  const { kind, table, series, number } = model ?? {};
  const content = useMemo(
    () => kind && <Content {...{ app, projection, titleId, kind, table, series, number }} />,
    [app, projection, titleId, kind, table, series, number],
  );
  return (
    <article ref={sight.ref} class="card" data-changed={model?.changed || undefined}>
      <header class="card-head">
        <h3 id={titleId} title={projection.about}>
          {name}
        </h3>
        {state && <Status app={app} state={state} />}
      </header>
      {state && openPaces.value.has(name) && <PaceSettings app={app} state={state} />}
      {state?.late && <Filling app={app} state={state} />}
      {state?.status === 'rebuilding' && <RebuildProgress app={app} state={state} />}
      {state?.failure && <Stopped app={app} state={state} />}
      {state?.unread && <Unread app={app} name={name} unread={state.unread} />}
      {content ?? <Skeleton lines={2} />}
      {projection.effects && <Outbox app={app} name={name} />}
    </article>
  );
}

// What a projection would stand at is told by the moment, in the past. A rebuild
// is always now.
function stateOf(
  now: ProjectionState | undefined,
  live: boolean,
  model: ReadModel | undefined,
): ProjectionState | undefined {
  if (now && (now.status === 'rebuilding' || live)) return now;
  return model?.state ?? now;
}

function Status({ app, state }: { app: App; state: ProjectionState }) {
  const { name } = state;
  return (
    <div class="card-meta">
      <StatusWord state={state} />
      <span class="checkpoint" title="The last event that it has seen">
        <span>checkpoint</span> {count(state.checkpoint)}
      </span>
      <button
        type="button"
        class="link quiet"
        aria-label={`Pace of ${name}`}
        aria-expanded={openPaces.value.has(name)}
        title="Delay it, pause it, or add it late"
        onClick={() => togglePace(name)}
      >
        pace
      </button>
      {state.status !== 'rebuilding' && (
        <button
          type="button"
          class="link quiet"
          aria-label={`Rebuild ${name}`}
          title="Build it again from the first event"
          onClick={() => app.rebuild(name)}
        >
          rebuild
        </button>
      )}
    </div>
  );
}

function StatusWord({ state }: { state: ProjectionState }) {
  if (state.fed) return <span class="status bad">fed by {state.fed}</span>;
  switch (state.status) {
    case 'caughtUp':
      return <span class="status good">{state.pace?.paused ? 'paused' : 'caught up'}</span>;
    case 'catchingUp':
      return (
        <span class="status warn">
          {state.pace?.paused ? 'paused' : 'catching up'}, lag {count(state.lag)}
          {state.pace && state.since !== undefined && (
            <>
              , <LagTime state={state} />
            </>
          )}
        </span>
      );
    case 'rebuilding':
      return <span class="status warn">rebuilding</span>;
    case 'failed':
      return <span class="status bad">stopped, lag {count(state.lag)}</span>;
  }
}

/** A projection that was added late goes through history. */
function Filling({ app, state }: { app: App; state: ProjectionState }) {
  const { name, checkpoint } = state;
  return (
    <div class="rebuild">
      <progress
        aria-label={`Filling ${name}`}
        value={checkpoint}
        max={Math.max(1, app.head.value)}
      />
      <span class="numbers">
        {count(checkpoint)} of {count(app.head.value)}
      </span>
    </div>
  );
}

function RebuildProgress({ app, state }: { app: App; state: ProjectionState }) {
  const { name } = state;
  const progress = app.progress.value[`rebuild:${name}`];
  const done = progress?.done ?? state.rebuilt ?? 0;
  const total = Math.max(1, progress?.total ?? app.head.value);
  return (
    <div class="rebuild">
      <progress aria-label={`Rebuilding ${name}`} value={done} max={total} />
      <span class="numbers">
        {count(done)} of {count(total)}
      </span>
      <button
        type="button"
        class="button small"
        aria-label={`Cancel rebuilding ${name}`}
        onClick={() => app.cancelRebuild(name)}
      >
        Cancel
      </button>
    </div>
  );
}

function Stopped({ app, state }: { app: App; state: ProjectionState }) {
  const { failure, name, skipped = [] } = state;
  if (!failure) return null;
  return (
    <div class="stopped">
      <p>
        Stopped at{' '}
        <button type="button" class="link" onClick={() => app.seek(failure.position)}>
          #{failure.position} {failure.type}
        </button>
        : {sentence(failure.message)} Everything else goes on.
      </p>
      {skipped.length > 0 && (
        <p>Passed over before: {listed(skipped.map((position) => `#${position}`))}.</p>
      )}
      <div class="buttons">
        <button
          type="button"
          class="button small"
          aria-label={`Try again: ${name}`}
          onClick={() => app.resume(name, false)}
        >
          Try again
        </button>
        <button
          type="button"
          class="button small quiet"
          aria-label={`Skip this event: ${name}`}
          onClick={() => app.resume(name, true)}
        >
          Skip this event
        </button>
      </div>
    </div>
  );
}

interface ContentProps {
  app: App;
  projection: Projection;
  titleId: string;
  kind: ReadModel['kind'];
  table: ReadModel['table'];
  series: ReadModel['series'];
  number: ReadModel['number'];
}

function Content({ app, projection, titleId, kind, table, series, number }: ContentProps) {
  if (table) {
    return (
      <ReadModelTable
        app={app}
        name={projection.name}
        kind={kind}
        titleId={titleId}
        columns={projection.columns}
        table={table}
      />
    );
  }
  if (series)
    return <ReadModelSeries app={app} name={projection.name} titleId={titleId} series={series} />;
  if (number) {
    return (
      <figure aria-labelledby={titleId} class="big-number">
        <Why app={app} place={{ where: projection.name, key: '', field: '' }}>
          <Changed text={number.text} before={number.before} />
        </Why>
      </figure>
    );
  }
  return <p class="empty">Nothing yet.</p>;
}
