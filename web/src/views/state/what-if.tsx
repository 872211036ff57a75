import { type Signal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { App } from '../../app';
import { questionOf, type Trial, titleOf, trialOf } from '../../app/what-if';
import type { EventResult, WhatIfParams } from '../../protocol';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition } from '../use-view';
import { WhatIfAnswer } from './what-if-answer';
import { WhatIfForm } from './what-if-form';

/** What was filled in last; it outlives a look at another tab. */
const kept: { trial: Trial | null; world: string } = { trial: null, world: '' };

/** What would have become of the log if an event had been otherwise. */
export function WhatIfPanel({ app }: { app: App }) {
  // The open event is meant, or else the one at the playhead.
  const subject = useComputed(() => app.view.value.event ?? shownPosition(app));
  const { answer: event } = useAnswer(app, 'event', () =>
    subject.value === 0 ? null : { position: subject.value },
  );
  if (subject.value === 0) {
    return (
      <p class="empty">
        Open an event, and see here what would have become of the log without it, with other data,
        or at another time.
      </p>
    );
  }
  // While the log grows the event before stays, rather than nothing.
  if (!event) return <Skeleton />;
  return <Tried key={`${event.hash}`} app={app} event={event} />;
}

function Tried({ app, event }: { app: App; event: EventResult }) {
  const { world } = app.view.peek();
  const again =
    kept.world === world && kept.trial?.position === event.row.position ? kept.trial : null;
  const trial = useSignal<Trial>(again ?? trialOf(event.row, event.stored));
  useSignalEffect(() => {
    kept.trial = trial.value;
    kept.world = world;
  });
  return (
    <article class="card what-if">
      <h3>{titleOf(trial.value)}</h3>
      <p class="hint">
        The log stays as it is. The commands that caused what came later in {event.row.stream} are
        asked for once more, and its rules decide anew.
      </p>
      <WhatIfForm app={app} event={event} trial={trial} />
      <Outcome app={app} trial={trial} />
    </article>
  );
}

function Outcome({ app, trial }: { app: App; trial: Signal<Trial> }) {
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
