import type { App } from '../../app';
import { brief } from '../../app/following';
import { count } from '../../format';
import type { Pace, ProjectionState } from '../../protocol';
import { NumberBox } from '../number-box';
import { useNow } from './use-now';

const free: Pace = { delay: 0, batch: 0, paused: false };

interface PaceProps {
  app: App;
  state: ProjectionState;
}

/** How closely a projection follows the log, to be looked at and changed. */
export function PaceSettings({ app, state }: PaceProps) {
  const { name, checkpoint, lag } = state;
  const pace = state.pace ?? free;
  const id = name.replaceAll(/\W+/g, '-');
  const set = (change: Partial<Pace>) => void app.setPace(name, { ...pace, ...change });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out by its parent
    <div class="pace" role="group" aria-label={`Pace of ${name}`} id={`pace-${id}`}>
      <div class="pace-fields">
        <NumberBox
          id={`pace-delay-${id}`}
          label="Delay, ms"
          name={`Delay of ${name}, ms`}
          value={pace.delay}
          min={0}
          max={60_000}
          set={(delay) => set({ delay })}
        />
        <NumberBox
          id={`pace-batch-${id}`}
          label="Batch, events"
          name={`Batch of ${name}, events`}
          value={pace.batch || 1000}
          min={1}
          max={10_000}
          set={(batch) => set({ batch })}
        />
        <button
          type="button"
          class="button small"
          aria-pressed={pace.paused}
          aria-label={pace.paused ? `Let ${name} go on` : `Pause ${name}`}
          onClick={() => {
            set({ paused: !pace.paused });
            app.say(pace.paused ? `${name} goes on.` : `${name} takes no more events.`);
          }}
        >
          {pace.paused ? 'Go on' : 'Pause'}
        </button>
        <button
          type="button"
          class="button small"
          aria-label={`Add it late: ${name}`}
          title="Begin with nothing, as if it were added now, and fill it from history"
          onClick={() => {
            app.addLate(name);
            app.say(`${name} begins with nothing and goes through history.`);
          }}
        >
          Add it late
        </button>
      </div>
      <p class="hint">
        At event {count(checkpoint)} of {count(checkpoint + lag)}
        {lag > 0 && <Behind state={state} />}. {meaning(pace)}
      </p>
    </div>
  );
}

function Behind({ state }: { state: ProjectionState }) {
  return (
    <>
      , behind by {count(state.lag)} and <LagTime state={state} />
    </>
  );
}

/** For how long the first event that a projection has not seen has been waiting. */
export function LagTime({ state }: { state: ProjectionState }) {
  const now = useNow(state.lag > 0);
  if (!state.since) return null;
  return <>{brief(Math.max(0, now - state.since))}</>;
}

function meaning({ delay, batch, paused }: Pace): string {
  if (paused) return 'It takes no events until it goes on.';
  if (delay === 0) return 'It takes events as they come.';
  const rest = batch > 0 ? `, then at most ${count(batch)} of them, and rests as long` : '';
  return `An event waits ${brief(delay)}${rest}.`;
}
