import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { App } from '../../app';
import {
  formatTrial,
  parseTrial,
  questionOf,
  type Trial,
  titleOf,
  trialOf,
} from '../../app/what-if';
import type { EventResult, WhatIfParams } from '../../protocol';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition } from '../use-view';
import { WhatIfAnswer } from './what-if-answer';
import { WhatIfForm } from './what-if-form';

/** What was filled in last, for the ways that the address does not name as well. */
const kept: { trial: Trial | null; world: string } = { trial: null, world: '' };

/** What would have become of the log if an event had been otherwise. */
export function WhatIfPanel({ app }: { app: App }) {
  // The open event is meant, or the one that something was tried on, or else the one at
  // the playhead.
  const tried = useComputed(() => parseTrial(app.view.value.trial)?.position ?? null);
  const subject = useComputed(() => app.view.value.event ?? tried.value ?? shownPosition(app));
  const { answer: event, problem } = useAnswer(app, 'event', () =>
    subject.value === 0 ? null : { position: subject.value },
  );
  const elsewhere = useComputed(
    () =>
      app.view.value.event === null && tried.value !== null && tried.value !== shownPosition(app),
  );
  if (subject.value === 0) {
    return (
      <p class="empty">
        Open an event, and see here what would have become of the log without it, with other data,
        or at another time.
      </p>
    );
  }
  return (
    <>
      {elsewhere.value && (
        <button type="button" class="link quiet what-if-else" onClick={() => app.setTrial('')}>
          Try the event at the playhead instead
        </button>
      )}
      {problem && <p class="problem">{problem}</p>}
      {/* While the log grows the event before stays, rather than nothing. */}
      {!problem && (event ? <Tried key={event.hash} app={app} event={event} /> : <Skeleton />)}
    </>
  );
}

function Tried({ app, event }: { app: App; event: EventResult }) {
  const { world } = app.view.peek();
  const again =
    kept.world === world && kept.trial?.position === event.row.position ? kept.trial : null;
  const filled = useSignal<Trial>(again ?? trialOf(event.row, event.stored));
  const trial = useComputed<Trial>(() => {
    const asked = parseTrial(app.view.value.trial);
    return asked?.position === event.row.position ? { ...filled.value, ...asked } : filled.value;
  });
  useSignalEffect(() => {
    kept.trial = trial.value;
    kept.world = world;
  });
  const set = (change: Partial<Trial>) => {
    filled.value = { ...trial.value, ...change };
    app.setTrial(formatTrial(filled.value));
  };
  return (
    <article class="card what-if">
      <h3>{titleOf(trial.value)}</h3>
      <p class="hint">
        The log stays as it is. The commands that caused what came later in {event.row.stream}, and
        wherever that led to, are asked for once more, and the rules decide anew.
      </p>
      <WhatIfForm app={app} event={event} trial={trial.value} set={set} />
      <Outcome app={app} trial={trial} />
    </article>
  );
}

function Outcome({ app, trial }: { app: App; trial: ReadonlySignal<Trial> }) {
  const question = useComputed(() => questionOf(trial.value));
  const { answer, problem } = useAnswer(app, 'whatIf', () =>
    typeof question.value === 'string' ? null : question.value,
  );
  if (typeof question.value === 'string') return <p class="problem">{question.value}</p>;
  if (problem) {
    return (
      <p class="problem" role="status">
        {problem}
      </p>
    );
  }
  if (!answer) return <Skeleton />;
  const params: WhatIfParams = question.value;
  return <WhatIfAnswer app={app} answer={answer} make={() => app.branchWhatIf(params)} />;
}
