import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../../app';
import { type Axis, axisOf } from '../../app/course';
import { type Drawn, mostDrawn, parseDrawn, withPlace } from '../../app/drawn';
import { aggregates, formatPlace, type Place, samePlace } from '../../app/places';
import { dateTime } from '../../format';
import type { OverResult, Value } from '../../protocol';
import { useView } from '../use-view';
import { OverChart } from './over-chart';

/** Numbers as they went, one chart above the other, with the playhead in all of them. */
export function OverPanel({ app }: { app: App }) {
  const drawn = parseDrawn(useView(app, 'draw'));
  // The charts share their axis, so each says how far its own course goes.
  const courses = useSignal<Record<string, OverResult>>({});
  const keys = drawn.places.map(formatPlace);
  const known = keys.map((key) => courses.value[key]).filter((course) => course !== undefined);
  const axis = axisOf(drawn.over, known);
  return (
    <>
      <div class="over-settings">
        <Axes app={app} drawn={drawn} />
        <Add app={app} drawn={drawn} />
      </div>
      {drawn.places.length === 0 && (
        <p class="empty">
          Nothing is drawn yet. Add a number above, or press one anywhere and choose Draw over time.
        </p>
      )}
      {drawn.places.map((place, i) => (
        <OverChart
          key={formatPlace(place)}
          app={app}
          drawn={drawn}
          place={place}
          index={i}
          axis={axis}
          know={(course) => {
            courses.value = { ...courses.value, [formatPlace(place)]: course };
          }}
        />
      ))}
      {known.length > 0 && <Ends axis={axis} />}
    </>
  );
}

function Axes({ app, drawn }: { app: App; drawn: Drawn }) {
  return (
    <fieldset class="over-axes">
      <legend class="hidden-text">Over</legend>
      {(['log', 'clock'] as const).map((over) => (
        <label key={over}>
          <input
            type="radio"
            name="over"
            checked={drawn.over === over}
            onChange={() => app.setDrawn({ ...drawn, over })}
          />
          {over === 'log' ? 'Over the log' : 'Over the clock'}
        </label>
      ))}
    </fieldset>
  );
}

function Ends({ axis: { over, from, to } }: { axis: Axis }) {
  const text = (at: number) => (over === 'log' ? `#${at}` : dateTime(at).slice(0, -7));
  return (
    <p class="over-ends mono" aria-hidden="true">
      <span>{text(from)}</span>
      <span>{text(to)}</span>
    </p>
  );
}

/** Numbers that can be added by name. */
function Add({ app, drawn }: { app: App; drawn: Drawn }) {
  const choices = candidates(app).filter(
    ({ place }) => !drawn.places.some((each) => samePlace(each, place)),
  );
  const full = drawn.places.length >= mostDrawn;
  const ref = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.value = '';
  });
  return (
    <select
      ref={ref}
      class="input"
      aria-label="Add a number"
      disabled={choices.length === 0}
      onChange={({ currentTarget: { value } }) => {
        const choice = choices[Number(value)];
        if (value === '' || !choice) return;
        app.setDrawn(withPlace(drawn, choice.place));
        if (full) app.say('The first chart made room for it.');
      }}
    >
      <option value="">Add a number</option>
      {choices.map(({ label }, i) => (
        <option key={label} value={i}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** The numbers of read models, and those of the selected stream. */
function candidates(app: App): { label: string; place: Place }[] {
  const found: { label: string; place: Place }[] = [];
  const aggregate = app.moment.value?.aggregate;
  const stream = app.view.value.stream ?? '';
  const add = (values: readonly Value[], path: string, words: string) => {
    for (const value of values) {
      const at = `${path}${value.step ?? value.name}`;
      const label = `${words} ${value.label.toLowerCase()}`;
      if (value.kind === 'money' || value.kind === 'number') {
        found.push({ label, place: { where: aggregates, key: stream, field: at } });
      }
      add(value.values ?? [], `${at}.`, label);
    }
  };
  if (aggregate && aggregate.stream === stream) add(aggregate.values, '', stream);
  for (const { name, kind } of app.world.value?.projections ?? []) {
    if (kind === 'number') found.push({ label: name, place: { where: name, key: '', field: '' } });
    if (kind === 'series' && stream !== '') {
      found.push({ label: `${name}: ${stream}`, place: { where: name, key: stream, field: '' } });
    }
  }
  return found;
}
