import { batch, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { App } from '../../app';
import { Latest } from '../../app/latest';
import { reasonOf, toldElsewhere } from '../../app/reason';
import { dateTime, plural, shortHash } from '../../format';
import type { EventParams, EventResult } from '../../protocol';
import { useView } from '../use-view';
import { CausalTree } from './causal-tree';
import { copyText } from './copy-text';
import type { FilterDraft } from './filter-draft';
import { Json, JsonPair } from './json-view';
import { Jumps } from './jumps';
import { UndoBox, UndoButton } from './undo';

interface DetailProps {
  app: App;
  draft: FilterDraft;
  /** The element that this is drawn in; it says when the event is there. */
  host: HTMLElement;
}

/** All that is known of the open event, below its row. */
export function Detail({ app, draft, host }: DetailProps) {
  const result = useSignal<EventResult | null>(null);
  const failure = useSignal<string | null>(null);
  const latest = useMemo(
    () =>
      new Latest<EventParams, EventResult>(
        (params) => app.client.request('event', params),
        (answer) =>
          batch(() => {
            failure.value = null;
            result.value = answer;
          }),
        (reason) => {
          if (!toldElsewhere(reason)) failure.value = reasonOf(reason);
        },
      ),
    [app, failure, result],
  );
  useSignalEffect(() => {
    const position = app.view.value.event;
    app.head.value; // what the event led to may have happened just now
    app.world.value;
    app.forgets.value;
    if (position === null) latest.forget();
    else latest.want({ position });
  });
  const position = useView(app, 'event');
  const event = result.value?.row.position === position ? result.value : null;
  useSignalEffect(() => {
    const loaded = result.value?.row.position === app.view.value.event;
    if (loaded) host.dataset.loaded = '';
    else delete host.dataset.loaded;
  });
  if (event) return <Known app={app} draft={draft} event={event} />;
  return <div class="event-detail-wait">{failure.value ?? `Loading event ${position ?? ''}`}</div>;
}

function Known({ app, draft, event }: { app: App; draft: FilterDraft; event: EventResult }) {
  const { row, read } = event;
  const upcast = read && read.steps.length > 0;
  return (
    <div class={read ? 'event-detail-body upcast' : 'event-detail-body'}>
      {event.problem && <p class="event-problem">{event.problem}</p>}
      {read ? (
        <JsonPair
          stored={{ label: `Stored as ${versioned(row, read.type)}`, text: event.stored }}
          read={{ label: `Read as ${versioned(read, row.type)}`, text: read.data }}
        />
      ) : (
        <Json label={`Data of event ${row.position}`} text={event.stored} />
      )}
      <dl class="event-why">
        <Causes app={app} draft={draft} event={event} />
        <Correlated draft={draft} event={event} />
        <dt>{upcast ? 'Upcast' : 'Schema'}</dt>
        <dd>{upcast ? read.steps.join(', ') : `${row.type} v${row.schemaVersion}`}</dd>
        {event.sealed && (
          <>
            <dt>Sealed</dt>
            <dd>{event.sealed.join(', ')}</dd>
          </>
        )}
        <dt>Recorded</dt>
        <dd>
          {dateTime(row.timestamp)}
          {event.actor !== '' && ` by ${event.actor}`}
        </dd>
      </dl>
      {event.tree && <CausalTree app={app} event={event} nodes={event.tree} />}
      <p class="event-actions">
        <UndoButton app={app} row={row} />
        <button
          type="button"
          class="button small"
          onClick={() => {
            app.setPanel('whatif');
            app.setTab('state');
          }}
        >
          What if it had been otherwise?
        </button>
      </p>
      <UndoBox app={app} position={row.position} />
      <dl class="event-ids">
        <Copied app={app} label="Id" text={event.id} />
        <Copied app={app} label="Correlation" text={event.correlationId} />
        <Copied app={app} label="Causation" text={event.causationId} />
        <Copied app={app} label="Hash" text={event.hash} shown={shortHash(event.hash)} />
      </dl>
    </div>
  );
}

/** `v1` where both are of one type, else `AccountCreated v1`. */
function versioned(of: { type: string; schemaVersion: number }, other: string): string {
  return of.type === other ? `v${of.schemaVersion}` : `${of.type} v${of.schemaVersion}`;
}

function Causes({ app, draft, event }: { app: App; draft: FilterDraft; event: EventResult }) {
  const { row, command, causes, effects, undoes, undoneBy } = event;
  return (
    <>
      <dt>Caused by</dt>
      <dd>
        {command && <>command {command} </>}
        <Jumps app={app} rows={causes} />
        {!command && causes.length === 0 && 'nothing that is in the log'}
      </dd>
      {effects.length > 0 && (
        <>
          <dt>Led to</dt>
          <dd>
            <button
              type="button"
              class="link"
              onClick={() => draft.replace(`caused-by:#${row.position}`)}
            >
              {plural(effects.length, 'event')} and what followed
            </button>
          </dd>
        </>
      )}
      {undoes && (
        <>
          <dt>Undoes</dt>
          <dd>
            <Jumps app={app} rows={[undoes]} />
          </dd>
        </>
      )}
      {undoneBy && (
        <>
          <dt>Undone by</dt>
          <dd>
            <Jumps app={app} rows={[undoneBy]} />
          </dd>
        </>
      )}
    </>
  );
}

function Correlated({ draft, event }: { draft: FilterDraft; event: EventResult }) {
  const { causes, effects, correlated, correlationId } = event;
  const others = causes.length + effects.length + correlated.length;
  if (correlated.length === 0) return null;
  return (
    <>
      <dt>Correlates with</dt>
      <dd>
        <button
          type="button"
          class="link"
          onClick={() => draft.replace(`correlation:${correlationId}`)}
        >
          {plural(others, 'event')}
        </button>
      </dd>
    </>
  );
}

interface CopiedProps {
  app: App;
  label: string;
  text: string;
  /** What is seen of a text that is too long. */
  shown?: ComponentChildren;
}

/** An identifier with a button that copies the whole of it. */
function Copied({ app, label, text, shown }: CopiedProps) {
  if (text === '') return null;
  const copy = () => {
    if (copyText(text)) app.say(`${label} copied.`);
    else app.notify('info', `The browser does not let the page copy. ${label}: ${text}`);
  };
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <code title={text}>{shown ?? text}</code>
        <button
          type="button"
          class="link quiet"
          aria-label={`Copy ${label.toLowerCase()}`}
          onClick={copy}
        >
          copy
        </button>
      </dd>
    </>
  );
}
