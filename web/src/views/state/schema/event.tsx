import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../../../app';
import { bytes } from '../../../format';
import type { SchemaEventResult, SchemaField, SchemaShape } from '../../../protocol';
import { useAnswer } from '../../use-answer';
import { shownPosition } from '../../use-view';
import type { Chosen } from './types';

/** One event: its stored bytes, and what each step makes of them. */
export function SchemaEvent({ app, chosen }: { app: App; chosen: Chosen }) {
  const { answer, problem } = useAnswer(app, 'schemaEvent', () => {
    const position = chosen.value ?? shownPosition(app);
    return position === 0 ? null : { position };
  });
  const card = useRef<HTMLElement>(null);
  const { value: shown } = chosen;
  // What was asked for by hand is brought into view; the playhead's own comes by itself.
  useEffect(() => {
    if (shown === null || answer?.position !== shown) return;
    card.current?.scrollIntoView({ block: 'nearest' });
    app.say(told(answer));
  }, [app, shown, answer]);
  return (
    <article class="card schema-event" ref={card}>
      <header class="card-head">
        <h3 id="schema-event">One event, step by step</h3>
        <div class="card-meta">
          {chosen.value === null ? (
            <span>at the playhead</span>
          ) : (
            <button
              type="button"
              class="link"
              onClick={() => {
                chosen.value = null;
              }}
            >
              The one at the playhead
            </button>
          )}
        </div>
      </header>
      {problem && <p class="problem">{problem}</p>}
      {answer ? <Shapes answer={answer} /> : <p class="empty">There is no event here yet.</p>}
    </article>
  );
}

/** What an event went through, in a sentence. */
function told({ position, shapes, problem }: SchemaEventResult): string {
  const [first] = shapes;
  const last = shapes.at(-1);
  if (!first || !last) return `Event ${position}. ${problem ?? ''}`;
  const stored = `Event ${position}, stored as ${first.type} version ${first.schemaVersion}`;
  if (problem) return `${stored}. ${problem}`;
  return `${stored}, is read as ${last.type} version ${last.schemaVersion}.`;
}

function Shapes({ answer }: { answer: SchemaEventResult }) {
  const { position, stored, shapes, problem } = answer;
  return (
    <>
      <p class="schema-label">Stored bytes of #{position}</p>
      <pre class="schema-bytes">{stored === '' ? 'none' : stored}</pre>
      {shapes.map((shape, i) => (
        <Shape key={`${shape.type} ${shape.schemaVersion} ${i}`} shape={shape} first={i === 0} />
      ))}
      {problem && (
        <p class="stopped">
          {problem} Folds pass the event over, unless a projection is told to stop at it.
        </p>
      )}
    </>
  );
}

function Shape({ shape, first }: { shape: SchemaShape; first: boolean }) {
  const { type, schemaVersion, fields } = shape;
  return (
    <table class="rows schema-shape">
      <caption>
        {first ? 'Stored as' : 'Read as'} <b>{type}</b> <span class="mono">v{schemaVersion}</span>,{' '}
        {bytes(shape.bytes)}
      </caption>
      <tbody>
        {fields.map((field) => (
          <Field key={field.name} field={field} />
        ))}
        {fields.length === 0 && (
          <tr>
            <td>no fields</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Field({ field: { name, value, change } }: { field: SchemaField }) {
  return (
    <tr data-change={change || undefined}>
      <th scope="row" class="mono">
        {name}
      </th>
      <td class="mono">{change === 'dropped' ? <del>{value}</del> : value}</td>
      <td class="schema-change">{change ?? ''}</td>
    </tr>
  );
}
