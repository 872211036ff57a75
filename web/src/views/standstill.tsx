import type { App } from '../app';
import { askDrill, standstillText, waitingText } from '../app/processes';
import { dateTime, time } from '../format';
import type { RunnerDo, Standstill } from '../protocol';
import { useAnswer } from './use-answer';

/** What the runner of processes is up to now, whatever moment is shown; null before it is known. */
export function useStandstill(app: App): Standstill | null {
  return useAnswer(app, 'standstill', () => (app.head.value > 0 ? {} : null)).answer;
}

/**
 * A page says on whatever tab that no process moves, since it may be another page where the
 * runner was stopped, or one of yesterday.
 */
export function StandstillLine({ app }: { app: App }) {
  const still = useStandstill(app);
  if (!still || app.core.value.kind === 'safe') return null;
  // Holding it is nothing to tell of before something waits.
  if (!still.crashed && still.events + still.processes === 0) return null;
  const text = standstillText(still, clock);
  if (text === null || (app.view.value.panel === 'processes' && !app.past.value)) return null;
  return (
    <section class="notice error standstill" aria-label="Runner of processes">
      <p>
        {text} {waitingText(still)}
      </p>
      <div class="buttons">
        <Again app={app} still={still} />
        <button type="button" class="button small" onClick={() => app.setPanel('processes')}>
          Show processes
        </button>
      </div>
    </section>
  );
}

function Again({ app, still }: { app: App; still: Standstill }) {
  const [what, label, said]: [RunnerDo, string, string] = still.crashed
    ? ['restart', 'Start the runner again', 'The runner starts again.']
    : ['release', 'Let it run', 'The runner goes on by itself.'];
  return (
    <button
      type="button"
      class="button small"
      onClick={() => void askDrill(app, 'runner', { do: what }, said)}
    >
      {label}
    </button>
  );
}

/** The time of day, with the day when that was another. */
export function clock(timestamp: number): string {
  const sameDay = new Date(timestamp).toDateString() === new Date().toDateString();
  return sameDay ? time(timestamp) : dateTime(timestamp);
}
