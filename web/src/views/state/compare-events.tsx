import type { App } from '../../app';
import { count, plural } from '../../format';
import type { CompareResult } from '../../protocol';
import { markColour } from '../events/event-row';

interface CompareEventsProps {
  app: App;
  answer: Pick<CompareResult, 'events' | 'total' | 'streams' | 'types'>;
  title?: string;
  /** They are of another log, in which nothing can be opened from here. */
  closed?: boolean;
}

/** The events that lie between two moments, by type and one by one. */
export function CompareEvents({ app, answer, title, closed }: CompareEventsProps) {
  const { events, total, streams, types } = answer;
  const id = `compare-log${closed ? '-there' : ''}`;
  if (total === 0) return null;
  return (
    <article class="card">
      <header class="card-head">
        <h3 id={id}>{title ?? 'The log between'}</h3>
        <div class="card-meta">
          <span>
            {plural(total, 'event')}
            {streams > 0 && ` on ${plural(streams, 'stream')}`}
          </span>
        </div>
      </header>
      <p class="compare-types">
        {types.map(({ type, colour, count: n }) => (
          <span key={type} class="chip" style={{ '--chip': markColour(colour) }}>
            {type} {count(n)}
          </span>
        ))}
      </p>
      <ul class="history" aria-labelledby={id}>
        {events.map((row) => (
          <li key={row.position}>
            <button
              type="button"
              class="history-row"
              disabled={closed}
              onClick={() => app.openEvent(row.position)}
            >
              <span class="mono muted">#{row.position}</span>
              <span class="chip" style={{ '--chip': markColour(row.colour) }}>
                {row.type}
              </span>
              <span class="mono muted cut">{row.summary}</span>
              <span class="mono muted">{row.stream}</span>
            </button>
          </li>
        ))}
      </ul>
      {total > events.length && (
        <p class="hint">The first {count(events.length)} of them are listed.</p>
      )}
    </article>
  );
}
