import type { App } from '../../app';
import { goOn, joinBranches, workOf } from '../../app/compared';
import { parseSides } from '../../app/sides';
import { count, plural } from '../../format';
import type { CompareBranchesResult } from '../../protocol';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition, useView } from '../use-view';
import { CompareEvents } from './compare-events';
import { ComparePlace } from './compare-place';
import { CompareSteps } from './compare-steps';
import { Progress } from './progress';
import { useTold } from './use-told';

/** Another branch beside the one that is open. */
export function CompareBranch({ app }: { app: App }) {
  const { answer, problem } = useAnswer(
    app,
    'compareBranches',
    () => {
      const to = shownPosition(app);
      const sides = parseSides(app.view.value.compare, to);
      if (sides.kind !== 'branch') return null;
      return { branch: sides.branch, to, sameTime: sides.sameTime };
    },
    {
      again: ({ compared: { progress, next } }, asked) =>
        progress !== undefined && goOn(asked, next),
      join: joinBranches,
    },
  );
  if (problem) return <p class="problem">{problem}</p>;
  if (!answer) return <Skeleton />;
  return <Compared app={app} answer={answer} />;
}

function Compared({ app, answer }: { app: App; answer: CompareBranchesResult }) {
  const { compared, common, there, thereTotal, unpaired } = answer;
  const { progress } = compared;
  const here = useView(app, 'branch');
  const sides = parseSides(useView(app, 'compare'), compared.to);
  const other = sides.kind === 'branch' ? sides.branch : '';
  const differ = compared.places.reduce((sum, place) => sum + place.total, 0);
  const parted =
    common === compared.to && thereTotal === 0
      ? 'Both are the same log.'
      : `They part after event ${count(common)}.`;
  const sentence = progress
    ? `${parted} ${plural(differ, 'value')} found to differ so far.`
    : `${parted} ${plural(differ, 'value')} ${differ === 1 ? 'differs' : 'differ'}.`;
  useTold(app, progress ? '' : sentence);
  return (
    <CompareSteps about={sentence} differences={differ}>
      {progress && <Progress what={workOf(progress)} {...progress} />}
      {compared.places.map((place) => (
        <ComparePlace
          key={place.where}
          app={app}
          place={place}
          before={`${other} at ${count(compared.from)}`}
          after={`${here} at ${count(compared.to)}`}
          sides={{ from: compared.from, to: compared.to, branch: other }}
          parted={progress !== undefined}
        />
      ))}
      <CompareEvents app={app} answer={compared} title={`Only on ${here}`} />
      <CompareEvents
        app={app}
        answer={{ events: there, total: thereTotal, streams: 0, types: [] }}
        title={`Only on ${other}`}
        closed
      />
      {unpaired > 0 && (
        <p class="hint">
          {plural(unpaired, 'event')} lie far behind the one at which they part: entries of lists
          that they made are compared by their place.
        </p>
      )}
    </CompareSteps>
  );
}
