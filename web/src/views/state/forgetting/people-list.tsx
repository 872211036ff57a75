import { useSignal } from '@preact/signals';
import type { App } from '../../../app';
import { count, plural } from '../../../format';
import type { Person } from '../../../protocol';
import { assertUnreachable } from '../../../unreachable';
import { useAnswer } from '../../use-answer';
import { shownPosition, useView } from '../../use-view';

/** Enough to see whether a search helps; more are found by a longer text. */
const shown = 8;

/** The people whose data events hold, and a search among them. */
export function PeopleList({ app }: { app: App }) {
  const query = useSignal('');
  const { answer, problem } = useAnswer(app, 'people', () => ({
    query: query.value,
    limit: shown,
    position: shownPosition(app),
  }));
  return (
    <article class="card">
      <header class="card-head">
        <h3 id="people-title">People</h3>
        {answer && (
          <div class="card-meta">
            <span>{plural(answer.total, 'person', 'people')}</span>
          </div>
        )}
      </header>
      <label class="hidden-text" for="people-query">
        Find a person
      </label>
      <input
        id="people-query"
        class="input"
        type="search"
        maxLength={200}
        placeholder="a stream, or what is known"
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
        }}
      />
      {problem && <p class="problem">{problem}</p>}
      {answer && !answer.keys && (
        <p class="problem">
          There is no place for keys here, so everything is recorded in the clear.
        </p>
      )}
      {answer && answer.people.length > 0 && <Table app={app} people={answer.people} />}
      {answer?.people.length === 0 && <p class="empty">{nobody(query.value)}</p>}
      {answer && answer.total > answer.people.length && (
        <p class="hint">
          The {count(answer.people.length)} that were written about last. A text finds others.
        </p>
      )}
    </article>
  );
}

function nobody(query: string): string {
  return query.trim() === ''
    ? 'No event up to here holds data of a person.'
    : 'Nobody here is called so, or is known by that.';
}

function Table({ app, people }: { app: App; people: Person[] }) {
  const selected = useView(app, 'stream');
  return (
    <div class="table-scroll">
      <table class="rows" aria-labelledby="people-title">
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Key</th>
            <th scope="col" class="number">
              Events
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((one) => (
            <tr key={one.person} class={one.person === selected ? 'selected' : ''}>
              <td>
                <button
                  type="button"
                  class="link key"
                  aria-pressed={one.person === selected}
                  onClick={() => app.selectStream(one.person)}
                >
                  {one.person}
                </button>
              </td>
              <td>
                <KeyState person={one} />
              </td>
              <td class="number">{count(one.events)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What became of a person's key, in a word. */
export function KeyState({ person }: { person: Person }) {
  switch (person.state) {
    case 'known':
      return <code>{person.key}</code>;
    case 'forgotten':
      return <span class="status warn">forgotten</span>;
    case 'inClear':
      return <span class="status bad">in the clear</span>;
    default:
      return assertUnreachable(person.state);
  }
}
