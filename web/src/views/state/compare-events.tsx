import type { App } from '../../app';
import { count, plural } from '../../format';
import type { CompareResult } from '../../protocol';
import { markColour } from '../events/event-row';

/** The events that lie between two moments, by type and one by one. */
export function CompareEvents({ app, answer }: { app: App; answer: CompareResult }) {
  const { events, total, types } = answer;
  if (total === 0) return null;
  return (
    <article class="card">
      <header class="card-head">
        <h3 id="compare-log">The log between</h3>
        <div class="card-meta">
          <span>{plural(total, 'event')}</span>
        </div>
      </header>
      <p class="compare-types">
        {types.map(({ type, colour, count: n }) => (
          <span key={type} class="chip" style={{ '--chip': markColour(colour) }}>
            {type} {count(n)}
          </span>
        ))}
      </p>
      <ul class="history" aria-labelledby="compare-log">
        {events.map((row) => (
          <li key={row.position}>
            <button type="button" class="history-row" onClick={() => app.openEvent(row.position)}>
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
