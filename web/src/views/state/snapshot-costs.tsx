import { useSignal } from '@preact/signals';
import { snapshotSettings } from '../../app/snapshots';
import { count, plural } from '../../format';
import type { SnapshotCost, SnapshotRule, SnapshotsResult } from '../../protocol';
import { acrossN, downMean, type Reading, readingAt, readsPath } from '../../reads-chart';

const width = 400;
const height = 92;

/** What a load reads on average, by the policy's n. */
export function ReadsChart({ answer }: { answer: SnapshotsResult }) {
  const { rule, n } = snapshotSettings.value;
  const open = useSignal(false);
  const { costs } = answer;
  const loads = costs[0]?.loads ?? 0;
  if (loads === 0) return null;
  return (
    <article class="card">
      <header class="card-head">
        <h3 id="reads-by-n">Events read by a load, by n</h3>
      </header>
      <figure aria-labelledby="reads-by-n" class="series">
        <Chart costs={costs} chosen={rule === 'time' || rule === 'never' ? null : n} />
        <p class="hint">
          {measured(rule)} The mean of {plural(loads, 'load')}, one before each save.
        </p>
        <details
          class="twin"
          onToggle={(event) => {
            open.value = event.currentTarget.open;
          }}
        >
          <summary>As a table</summary>
          {open.value && <CostTable costs={costs} />}
        </details>
      </figure>
    </article>
  );
}

function measured(rule: SnapshotRule): string {
  switch (rule) {
    case 'every':
      return 'With a snapshot every n events.';
    case 'multiple':
      return 'With snapshots where a save ends at a multiple of n.';
    default:
      return 'With a snapshot at each crossed multiple of n.';
  }
}

function mean({ read, loads }: SnapshotCost): number {
  return loads === 0 ? 0 : read / loads;
}

function Chart({ costs, chosen }: { costs: readonly SnapshotCost[]; chosen: number | null }) {
  const pointed = useSignal<number | null>(null);
  const readings: Reading[] = costs.map((cost) => ({ n: cost.n, mean: mean(cost) }));
  const largest = readings.at(-1)?.n ?? 1;
  const highest = Math.max(0, ...readings.map((reading) => reading.mean));
  const last = costs.length - 1;
  const now = chosen === null ? last : readingAt(readings, acrossN(largest, chosen));
  const index = Math.min(pointed.value ?? now, last);
  const cost = costs[index] as SnapshotCost;
  const line = readsPath(readings, width, height);
  const at = (part: number) => `${part * 100}%`;
  const hover = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    pointed.value = readingAt(readings, (event.clientX - box.left) / box.width);
  };
  const leave = () => {
    pointed.value = null;
  };
  return (
    <>
      <p class="reading">
        n = {count(cost.n)}: <b>{rounded(mean(cost))}</b> {events(mean(cost))} a load,{' '}
        {plural(cost.taken, 'snapshot')}
      </p>
      <div class="chart" onPointerMove={hover} onPointerLeave={leave}>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          <path class="area" d={`${line}V${height}H0Z`} />
          <path class="line" d={line} />
        </svg>
        {chosen !== null && <i class="now" style={{ left: at(acrossN(largest, chosen)) }} />}
        {pointed.value !== null && (
          <i
            class="reading-dot"
            style={{ left: at(acrossN(largest, cost.n)), top: at(downMean(highest, mean(cost))) }}
          />
        )}
        <input
          type="range"
          min={0}
          max={last}
          step={1}
          value={index}
          aria-labelledby="reads-by-n"
          aria-valuetext={`n ${count(cost.n)}: ${rounded(mean(cost))} ${events(mean(cost))} a load, ${plural(cost.taken, 'snapshot')}`}
          onKeyDown={(event) => event.stopPropagation()}
          onInput={(event) => {
            pointed.value = Number(event.currentTarget.value);
          }}
          onBlur={leave}
        />
      </div>
    </>
  );
}

/** What so many are called, as they are written. */
function events(n: number): string {
  return rounded(n) === '1' ? 'event' : 'events';
}

function rounded(n: number): string {
  return n < 100 ? String(Math.round(n * 10) / 10) : count(Math.round(n));
}

function CostTable({ costs }: { costs: readonly SnapshotCost[] }) {
  return (
    <div class="table-scroll">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">n</th>
            <th scope="col" class="number">
              Events a load
            </th>
            <th scope="col" class="number">
              Snapshots
            </th>
          </tr>
        </thead>
        <tbody>
          {costs.map((cost) => (
            <tr key={cost.n}>
              <td class="mono">{count(cost.n)}</td>
              <td class="number">{rounded(mean(cost))}</td>
              <td class="number">{count(cost.taken)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
