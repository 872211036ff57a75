import type { App } from '../../../app';
import { chosenProjection, desk, runOf } from '../../../app/delivery';
import { reasonOf, toldElsewhere } from '../../../app/reason';

interface FeedProps {
  app: App;
  index: number;
  name: string;
}

/** Lets what a subscriber came to be the live read model; the replay check looks at it then. */
export function Feed({ app, index, name }: FeedProps) {
  const world = app.world.value;
  const projection = world && chosenProjection(desk.value, world.name, world.projections);
  if (!projection) return null;
  const feeds = app.projections.value[projection]?.fed === name;
  const toggle = async () => {
    if (feeds) {
      app.rebuild(projection);
      app.say(`${projection} is rebuilt from the log.`);
      return;
    }
    try {
      const delivery = runOf(desk.value, projection);
      await app.client.request('feed', { delivery, subscriber: index });
      app.say(`${projection} now shows what subscriber ${name} made of the log.`);
    } catch (reason) {
      if (!toldElsewhere(reason)) app.notify('error', reasonOf(reason));
    }
  };
  return (
    <label class="check feed">
      <input
        type="checkbox"
        aria-label={`${name} feeds the live ${projection}`}
        checked={feeds}
        disabled={app.past.value}
        onChange={() => void toggle()}
      />
      feeds the live {projection}
    </label>
  );
}
