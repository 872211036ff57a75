import type { App } from '../../../app';
import { count, listed, plural } from '../../../format';
import type { Forgotten, PersonalText, PersonResult, StreamID } from '../../../protocol';
import { useAnswer } from '../../use-answer';
import { shownPosition } from '../../use-view';
import { ForgetButton } from './forget-button';
import { People } from './people';
import { KeyState } from './people-list';

interface PersonCardProps {
  app: App;
  person: StreamID;
  /** Hears what became of them when they are forgotten. */
  told: (forgotten: Forgotten, others: readonly StreamID[]) => void;
}

/** What is known of a person, where it stands, and how to forget it. */
export function PersonCard({ app, person, told }: PersonCardProps) {
  const { answer, problem } = useAnswer(app, 'person', () => ({
    person,
    position: shownPosition(app),
  }));
  if (problem) return <p class="problem">{problem}</p>;
  if (!answer) {
    return (
      <div class="skeleton" aria-hidden="true">
        <span />
        <span />
      </div>
    );
  }
  return (
    <article class="card" aria-labelledby="person-title">
      <header class="card-head">
        <h3 class="mono" id="person-title">
          {person}
        </h3>
        <div class="card-meta">
          {answer.person.events > 0 && (
            <span>
              key <KeyState person={answer.person} />
            </span>
          )}
          {answer.person.events > 0 && <span>{plural(answer.person.events, 'event')}</span>}
        </div>
      </header>
      {answer.texts.length === 0 ? (
        <p class="empty">No event up to here holds data of {person} as a person.</p>
      ) : (
        <Known app={app} answer={answer} />
      )}
      {answer.person.state === 'known' && <ForgetButton app={app} known={answer} told={told} />}
    </article>
  );
}

function Known({ app, answer }: { app: App; answer: PersonResult }) {
  const { texts, total, clear, holding, person, actors = [], others = [] } = answer;
  return (
    <>
      <div class="table-scroll">
        <table class="rows personal" aria-label={`What is known of ${person.person}`}>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">Field</th>
              <th scope="col">Text</th>
            </tr>
          </thead>
          <tbody>
            {texts.map((text) => (
              <Row key={`${text.position} ${text.field}`} app={app} text={text} />
            ))}
          </tbody>
        </table>
      </div>
      {total > texts.length && (
        <p class="hint">
          The newest {count(texts.length)} of {count(total)}.
        </p>
      )}
      {clear > 0 && (
        <p class="hint clear-texts">
          {plural(clear, 'text')} {clear === 1 ? 'was' : 'were'} recorded in the clear. Forgetting
          does not reach {clear === 1 ? 'it' : 'them'}: nothing recorded is ever changed.
        </p>
      )}
      {actors.length > 0 && (
        <p class="hint">
          Metadata tells as well: {listed(actors.map((actor) => `“${actor}”`))} acted here, in the
          clear. That stays.
        </p>
      )}
      {holding.length > 0 && (
        <p class="hint">
          It stands in {listed(holding.map(({ name, rows }) => `${name} (${plural(rows, 'row')})`))}
          .
        </p>
      )}
      {others.length > 0 && (
        <p class="hint">
          Some of the same is known of <People app={app} people={others} />, each with a key of
          their own.
        </p>
      )}
    </>
  );
}

function Row({ app, text }: { app: App; text: PersonalText }) {
  return (
    <tr data-state={text.state}>
      <td>
        <button
          type="button"
          class="link key"
          title={text.type}
          aria-label={`Go to event ${text.position}, ${text.type}`}
          onClick={() => {
            app.seek(text.position);
            app.openEvent(text.position);
          }}
        >
          #{count(text.position)}
        </button>
      </td>
      <td>{text.field}</td>
      <td>
        {text.state === 'forgotten' ? <span class="status warn">forgotten</span> : text.text}
        {text.state === 'inClear' && <span class="row-change in-clear">in the clear</span>}
      </td>
    </tr>
  );
}
