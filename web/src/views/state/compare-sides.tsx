import { useSignal } from '@preact/signals';
import type { App } from '../../app';
import { main } from '../../app/branches';
import { formatSides, readSide, type Side, type Sides } from '../../app/sides';
import { count } from '../../format';
import { useView } from '../use-view';

/** What is compared: two moments, or a projection's code as it was and as it is. */
export function CompareSides({ app, sides }: { app: App; sides: Sides }) {
  const formers = app.world.value?.projections.filter(({ former }) => former) ?? [];
  const current = useView(app, 'branch');
  const others = [main, ...app.branches.value.branches.map(({ name }) => name)].filter(
    (name) => name !== current,
  );
  const set = (next: Sides) => app.setCompare(formatSides(next));
  return (
    <div class="compare-sides">
      {(formers.length > 0 || others.length > 0 || sides.kind !== 'moments') && (
        <div class="field">
          <label class="label" for="compare-what">
            Compare
          </label>
          <select
            id="compare-what"
            class="input"
            value={sides.kind === 'moments' ? '' : formatSides(sides)}
            onChange={({ currentTarget: { value } }) => app.setCompare(value)}
          >
            <option value="">Two moments</option>
            {others.map((name) => (
              <option key={name} value={formatSides(withBranch(name, sides))}>
                This log with {name}
              </option>
            ))}
            {formers.map(({ name }) => (
              <option key={name} value={formatSides({ kind: 'code', projection: name })}>
                The code of {name}, older and newer
              </option>
            ))}
          </select>
        </div>
      )}
      {sides.kind === 'branch' && (
        <label class="compare-then">
          <input
            type="checkbox"
            checked={sides.sameTime}
            onChange={({ currentTarget }) => set({ ...sides, sameTime: currentTarget.checked })}
          />
          as it was at the same time
        </label>
      )}
      {sides.kind === 'moments' && (
        <div class="compare-moments">
          <SideBox
            app={app}
            id="compare-from"
            label="Before"
            side={sides.from}
            set={(from) => set({ ...sides, from })}
          />
          <button
            type="button"
            class="button small"
            title="Change the sides"
            aria-label="Change the sides"
            onClick={() => set({ kind: 'moments', from: sides.to, to: sides.from })}
          >
            ⇄
          </button>
          <SideBox
            app={app}
            id="compare-to"
            label="After"
            side={sides.to}
            set={(to) => set({ ...sides, to })}
          />
        </div>
      )}
    </div>
  );
}

function withBranch(branch: string, sides: Sides): Sides {
  return { kind: 'branch', branch, sameTime: sides.kind === 'branch' && sides.sameTime };
}

interface SideBoxProps {
  app: App;
  id: string;
  label: string;
  side: Side;
  set: (side: Side) => void;
}

// What is typed counts as soon as it is a moment of the log; anything else is said below.
function SideBox({ app, id, label, side, set }: SideBoxProps) {
  const typed = useSignal<string | null>(null);
  const text = typed.value ?? (side === 'playhead' ? '' : String(side));
  const read = readSide(text);
  const head = app.head.value;
  const problem =
    read === null
      ? 'Type the number of an event, or nothing for the playhead.'
      : read !== 'playhead' && read > head
        ? `The log ends at event ${count(head)}.`
        : null;
  return (
    <div class="field">
      <div class="label">
        <label for={id}>{label}</label>
        {side !== 'playhead' && (
          <button
            type="button"
            class="link quiet"
            aria-label={`${label}: the playhead`}
            onClick={() => {
              typed.value = null;
              set('playhead');
            }}
          >
            playhead
          </button>
        )}
      </div>
      <input
        id={id}
        class="input mono"
        placeholder="playhead"
        value={text}
        autocomplete="off"
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onInput={({ currentTarget: { value } }) => {
          typed.value = value;
          const next = readSide(value);
          if (next !== null && (next === 'playhead' || next <= head)) set(next);
        }}
        onBlur={() => {
          typed.value = null;
        }}
      />
      {problem && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
