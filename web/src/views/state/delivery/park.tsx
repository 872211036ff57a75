import type { App } from '../../../app';
import { setSubscriber } from '../../../app/delivery';
import { plural } from '../../../format';
import type { Subscriber, SubscriberOutcome } from '../../../protocol';

interface ParkProps {
  app: App;
  index: number;
  subscriber: Subscriber;
  outcome: SubscriberOutcome;
}

/** The events that a subscriber has put aside, and the way to hand them to it again. */
export function Park({ app, index, subscriber, outcome }: ParkProps) {
  const { name, replay } = subscriber;
  const { parked, inPark } = outcome;
  if (inPark === 0 && !replay) return null;
  const toggle = () => {
    setSubscriber(index, { replay: !replay });
    app.say(
      replay
        ? `What ${name} parked stays parked.`
        : `The handler of ${name} is mended, and what it parked is replayed.`,
    );
  };
  return (
    <div class="park">
      <p>
        {inPark > 0 ? `${plural(inPark, 'event')} parked.` : 'The park is empty again.'}{' '}
        <button
          type="button"
          class="button small"
          aria-label={`${replay ? 'Undo the replay' : 'Mend the handler and replay'}: ${name}`}
          onClick={toggle}
        >
          {replay ? 'Undo the replay' : 'Mend the handler and replay'}
        </button>
      </p>
      {parked.length > 0 && (
        <ul aria-label={`Parked by ${name}`}>
          {parked.map(({ event, why }) => (
            <li key={event.position}>
              <button type="button" class="link" onClick={() => app.seek(event.position)}>
                #{event.position} {event.type}
              </button>{' '}
              <span class="muted">
                {event.stream}. {why}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
