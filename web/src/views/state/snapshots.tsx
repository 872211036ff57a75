import { useSignal } from '@preact/signals';
import type { App } from '../../app';
import { snapshotPlan } from '../../app/snapshots';
import type { SnapshotsResult, StreamID } from '../../protocol';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition, useView } from '../use-view';
import { ReadsChart } from './snapshot-costs';
import { SnapshotList, usualRows } from './snapshot-list';
import { SnapshotLoads } from './snapshot-loads';
import { SnapshotPolicy } from './snapshot-policy';

/** The snapshots of the selected stream: when they are taken, what there are, what they save. */
export function SnapshotsPanel({ app }: { app: App }) {
  const stream = useView(app, 'stream');
  if (stream === null) {
    return (
      <p class="empty">
        No stream is selected. Choose one in the Command panel, or press a row of a table.
      </p>
    );
  }
  return (
    <>
      <SnapshotPolicy app={app} />
      <OfStream key={stream} app={app} stream={stream} />
    </>
  );
}

function OfStream({ app, stream }: { app: App; stream: StreamID }) {
  const rows = useSignal(usualRows);
  const { answer, problem } = useAnswer(app, 'snapshots', () => ({
    stream,
    position: shownPosition(app),
    plan: snapshotPlan(),
    count: rows.value,
  }));
  if (problem !== null) return <p class="problem">{problem}</p>;
  if (!answer) {
    return <Skeleton />;
  }
  return <Answer app={app} stream={stream} answer={answer} rows={rows} />;
}

interface AnswerProps {
  app: App;
  stream: StreamID;
  answer: SnapshotsResult;
  rows: { value: number };
}

function Answer({ app, stream, answer, rows }: AnswerProps) {
  if (answer.version === 0) {
    return <p class="empty">{stream} has no events here, so there is nothing to load.</p>;
  }
  return (
    <>
      <SnapshotLoads stream={stream} answer={answer} />
      <SnapshotList app={app} stream={stream} answer={answer} rows={rows} />
      <ReadsChart answer={answer} />
    </>
  );
}
