import { useSignal } from '@preact/signals';
import type { App } from '../../app';
import { askDrill, duration, waitingText, wholeNumber } from '../../app/processes';
import { count } from '../../format';
import type { Drill, RunnerDo } from '../../protocol';
import { clock, useStandstill } from '../standstill';

/** The most seconds that the clock runs forward at once: a year. */
const longest = 366 * 86_400;

/** The runner of processes and the clock by which they time out. */
export function RunnerCard({ app, drill }: { app: App; drill: Drill }) {
  const past = app.past.value;
  return (
    <article class="card runner" aria-label="Runner">
      <header class="card-head">
        <h3>Runner</h3>
        <div class="card-meta">
          <RunnerState drill={drill} />
          <span title="Simulated: it moves only when somebody runs it forward">
            clock <span class="mono">{drill.clock}</span>
          </span>
        </div>
      </header>
      {past ? (
        <p class="hint">
          As it was at this moment. The runner acts on the log as it is now.{' '}
          <button type="button" class="link" onClick={() => app.seek('live')}>
            Back to now
          </button>
        </p>
      ) : (
        <>
          {drill.crashed && <Crashed app={app} drill={drill} />}
          <div class="buttons">
            <RunnerButtons app={app} drill={drill} />
          </div>
          <Clock app={app} drill={drill} />
        </>
      )}
    </article>
  );
}

function RunnerState({ drill }: { drill: Drill }) {
  if (drill.crashed) return <span class="status bad">✕ crashed</span>;
  if (drill.held) return <span class="status warn">❚❚ held</span>;
  return <span class="status good">✓ runs by itself</span>;
}

function Crashed({ app, drill }: { app: App; drill: Drill }) {
  const still = useStandstill(app);
  return (
    <div class="stopped">
      <p>
        It crashed at {drill.crashed}
        {still?.crashed && `, event ${count(still.since)}, ${clock(still.timestamp)}`}. No process
        moves, in any tab.
      </p>
      <p>
        {still?.crashed && waitingText(still)} What was recorded and not answered is still in the
        outbox.
      </p>
      <div class="buttons">
        <button
          type="button"
          class="button small"
          onClick={() => void doing(app, 'restart', 'The runner starts again.')}
        >
          Start the runner again
        </button>
      </div>
    </div>
  );
}

function RunnerButtons({ app, drill }: { app: App; drill: Drill }) {
  if (!drill.held) {
    return (
      <button
        type="button"
        class="button small"
        onClick={() => void doing(app, 'hold', 'The runner is held: it takes a step when asked.')}
      >
        Hold, to go step by step
      </button>
    );
  }
  return (
    <>
      <button
        type="button"
        class="button small"
        disabled={drill.crashed !== undefined}
        onClick={() => void step(app)}
      >
        Take one step
      </button>
      <button
        type="button"
        class="button small"
        onClick={() => void doing(app, 'release', 'The runner goes on by itself.')}
      >
        Let it run
      </button>
    </>
  );
}

async function doing(app: App, what: RunnerDo, said: string): Promise<void> {
  await askDrill(app, 'runner', { do: what }, said);
}

async function step(app: App): Promise<void> {
  const answer = await askDrill(app, 'runner', { do: 'step' }, 'One step was taken.');
  if (answer && !answer.acted)
    app.notify('info', 'There is no step to take: no process waits for the runner.');
}

function Clock({ app, drill }: { app: App; drill: Drill }) {
  const text = useSignal('60');
  const problem = useSignal<string | null>(null);
  const run = (seconds: number) =>
    void askDrill(app, 'runClock', { seconds }, `The clock ran forward by ${duration(seconds)}.`);
  return (
    <form
      class="clock"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const read = wholeNumber(text.value, 1, longest);
        problem.value = 'problem' in read ? read.problem : null;
        if ('value' in read) run(read.value);
      }}
    >
      <label class="label" for="clock-seconds">
        Run the clock forward by seconds
      </label>
      <div class="clock-row">
        <input
          id="clock-seconds"
          class="input mono"
          inputMode="numeric"
          value={text.value}
          aria-invalid={problem.value ? true : undefined}
          aria-describedby={problem.value ? 'clock-problem' : undefined}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            problem.value = null;
          }}
        />
        <button type="submit" class="button small">
          Run forward
        </button>
        {drill.due > 0 && (
          <button type="button" class="button small" onClick={() => run(drill.due)}>
            To the next timeout ({duration(drill.due)})
          </button>
        )}
      </div>
      {problem.value && (
        <p class="problem" id="clock-problem">
          {problem.value}
        </p>
      )}
    </form>
  );
}
