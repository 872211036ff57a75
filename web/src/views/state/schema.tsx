import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { App } from '../../app';
import { bytes, count, plural } from '../../format';
import type { Position, SchemaResult } from '../../protocol';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition, useShownPosition } from '../use-view';
import { SchemaBreaks } from './schema/breaks';
import { SchemaEvent } from './schema/event';
import { SchemaTypes } from './schema/types';
import { UnknownPolicies } from './schema/unknown';

/** How events change their shape over the years, and what upcasters do to this log. */
export function SchemaPanel({ app }: { app: App }) {
  const position = useShownPosition(app);
  const known = useSignal(0 as Position);
  const chosen = useSignal<Position | null>(null);
  const { answer, problem } = useAnswer(app, 'schema', () => ({
    position: shownPosition(app),
    known: known.value,
  }));
  // A long log is counted piece by piece, for as long as somebody looks.
  const counted = answer?.counted ?? 0;
  useEffect(() => {
    if (answer && counted < shownPosition(app)) known.value = counted as Position;
  }, [app, known, answer, counted]);
  if (problem !== null) return <p class="problem">{problem}</p>;
  if (!answer) {
    return <Skeleton />;
  }
  return (
    <>
      <Bench answer={answer} position={position} />
      <SchemaBreaks app={app} answer={answer} chosen={chosen} />
      <SchemaTypes app={app} answer={answer} chosen={chosen} />
      <SchemaEvent app={app} chosen={chosen} />
      <UnknownPolicies app={app} />
    </>
  );
}

/** The whole log in numbers: what is stored, and what folds read. */
function Bench({ answer, position }: { answer: SchemaResult; position: Position }) {
  const { counted, asStored, lifted, breaks, stored, read, verified } = answer;
  return (
    <article class="card">
      <header class="card-head">
        <h3>From what is stored to what is read</h3>
        <div class="card-meta">
          {breaks > 0 && <span class="status bad">{plural(breaks, 'break')}</span>}
          <span>{plural(counted, 'event')}</span>
        </div>
      </header>
      {counted < position && (
        <div class="rebuild">
          <progress aria-label="Counting the log" value={counted} max={position} />
          <span class="numbers">
            {count(counted)} of {count(position)}
          </span>
        </div>
      )}
      <dl class="values">
        <Line name="As stored" text={`${plural(asStored, 'event')} read as they are`} />
        <Line
          name="Lifted"
          text={`${plural(lifted, 'event')} changed by upcasters as they are read`}
        />
        <Line
          name="Broken"
          text={breaks === 0 ? 'none' : `${plural(breaks, 'event')}, which folds pass over`}
        />
        <Line name="Bytes" text={`${bytes(stored)} stored, ${bytes(read)} read`} />
      </dl>
      {verified >= counted ? (
        <p class="hint">
          What is stored is untouched: every hash follows from the event before
          {counted > 0 && `, to #${verified}`}.
        </p>
      ) : (
        <p class="problem">The hash of event {verified + 1} does not follow from the one before.</p>
      )}
    </article>
  );
}

function Line({ name, text }: { name: string; text: string }) {
  return (
    <div class="value">
      <dt>{name}</dt>
      <dd class="numbers">{text}</dd>
    </div>
  );
}
