import type { App } from '../../../app';
import { guarantees, setSubscriber } from '../../../app/delivery';
import { taken, verdict } from '../../../app/delivery-words';
import type { DeliveryGuarantee, Position, Subscriber, SubscriberOutcome } from '../../../protocol';
import { Feed } from './feed';
import { Marks } from './marks';
import { Park } from './park';

interface SubscriberCardProps {
  app: App;
  index: number;
  subscriber: Subscriber;
  outcome: SubscriberOutcome;
  /** The first event that is delivered. */
  from: Position;
}

/** A subscriber: how it takes events, and what came of that. */
export function SubscriberCard(props: SubscriberCardProps) {
  const { app, index, subscriber, outcome, from } = props;
  const { name } = subscriber;
  return (
    <article class="card subscriber" aria-label={`Subscriber ${name}`}>
      <Manner index={index} subscriber={subscriber} />
      <Marks outcome={outcome} from={from} />
      <p class={outcome.equal ? 'verdict good' : 'verdict bad'}>
        <b>{verdict(outcome)}</b> <span class="muted">{taken(outcome)}</span>
      </p>
      {!outcome.equal && <Partings app={app} outcome={outcome} />}
      <Park app={app} index={index} subscriber={subscriber} outcome={outcome} />
      <Feed app={app} index={index} name={name} />
    </article>
  );
}

function Manner({ index, subscriber }: { index: number; subscriber: Subscriber }) {
  const { name, guarantee, idempotent, ordered } = subscriber;
  const exact = guarantee === 'effectivelyOnce';
  const about = guarantees.find(({ id }) => id === guarantee)?.about;
  return (
    <header class="card-head">
      <h3>{name}</h3>
      <select
        class="input slim"
        aria-label={`Guarantee of ${name}`}
        title={about}
        value={guarantee}
        onChange={({ currentTarget }) =>
          setSubscriber(index, { guarantee: currentTarget.value as DeliveryGuarantee })
        }
      >
        {guarantees.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <Check
        label="idempotent"
        name={`${name} is idempotent`}
        about="It remembers what it has taken."
        checked={idempotent || exact}
        fixed={exact}
        set={(checked) => setSubscriber(index, { idempotent: checked })}
      />
      <Check
        label="ordered"
        name={`${name} is ordered`}
        about="It holds an event back until those before it have come."
        checked={ordered || exact}
        fixed={exact}
        set={(checked) => setSubscriber(index, { ordered: checked })}
      />
    </header>
  );
}

interface CheckProps {
  label: string;
  name: string;
  about: string;
  checked: boolean;
  /** The guarantee brings it along. */
  fixed: boolean;
  set: (checked: boolean) => void;
}

function Check({ label, name, about, checked, fixed, set }: CheckProps) {
  return (
    <label class="check" title={fixed ? `${about} Its guarantee brings that along.` : about}>
      <input
        type="checkbox"
        aria-label={name}
        checked={checked}
        disabled={fixed}
        onChange={({ currentTarget }) => set(currentTarget.checked)}
      />
      {label}
    </label>
  );
}

/** The first values that are wrong, beside what they should be. */
function Partings({ app, outcome }: { app: App; outcome: SubscriberOutcome }) {
  const { partings, first, values } = outcome;
  return (
    <>
      <div class="table-scroll">
        <table class="rows partings">
          <thead>
            <tr>
              <th scope="col">Value</th>
              <th scope="col" class="number">
                {outcome.name} has
              </th>
              <th scope="col" class="number">
                truth
              </th>
            </tr>
          </thead>
          <tbody>
            {partings.map(({ key, field, is, want }) => (
              <tr key={`${key} ${field}`}>
                <td>
                  {key} {field.toLowerCase()}
                </td>
                <td class="number">
                  <b>{is ?? 'no row'}</b>
                </td>
                <td class="number">{want ?? 'no row'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">
        {values > partings.length && `${values - partings.length} more. `}
        {first !== undefined && (
          <>
            The first event that went wrong is{' '}
            <button type="button" class="link" onClick={() => app.seek(first)}>
              #{first}
            </button>
            .
          </>
        )}
      </p>
    </>
  );
}
