import { useEffect } from 'preact/hooks';
import type { App } from '../../app';
import { type Axis, along, boundsOf, courseOf, pointAt, valueAt } from '../../app/course';
import { type Drawn, withoutPlace } from '../../app/drawn';
import type { Place } from '../../app/places';
import { reasonOf, toldElsewhere } from '../../app/reason';
import { count } from '../../format';
import type { OverResult, Position } from '../../protocol';
import { useAnswer } from '../use-answer';
import { useShownPosition } from '../use-view';
import { whereabouts } from './blame-words';
import { Why } from './why';

interface OverChartProps {
  app: App;
  drawn: Drawn;
  place: Place;
  /** Which of the charts it is, from 0. */
  index: number;
  axis: Axis;
  /** Told of each answer: the charts share their axis. */
  know: (course: OverResult) => void;
}

/** A number as it went. To drag along it, or to press arrows, moves the playhead. */
export function OverChart({ app, drawn, place, index, axis, know }: OverChartProps) {
  const { answer, problem } = useAnswer(
    app,
    'over',
    () => ({ ...place, position: app.head.value }),
    { again: ({ looked, more }) => looked > 0 && !more },
  );
  useEffect(() => {
    if (answer) know(answer);
  }, [answer]);
  const id = `over-${index}`;
  const title = answer ? answer.label : place.where;
  return (
    <article class="card over">
      <header class="card-head">
        <h3 id={id}>{title}</h3>
        <div class="card-meta">
          <span>{whereabouts(place)}</span>
          <button
            type="button"
            class="link quiet"
            aria-label={`Remove ${title} of ${whereabouts(place)}`}
            onClick={() => app.setDrawn(withoutPlace(drawn, place))}
          >
            remove
          </button>
        </div>
      </header>
      {problem && <p class="problem">{problem}</p>}
      {answer && !problem && (
        <Course app={app} place={place} course={answer} axis={axis} titleId={id} index={index} />
      )}
    </article>
  );
}

interface CourseProps {
  app: App;
  place: Place;
  course: OverResult;
  axis: Axis;
  titleId: string;
  index: number;
}

function Course({ app, place, course, axis, titleId, index }: CourseProps) {
  const position = useShownPosition(app);
  const { points, looked, more } = course;
  const now = pointAt(points, position);
  const timestamp = app.moment.value?.event?.timestamp ?? course.begins;
  const { low, high } = boundsOf(points);
  const line = courseOf(points, axis);
  return (
    <>
      <p class="reading">
        <Why app={app} place={place}>
          <b>{now?.text || 'not there'}</b>
        </Why>{' '}
        at event {count(position)}
        {more && `, the newest ${count(2000)} changes`}
        {looked > 0 && !more && `, looked back to ${count(looked)}`}
      </p>
      <div
        class="chart"
        onPointerDown={(event) => scrub(app, axis, event)}
        onPointerMove={(event) => event.buttons === 1 && scrub(app, axis, event)}
      >
        <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
          <path class="line" style={{ stroke: `var(--e${index + 1})` }} d={line} />
        </svg>
        <span class="over-high mono" aria-hidden="true">
          {shown(high, course.kind)}
        </span>
        {low < 0 && (
          <span class="over-low mono" aria-hidden="true">
            {shown(low, course.kind)}
          </span>
        )}
        <i class="now" style={{ left: `${along(axis, { position, timestamp }) * 100}%` }} />
        <input
          type="range"
          min={0}
          max={course.position}
          step={1}
          value={position}
          aria-labelledby={titleId}
          aria-valuetext={`${now?.text || 'not there'}, event ${count(position)}`}
          onKeyDown={(event) => event.stopPropagation()}
          onInput={(event) => app.seek(Number(event.currentTarget.value) as Position)}
        />
      </div>
    </>
  );
}

/** Moves the playhead to where the pointer is. */
function scrub(app: App, axis: Axis, event: PointerEvent & { currentTarget: HTMLElement }): void {
  event.preventDefault();
  const box = event.currentTarget.getBoundingClientRect();
  const at = valueAt(axis, (event.clientX - box.left) / box.width);
  if (axis.over === 'log') {
    app.seek(at as Position);
    return;
  }
  app.client.request('locate', { timestamp: at }).then(
    ({ position }) => app.seek(position),
    (reason) => {
      if (!toldElsewhere(reason)) app.notify('error', reasonOf(reason));
    },
  );
}

function shown(value: number, kind: OverResult['kind']): string {
  return kind === 'money' ? value.toFixed(2) : count(value);
}
