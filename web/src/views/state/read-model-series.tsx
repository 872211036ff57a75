import { useSignal } from '@preact/signals';
import type { App } from '../../app';
import { count, dateTime, plural } from '../../format';
import type { Point, Series } from '../../protocol';
import { across, down, frameOf, pathOf, stepAt } from '../../step-chart';
import { useShownPosition } from '../use-view';
import { askWhy, Why } from './why';

const width = 400;
const height = 92;

interface ReadModelSeriesProps {
  app: App;
  /** The read model's name. */
  name: string;
  /** The element that names the figure. */
  titleId: string;
  series: Series;
}

/** A read model that is a number over time, as a chart and as a table of the same. */
export function ReadModelSeries({ app, name, titleId, series }: ReadModelSeriesProps) {
  const { points, total } = series;
  const open = useSignal(false);
  if (points.length === 0) {
    return (
      <figure aria-labelledby={titleId} class="series">
        <p class="empty">
          {series.key === '' ? 'Nothing to draw yet.' : `Nothing of ${series.key} yet.`}
        </p>
      </figure>
    );
  }
  return (
    <figure aria-labelledby={titleId} class="series">
      <Chart app={app} name={name} titleId={titleId} points={points} subject={series.key} />
      <details
        class="twin"
        onToggle={(event) => {
          open.value = event.currentTarget.open;
        }}
      >
        <summary>As a table</summary>
        {open.value && <PointTable points={points} total={total} />}
      </details>
    </figure>
  );
}

interface ChartProps {
  app: App;
  name: string;
  titleId: string;
  points: readonly Point[];
  /** Whose points these are. */
  subject: string;
}

function Chart({ app, name, titleId, points, subject }: ChartProps) {
  const chosen = useSignal<number | null>(null);
  const frame = frameOf(points, app.head.value);
  const position = useShownPosition(app);
  const last = points.length - 1;
  const index = Math.min(chosen.value ?? last, last);
  const point = points[index] as Point;
  const line = pathOf(points, frame, position, width, height);
  const hover = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const found = stepAt(points, frame, (event.clientX - box.left) / box.width);
    chosen.value = found === -1 ? null : found;
  };
  const leave = () => {
    chosen.value = null;
  };
  // A point answers why at its own moment.
  const place = { where: name, key: subject, field: '' };
  const toPoint = () => {
    if (index < last) app.seek(point.position);
  };
  const at = (part: number) => `${part * 100}%`;
  return (
    <>
      <p class="reading">
        {subject && <span class="mono">{subject}</span>}{' '}
        <Why app={app} place={place} before={toPoint}>
          <b>{point.text}</b>
        </Why>{' '}
        {index === last ? 'since' : 'from'} event {count(point.position)}
      </p>
      <div class="chart" onPointerMove={hover} onPointerLeave={leave}>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          <path class="area" d={`${line}V${down(frame, 0) * height}H0Z`} />
          <path class="line" d={line} />
        </svg>
        <i class="now" style={{ left: at(across(frame, position)) }} />
        {chosen.value !== null && (
          <i
            class="reading-dot"
            style={{ left: at(across(frame, point.position)), top: at(down(frame, point.value)) }}
          />
        )}
        {/* A slider over the chart: arrows read one point after the other. */}
        <input
          type="range"
          min={0}
          max={last}
          step={1}
          value={index}
          aria-labelledby={titleId}
          aria-valuetext={`${point.text}, event ${count(point.position)}`}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key !== 'Enter') return;
            toPoint();
            askWhy(app, place);
          }}
          onClick={() => app.seek(point.position)}
          onInput={(event) => {
            chosen.value = Number(event.currentTarget.value);
          }}
          onBlur={leave}
        />
      </div>
    </>
  );
}

/** The newest points are what is asked for; the rest of a long series is in the log. */
const mostRows = 200;

function PointTable({ points, total }: { points: readonly Point[]; total: number }) {
  const rows = points.slice(-mostRows).toReversed();
  return (
    <>
      <div class="table-scroll">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">Recorded</th>
              <th scope="col" class="number">
                Value
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((point) => (
              <tr key={point.position}>
                <td class="mono">#{point.position}</td>
                <td>{dateTime(point.timestamp)}</td>
                <td class="number">{point.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > rows.length && (
        <p class="hint">
          {count(rows.length)} of {plural(total, 'point')}, newest first.
        </p>
      )}
    </>
  );
}
