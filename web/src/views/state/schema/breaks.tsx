import type { App } from '../../../app';
import { count } from '../../../format';
import type { SchemaResult } from '../../../protocol';
import type { Chosen } from './types';

interface SchemaBreaksProps {
  app: App;
  answer: SchemaResult;
  chosen: Chosen;
}

/** The events that cannot be read, and why. */
export function SchemaBreaks({ app, answer, chosen }: SchemaBreaksProps) {
  const { breaks, broken } = answer;
  if (breaks === 0) return null;
  return (
    <article class="card">
      <header class="card-head">
        <h3 id="schema-breaks">Events that break</h3>
      </header>
      <ul class="schema-breaks" aria-labelledby="schema-breaks">
        {broken.map((one) => (
          <li key={one.position}>
            <button
              type="button"
              class="link mono"
              onClick={() => {
                chosen.value = one.position;
                app.openEvent(one.position);
              }}
            >
              #{one.position} {one.type} v{one.schemaVersion}
            </button>{' '}
            <span>{one.why}</span>
          </li>
        ))}
      </ul>
      {breaks > broken.length && (
        <p class="hint">
          The first {count(broken.length)} of {count(breaks)}.
        </p>
      )}
    </article>
  );
}
