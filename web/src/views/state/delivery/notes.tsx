import type { App } from '../../../app';
import { desk, setDesk } from '../../../app/delivery';
import { plural } from '../../../format';
import type { DeliveryNote, DeliveryResult } from '../../../protocol';

interface NotesProps {
  app: App;
  run: DeliveryResult;
}

/** The deliveries that are worth a look, newest first, up to the tick on show. */
export function Notes({ app, run }: NotesProps) {
  const { harm } = desk.value;
  return (
    <article class="card">
      <header class="card-head">
        <h3 id="delivery-notes">What happened</h3>
        <label class="check card-meta">
          <input
            type="checkbox"
            checked={!harm}
            onChange={({ currentTarget }) => setDesk({ harm: !currentTarget.checked })}
          />
          also what did no harm
        </label>
      </header>
      {run.notes.length === 0 && (
        <p class="empty">
          {run.total === 0
            ? 'Nothing did harm in this run.'
            : 'Nothing yet. Move on to see it happen.'}
        </p>
      )}
      <ul class="notes" aria-labelledby="delivery-notes">
        {run.notes.map((note, i) => (
          <NoteRow key={i} app={app} run={run} note={note} />
        ))}
      </ul>
      {run.notes.length > 0 && (
        <p class="hint">
          {run.notes.length} shown of {plural(run.total, 'happening')} in the whole run.
        </p>
      )}
    </article>
  );
}

function NoteRow({ app, run, note }: { app: App; run: DeliveryResult; note: DeliveryNote }) {
  const { tick, position, type, stream, text, harm } = note;
  const name = run.subscribers[note.subscriber]?.name;
  const current = tick === run.tick && run.tick < run.ticks;
  return (
    <li class={harm ? 'note harm' : 'note'} aria-current={current ? 'true' : undefined}>
      <button
        type="button"
        class="link mono"
        title="Show this tick of the run"
        onClick={() => setDesk({ tick })}
      >
        tick {tick}
      </button>
      <b>{name}</b>
      <span>
        <button
          type="button"
          class="link"
          title={`${type} on ${stream}`}
          onClick={() => app.seek(position)}
        >
          #{position} {type}
        </button>{' '}
        {text}
      </span>
    </li>
  );
}
