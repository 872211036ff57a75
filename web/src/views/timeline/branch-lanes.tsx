import { useComputed } from '@preact/signals';
import type { App } from '../../app';
import { plural } from '../../format';
import { type BranchRow, forestOf } from '../../timeline/forest';
import { useView } from '../use-view';

/** The height of a row, in pixels; timeline.css has it too. */
const rowHeight = 18;

/** How long the line of a branch without events of its own is drawn, in pixels. */
const stub = 8;

/** The log and its branches, each a lane that parts where it parted. Nothing as long as there are none. */
export function BranchLanes({ app }: { app: App }) {
  const current = useView(app, 'branch');
  const rows = useComputed(() => {
    const { branches, main } = app.branches.value;
    const { value: head } = app.head;
    const { branch } = app.view.value;
    const grown = branches.map((each) => (each.name === branch ? { ...each, head } : each));
    return forestOf(grown, branch === 'main' ? head : main, head);
  }).value;
  if (rows.length === 1) return null;
  return (
    <ul class="branch-lanes" aria-label="Branches">
      {rows.map((row, i) => (
        <Lane key={row.name} app={app} row={row} index={i} current={row.name === current} />
      ))}
    </ul>
  );
}

interface LaneProps {
  app: App;
  row: BranchRow;
  index: number;
  current: boolean;
}

function Lane({ app, row, index, current }: LaneProps) {
  const { name, from, to, parent, own, beyond, nameBefore } = row;
  const up = parent === null ? 0 : (index - parent) * rowHeight;
  const place = nameBefore
    ? { insetInlineEnd: `calc(${100 - from}% + 8px)` }
    : { insetInlineStart: `calc(${from}% + ${parent === null ? 0 : 12}px)` };
  const names = ['', parent === null ? 'trunk' : '', current ? 'current' : ''];
  return (
    <li class={names.join(' ').trim()}>
      {parent !== null && (
        <i
          class="parted"
          style={{ insetInlineStart: `${from}%`, top: `${9 - up}px`, height: `${up}px` }}
        />
      )}
      <i
        style={{
          insetInlineStart: `${from}%`,
          inlineSize: `${to - from}%`,
          minInlineSize: `${stub}px`,
        }}
      />
      <button
        type="button"
        aria-current={current}
        style={place}
        title={`${plural(own, 'event')}${parent === null ? '' : ' of its own'}`}
        onClick={() => void app.goToBranch(name)}
      >
        {name}
        {beyond && <span aria-hidden="true"> →</span>}
      </button>
    </li>
  );
}
