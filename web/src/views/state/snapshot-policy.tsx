import { batch, useSignal } from '@preact/signals';
import type { App } from '../../app';
import { reasonOf } from '../../app/reason';
import {
  bounds,
  deployAfter,
  deploys,
  foldAt,
  forgetDeploys,
  snapshotSettings,
} from '../../app/snapshots';
import { count, plural } from '../../format';
import type { SnapshotRule } from '../../protocol';
import { NumberBox } from '../number-box';
import { useShownPosition } from '../use-view';

const rules: readonly { rule: SnapshotRule; label: string }[] = [
  { rule: 'every', label: 'every n events' },
  { rule: 'boundary', label: 'when a boundary is crossed' },
  { rule: 'time', label: 'by time' },
  { rule: 'never', label: 'never' },
  { rule: 'multiple', label: 'version % n == 0 (the classic mistake)' },
];

/** When snapshots are taken, and which code folds. */
export function SnapshotPolicy({ app }: { app: App }) {
  const { rule, n, seconds } = snapshotSettings.value;
  return (
    <article class="card snapshot-policy" aria-label="Policy for snapshots">
      <div class="snapshot-settings">
        <div class="field">
          <label class="label" for="snapshot-rule">
            Take a snapshot
          </label>
          <select
            id="snapshot-rule"
            class="input"
            value={rule}
            onChange={(event) => choose(app, event.currentTarget.value as SnapshotRule)}
          >
            {rules.map((each) => (
              <option key={each.rule} value={each.rule}>
                {each.label}
              </option>
            ))}
          </select>
        </div>
        {rule === 'time' && (
          <NumberBox
            id="snapshot-seconds"
            label="Seconds"
            value={seconds}
            {...bounds.seconds}
            set={(value) => set({ seconds: value })}
          />
        )}
        {rule !== 'time' && rule !== 'never' && (
          <NumberBox
            id="snapshot-n"
            label="n"
            value={n}
            {...bounds.n}
            set={(value) => set({ n: value })}
          />
        )}
      </div>
      <p class="hint">{about(rule, n, seconds)}</p>
      {rule === 'multiple' && <SavesOfSeveral app={app} />}
      <Deploys app={app} />
    </article>
  );
}

function set(change: Partial<typeof snapshotSettings.value>): void {
  snapshotSettings.value = { ...snapshotSettings.value, ...change };
}

function choose(app: App, rule: SnapshotRule): void {
  set({ rule });
  const { n, seconds } = snapshotSettings.value;
  app.say(about(rule, n, seconds));
}

/** What a policy does, in a sentence or two. */
export function about(rule: SnapshotRule, n: number, seconds: number): string {
  switch (rule) {
    case 'every':
      return `After a save, when ${plural(n, 'event')} or more came since the last one that can be used.`;
    case 'boundary':
      return `After a save that reached or passed a multiple of ${count(n)}.`;
    case 'time':
      return `After a save, when the last one that can be used is ${plural(seconds, 'second')} old or older.`;
    case 'never':
      return 'Every load reads the stream from its first event.';
    case 'multiple':
      return `After a save that ends exactly at a multiple of ${count(n)}. A save of several events steps over it, and no snapshot is taken.`;
  }
}

/** Where the mistake is seen: saves that step over every multiple of five. */
const steppingOver = [1, 3, 2, 5];

/** Records a stream whose saves land on v1, v4, v6 and v11, and shows it. */
function SavesOfSeveral({ app }: { app: App }) {
  const busy = useSignal(false);
  const record = async () => {
    const category = (app.view.value.stream ?? '').split('-', 1)[0] ?? '';
    busy.value = true;
    try {
      const { seed } = app.traffic.value;
      const saved = await app.client.request('saves', { category, sizes: steppingOver, seed });
      app.selectStream(saved.stream);
      app.say(saved.message);
    } catch (reason) {
      app.notify('error', reasonOf(reason));
    }
    busy.value = false;
  };
  return (
    <div class="snapshot-deploys">
      <button
        type="button"
        class="button small"
        disabled={busy.value || app.past.value}
        onClick={() => void record()}
      >
        Record saves of 1, 3, 2 and 5 events
      </button>
      <p class="hint">A new stream, whose saves land on v1, v4, v6 and v11.</p>
    </div>
  );
}

/** The code that folds: new code makes the snapshots of the old stale. */
function Deploys({ app }: { app: App }) {
  const position = useShownPosition(app);
  const made = deploys.value.length;
  const here = foldAt(position);
  return (
    <div class="snapshot-deploys">
      <button
        type="button"
        class="button small"
        onClick={() => {
          deployAfter(position);
          app.say(
            `New fold code is in force from event ${position + 1} on. Older snapshots are stale.`,
          );
        }}
      >
        Deploy new fold code
      </button>
      <p class="hint">
        {made === 0
          ? 'Older snapshots would not fit it.'
          : `Deployed ${times(made)}, ${here === made ? 'all before this moment' : `${here} before this moment`}.`}
        {made > 0 && (
          <>
            {' '}
            <button
              type="button"
              class="link"
              onClick={() =>
                batch(() => {
                  forgetDeploys();
                  app.say('No new fold code was ever deployed.');
                })
              }
            >
              Undo
            </button>
          </>
        )}
      </p>
    </div>
  );
}

function times(n: number): string {
  return n === 1 ? 'once' : `${n} times`;
}
