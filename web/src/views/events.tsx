import { useComputed, useSignal } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { App } from '../app';
import { count } from '../format';
import { Detail } from './events/detail';
import { EventGrid } from './events/event-grid';
import { EventList } from './events/event-list';
import { afterId } from './events/event-row';
import { FilterBox } from './events/filter-box';
import { FilterDraft } from './events/filter-draft';
import { Preview } from './events/preview';
import { useShownPosition } from './use-view';

/** What happened: the log, as a list that a filter narrows down and that follows the playhead. */
export function Events({ app }: { app: App }) {
  const list = useMemo(() => new EventList(app), [app]);
  const draft = useMemo(() => new FilterDraft(app, list), [app, list]);
  useEffect(() => list.connect(), [list]);
  useEffect(() => () => draft.dispose(), [draft]);
  return (
    <section class="panel events" aria-label="Events">
      <div class="panel-head">
        <h2>Events</h2>
        <p>what happened, in order, never changed</p>
        <Following app={app} />
      </div>
      <FilterBox app={app} list={list} draft={draft} />
      <Grid app={app} list={list} draft={draft} />
    </section>
  );
}

function Following({ app }: { app: App }) {
  const live = useComputed(() => app.view.value.cursor.kind === 'live').value;
  const position = useShownPosition(app);
  return <p class="panel-meta">{live ? 'following live' : `at #${position}`}</p>;
}

interface GridProps {
  app: App;
  list: EventList;
  draft: FilterDraft;
}

function Grid({ app, list, draft }: GridProps) {
  const host = useRef<HTMLDivElement>(null);
  const grid = useSignal<EventGrid | null>(null);
  useEffect(() => {
    if (!host.current) return;
    const detail = document.createElement('div');
    detail.className = 'event-detail';
    detail.setAttribute('role', 'gridcell');
    detail.setAttribute('aria-colspan', '6');
    render(<Detail app={app} draft={draft} host={detail} />, detail);
    const made = new EventGrid(host.current, detail, app, list);
    grid.value = made;
    return () => {
      grid.value = null;
      made.dispose();
      render(null, detail);
    };
  }, [app, list, draft, grid]);
  const empty = useComputed(() => app.log.value !== null && list.total.value === 0);
  // No version has more digits than the log has events.
  const digits = useComputed(() => String(app.preview.value?.head ?? app.head.value).length);
  return (
    <div class="event-list" style={{ '--version-digits': digits.value }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot hold a million rows */}
      <div
        ref={host}
        class="event-grid"
        role="grid"
        aria-label="Events"
        aria-colcount={6}
        aria-readonly="true"
        tabIndex={0}
        hidden={empty.value}
      />
      <span id={afterId} class="hidden-text">
        after the playhead
      </span>
      {app.preview.value && <Preview preview={app.preview.value} />}
      {empty.value && <Empty app={app} list={list} draft={draft} />}
      {grid.value && <Asides app={app} list={list} draft={draft} grid={grid.value} />}
    </div>
  );
}

function Empty({ app, list, draft }: GridProps) {
  const filter = list.filter.value;
  if (filter === '') {
    return (
      <div class="event-empty">
        <b>Nothing has happened yet.</b>
        <p>Send the first command: what comes of it is recorded here, for good.</p>
      </div>
    );
  }
  // Something may still be found, or typed.
  if (list.scan.value || draft.options.value.length > 0) return null;
  return (
    <div class="event-empty">
      <b>No event matches.</b>
      <p>
        None of the {count(app.head.value)} events fits <code>{filter}</code>.
      </p>
      <button type="button" class="button small" onClick={() => draft.clear()}>
        Show all events
      </button>
    </div>
  );
}

/** What is laid over the grid when there is something to say about it. */
function Asides({ app, list, draft, grid }: GridProps & { grid: EventGrid }) {
  const away = grid.away.value;
  const failure = list.failure.value;
  return (
    <div class="event-asides">
      {failure !== null && (
        <div class="event-aside bad" role="alert">
          <span>{failure}</span>
          <button type="button" class="button small" onClick={() => list.retry()}>
            Try again
          </button>
        </div>
      )}
      {grid.hidden.value && list.total.value > 0 && (
        <div class="event-aside">
          <span>Event {app.view.value.event} does not match the filter.</span>
          <button type="button" class="button small" onClick={() => draft.clear()}>
            Show all events
          </button>
        </div>
      )}
      {away !== null && (
        <button type="button" class="button small event-back" onClick={() => grid.backToPlayhead()}>
          <span aria-hidden="true">{away === 'above' ? '↑' : '↓'}</span> Back to the playhead
        </button>
      )}
    </div>
  );
}
