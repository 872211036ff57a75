import type { App } from '../../app';
import { count, plural } from '../../format';
import type { DiffResult, WhatIfEvent, WhatIfResult, WhatIfVerdict } from '../../protocol';

interface WhatIfAnswerProps {
  app: App;
  answer: WhatIfResult;
  /** Makes it a branch. */
  make(): void;
}

/** What would have become of the later events, and of everything at the end. */
export function WhatIfAnswer({ app, answer, make }: WhatIfAnswerProps) {
  return (
    <>
      <p class="what-if-summary" role="status">
        {summary(answer)}
      </p>
      <ul class="judged" aria-label="What becomes of each event">
        {answer.judged.map((event) => (
          <Judged
            key={`${event.position} ${event.becomes}`}
            app={app}
            event={event}
            own={event.stream === answer.stream}
          />
        ))}
      </ul>
      {answer.total > answer.judged.length && (
        <p class="hint">and {count(answer.total - answer.judged.length)} more</p>
      )}
      {answer.halted.length > 0 && (
        <p class="hint">
          {named(answer.halted)} would go on otherwise; how is not known here. On a branch{' '}
          {answer.halted.length === 1 ? 'it goes' : 'they go'} on.
        </p>
      )}
      <Differs differs={answer.differs} />
      <button type="button" class="button primary" onClick={make}>
        Make it a branch
      </button>
    </>
  );
}

function summary({ counts, stream, others, othersTotal }: WhatIfResult): string {
  const { valid, refused, other, unasked, unknown } = counts;
  const total = valid + refused + other + unasked + unknown;
  if (total === 0) return `No event of ${stream} comes after it.`;
  const streams =
    othersTotal > 3
      ? `${stream} and ${plural(othersTotal, 'other stream')}`
      : listed([stream, ...others]);
  const parts = [
    valid > 0 ? `${count(valid)} still valid` : '',
    refused > 0 ? `${count(refused)} would have been refused` : '',
    other > 0 ? `${count(other)} would have been different` : '',
    unasked > 0 ? `${count(unasked)} would not have been asked for` : '',
    unknown > 0 ? `${count(unknown)} kept, as what would have been is not known` : '',
  ].filter((part) => part !== '');
  return `Of ${plural(total, 'later event')} of ${streams}: ${parts.join(', ')}.`;
}

function listed(names: readonly string[]): string {
  return names.length < 2
    ? names.join()
    : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** Some of several names, with how many more there are. */
function named(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${count(names.length - 3)} more` : shown;
}

const words: Record<WhatIfVerdict, string> = {
  edited: 'this one',
  valid: 'still valid',
  refused: 'refused',
  other: 'different',
  unasked: 'not asked for',
  unknown: 'not known',
};

interface JudgedProps {
  app: App;
  event: WhatIfEvent;
  /** Whether it is of the stream that is asked about. */
  own: boolean;
}

function Judged({ app, event, own }: JudgedProps) {
  const { position, type, verdict, refusal, instead, becomes, command } = event;
  return (
    <li data-verdict={verdict}>
      {position > 0 ? (
        <button type="button" class="link jump" onClick={() => app.seek(position)}>
          #{position}
        </button>
      ) : (
        <span class="muted">new</span>
      )}
      <span class="judged-what">
        <b class={becomes ? '' : 'judged-gone'}>{type}</b> {event.summary}
        {!own && <span class="mono muted"> {event.stream}</span>}
        {refusal && (
          <span class="judged-why">
            {command} would have been refused: {refusal.message}.
          </span>
        )}
        {instead?.map((text) => (
          <ins key={text}>{text}</ins>
        ))}
      </span>
      <span class="judged-verdict">{words[verdict]}</span>
    </li>
  );
}

function Differs({ differs: { total, changes } }: { differs: DiffResult }) {
  if (total === 0) return <p class="hint">At the end everything would be as it is.</p>;
  return (
    <>
      <h4>What would differ at the end</h4>
      <div class="table-scroll">
        <table class="rows" aria-label="What would differ">
          <thead>
            <tr>
              <th scope="col">Where</th>
              <th scope="col">Value</th>
              <th scope="col">Is</th>
              <th scope="col">Would be</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ where, key, field, before, after }) => (
              <tr key={`${where} ${key} ${field}`}>
                <td>{where}</td>
                <td>
                  <span class="key">{key}</span> {field}
                </td>
                <td>{before === undefined ? <span class="muted">–</span> : <del>{before}</del>}</td>
                <td>
                  {after === undefined ? <span class="muted">gone</span> : <ins>{after}</ins>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > changes.length && (
        <p class="hint">and {count(total - changes.length)} more values</p>
      )}
    </>
  );
}
