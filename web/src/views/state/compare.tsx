import { useComputed } from '@preact/signals';
import type { App } from '../../app';
import { goOn, joinCompared, workOf } from '../../app/compared';
import { formatSides, parseSides, positionOf, type Side } from '../../app/sides';
import { count, plural } from '../../format';
import type { CompareResult, FormerResult } from '../../protocol';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition, useView } from '../use-view';
import { CompareBranch } from './compare-branch';
import { CompareEvents } from './compare-events';
import { ComparePlace } from './compare-place';
import { CompareSides } from './compare-sides';
import { CompareSteps } from './compare-steps';
import { Progress } from './progress';
import { useTold } from './use-told';

/** Two moments side by side, or two versions of a projection's code. */
export function ComparePanel({ app }: { app: App }) {
  const sides = useComputed(() => parseSides(app.view.value.compare, shownPosition(app))).value;
  return (
    <>
      <CompareSides app={app} sides={sides} />
      {sides.kind === 'moments' && <Moments app={app} />}
      {sides.kind === 'branch' && <CompareBranch app={app} />}
      {sides.kind === 'code' && <Code app={app} />}
    </>
  );
}

function Moments({ app }: { app: App }) {
  const { answer, problem } = useAnswer(
    app,
    'compare',
    () => {
      const playhead = shownPosition(app);
      const sides = parseSides(app.view.value.compare, playhead);
      if (sides.kind !== 'moments') return null;
      const at = (side: Side) => positionOf(side, playhead);
      return { from: at(sides.from), to: at(sides.to) };
    },
    {
      again: ({ progress, next }, asked) => progress !== undefined && goOn(asked, next),
      join: joinCompared,
    },
  );
  if (problem) return <p class="problem">{problem}</p>;
  if (!answer) return <Skeleton />;
  return <Compared app={app} answer={answer} />;
}

function Compared({ app, answer }: { app: App; answer: CompareResult }) {
  const { from, to, places, total, progress } = answer;
  const differ = places.reduce((sum, place) => sum + place.total, 0);
  const between = `${plural(total, 'event')} between.`;
  const sentence =
    from === to
      ? 'Both sides are the same moment.'
      : progress
        ? `${plural(differ, 'value')} found to differ so far, ${between}`
        : `${plural(differ, 'value')} ${differ === 1 ? 'differs' : 'differ'}, ${between}`;
  useTold(app, progress ? '' : `Event ${from} and event ${to}: ${sentence}`);
  return (
    <CompareSteps about={sentence} differences={differ}>
      {progress && <Progress what={workOf(progress)} {...progress} />}
      {places.map((place) => (
        <ComparePlace
          key={place.where}
          app={app}
          place={place}
          before={`event ${count(from)}`}
          after={`event ${count(to)}`}
          sides={{ from, to }}
          parted={progress !== undefined}
        />
      ))}
      <CompareEvents app={app} answer={answer} />
    </CompareSteps>
  );
}

function Code({ app }: { app: App }) {
  const compare = useView(app, 'compare');
  const { answer, problem } = useAnswer(
    app,
    'former',
    () => {
      const position = shownPosition(app);
      const sides = parseSides(app.view.value.compare, position);
      return sides.kind === 'code' ? { name: sides.projection, position } : null;
    },
    { again: ({ looked, position }) => looked < position },
  );
  if (problem) return <p class="problem">{problem}</p>;
  if (!answer || formatSides({ kind: 'code', projection: answer.name }) !== compare) {
    return <Skeleton />;
  }
  return <Versions app={app} answer={answer} />;
}

function Versions({ app, answer }: { app: App; answer: FormerResult }) {
  const { place, parted, looked, position, mended } = answer;
  const searching = looked < position;
  const stopped = stoppedAt(answer);
  const differ = searching
    ? ''
    : `; ${plural(place.total, 'value')} ${place.total === 1 ? 'differs' : 'differ'} at event ${count(looked)}`;
  const sentence = parted
    ? `They part at event ${count(parted.position)}${differ}.`
    : `Up to event ${count(looked)} both show the same.`;
  useTold(app, searching ? '' : sentence);
  return (
    <>
      <p class="hint">{mended}</p>
      {searching && <Progress what="Folding both versions" done={looked} total={position} />}
      {stopped && <p class="problem">{stopped}</p>}
      <CompareSteps about={sentence} differences={place.total}>
        {parted && (
          <p class="compare-parted">
            First different after{' '}
            <button
              type="button"
              class="link"
              onClick={() => {
                app.seek(parted.position);
                app.openEvent(parted.position);
              }}
            >
              #{parted.position} {parted.type}
            </button>{' '}
            on <span class="mono">{parted.stream}</span>
          </p>
        )}
        <ComparePlace
          app={app}
          place={place}
          before="older code"
          after="newer code"
          sides={{ from: position, to: position, code: true }}
          parted={searching}
        />
      </CompareSteps>
    </>
  );
}

/** Where the projection's code stopped, as its rules say; null where it did not. */
function stoppedAt({ older, newer }: FormerResult): string | null {
  if (older && newer && older.position === newer.position) {
    return `Both stopped at event ${count(older.position)}: ${newer.message}.`;
  }
  if (newer) return `The newer code stopped at event ${count(newer.position)}: ${newer.message}.`;
  return older
    ? `The older code stopped at event ${count(older.position)}: ${older.message}.`
    : null;
}
