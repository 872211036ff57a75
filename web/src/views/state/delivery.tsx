import { useComputed } from '@preact/signals';
import type { App } from '../../app';
import { chosenProjection, desk, runOf } from '../../app/delivery';
import type { DeliveryParams } from '../../protocol';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition } from '../use-view';
import { Channel } from './delivery/channel';
import { Notes } from './delivery/notes';
import { RunBar } from './delivery/run-bar';
import { SubscriberCard } from './delivery/subscriber-card';

/** Subscribers side by side, who take the log's events through a channel with faults. */
export function DeliveryPanel({ app }: { app: App }) {
  const { answer, problem } = useAnswer(app, 'delivery', () => question(app));
  const settings = desk.value;
  const empty = useComputed(() => shownPosition(app) === 0).value;
  return (
    <div class="delivery">
      <Channel app={app} />
      {problem && <p class="problem">{problem}</p>}
      {empty && <p class="empty">Nothing has happened yet, so there is nothing to deliver.</p>}
      {!answer && !problem && <Skeleton />}
      {answer && !empty && (
        <>
          <RunBar app={app} run={answer} />
          {answer.subscribers.map((outcome, i) => {
            const subscriber = settings.subscribers[i];
            return (
              subscriber && (
                <SubscriberCard
                  key={subscriber.name}
                  app={app}
                  index={i}
                  subscriber={subscriber}
                  outcome={outcome}
                  from={answer.from}
                />
              )
            );
          })}
          <Notes app={app} run={answer} />
        </>
      )}
    </div>
  );
}

/** What is asked, which the run follows from. */
function question(app: App): DeliveryParams | null {
  const settings = desk.value;
  const world = app.world.value;
  const projection = world && chosenProjection(settings, world.name, world.projections);
  if (!projection) return null;
  const params: DeliveryParams = { ...runOf(settings, projection), at: shownPosition(app) };
  if (settings.tick !== null) params.tick = settings.tick;
  return params;
}
