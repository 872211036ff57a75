import { useSignal } from '@preact/signals';
import type { App } from '../../app';
import { listed } from '../../format';
import type { ProcessesResult } from '../../protocol';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition, useView } from '../use-view';
import { FailuresCard } from './process-failures';
import { ProcessList, pageSize } from './process-list';
import { OpenedProcess } from './process-opened';
import { RunnerCard } from './process-runner';

/** Process managers at the playhead: their runner, their processes, and one of them opened. */
export function ProcessesPanel({ app }: { app: App }) {
  const stream = useView(app, 'stream');
  const from = useSignal(0);
  const { answer, problem } = useAnswer(app, 'processes', () => ({
    position: shownPosition(app),
    from: from.value,
    count: pageSize,
    ...(app.view.value.stream && { open: app.view.value.stream }),
  }));
  if (problem) return <p class="problem">{problem}</p>;
  if (!answer) {
    return <Skeleton />;
  }
  if (answer.managers.length === 0) return <NoManagers app={app} answer={answer} />;
  return (
    <>
      <RunnerCard app={app} drill={answer.drill} />
      <ProcessList app={app} answer={answer} selected={stream} show={(at) => (from.value = at)} />
      {answer.opened ? (
        <OpenedProcess app={app} process={answer.opened} />
      ) : (
        answer.total > 0 && (
          <p class="empty">Press one of them to see its state, its steps and its history.</p>
        )
      )}
      <FailuresCard app={app} answer={answer} />
    </>
  );
}

function NoManagers({ app, answer }: { app: App; answer: ProcessesResult }) {
  return (
    <p class="empty">
      The world {app.world.value?.name} has no process managers: each of its commands concerns one
      stream. Worlds that have some: {listed(answer.worlds)}.
    </p>
  );
}
