import type { App } from '../../app';
import { parseSides } from '../../app/sides';
import { count, plural } from '../../format';
import type { CompareBranchesResult } from '../../protocol';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition, useView } from '../use-view';
import { CompareEvents } from './compare-events';
import { ComparePlace } from './compare-place';
import { CompareSteps } from './compare-steps';
import { useTold } from './use-told';

/** Another branch beside the one that is open. */
export function CompareBranch({ app }: { app: App }) {
  const { answer, problem } = useAnswer(app, 'compareBranches', () => {
    const to = shownPosition(app);
    const sides = parseSides(app.view.value.compare, to);
    return sides.kind === 'branch' ? { branch: sides.branch, to, sameTime: sides.sameTime } : null;
  });
  if (problem) return <p class="problem">{problem}</p>;
  if (!answer) return <Skeleton />;
  return <Compared app={app} answer={answer} />;
}

function Compared({ app, answer }: { app: App; answer: CompareBranchesResult }) {
  const { compared, common, there, thereTotal } = answer;
  const here = useView(app, 'branch');
  const sides = parseSides(useView(app, 'compare'), compared.to);
  const other = sides.kind === 'branch' ? sides.branch : '';
  const differ = compared.places.reduce((sum, place) => sum + place.total, 0);
  const parted =
    common === compared.to && thereTotal === 0
      ? 'Both are the same log.'
      : `They part after event ${count(common)}.`;
  const sentence = `${parted} ${plural(differ, 'value')} ${differ === 1 ? 'differs' : 'differ'}.`;
  useTold(app, sentence);
  return (
    <CompareSteps about={sentence} differences={differ}>
      {compared.places.map((place) => (
        <ComparePlace
          key={place.where}
          place={place}
          before={`${other} at ${count(compared.from)}`}
          after={`${here} at ${count(compared.to)}`}
        />
      ))}
      <CompareEvents app={app} answer={compared} title={`Only on ${here}`} />
      <CompareEvents
        app={app}
        answer={{ events: there, total: thereTotal, types: [] }}
        title={`Only on ${other}`}
        closed
      />
    </CompareSteps>
  );
}
