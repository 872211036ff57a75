import { useComputed } from '@preact/signals';
import type { App } from '../../app';
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
  const { answer, problem } = useAnswer(app, 'compare', () => {
    const playhead = shownPosition(app);
    const sides = parseSides(app.view.value.compare, playhead);
    if (sides.kind !== 'moments') return null;
    const at = (side: Side) => positionOf(side, playhead);
    return { from: at(sides.from), to: at(sides.to) };
  });
  if (problem) return <p class="problem">{problem}</p>;
  if (!answer) return <Skeleton />;
  return <Compared app={app} answer={answer} />;
}

function Compared({ app, answer }: { app: App; answer: CompareResult }) {
  const { from, to, places, total } = answer;
  const differ = places.reduce((sum, place) => sum + place.total, 0);
  const sentence =
    from === to
      ? 'Both sides are the same moment.'
      : `${plural(differ, 'value')} ${differ === 1 ? 'differs' : 'differ'}, ${plural(total, 'event')} between.`;
  useTold(app, `Event ${from} and event ${to}: ${sentence}`);
  return (
    <CompareSteps about={sentence} differences={differ}>
      {places.map((place) => (
        <ComparePlace
          key={place.where}
          place={place}
          before={`event ${count(from)}`}
          after={`event ${count(to)}`}
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
    ({ looked, position }) => looked < position,
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
  const sentence = parted
    ? `They part at event ${count(parted.position)}; ${plural(place.total, 'value')} ${place.total === 1 ? 'differs' : 'differ'} at event ${count(looked)}.`
    : `Up to event ${count(looked)} both show the same.`;
  useTold(app, searching ? '' : sentence);
  return (
    <>
      <p class="hint">{mended}</p>
      {searching && (
        <div class="rebuild">
          <progress aria-label="Folding both versions" value={looked} max={position} />
          <span class="numbers">
            {count(looked)} of {count(position)}
          </span>
        </div>
      )}
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
        <ComparePlace place={place} before="older code" after="newer code" />
      </CompareSteps>
    </>
  );
}
