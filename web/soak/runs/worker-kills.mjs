// Workers are ended while an append is in flight; the next sends it again.

import { Session } from '../session.mjs';
import { onProfile } from './on-profile.mjs';

/** How many kills a log sees: each start reads it from the first event. */
const perLog = 250;
/** How long they may take. */
const patience = 1200;

/** Ends so many workers. */
export async function workerKills(experiment, { kills }) {
  const { seed, result } = experiment;
  for (let done = 0; done < kills && !result.bad; done += perLog) {
    await onProfile(experiment, async (here) => {
      const session = new Session(here, {
        task: 'terminate',
        seed: `${seed} ${done}`,
        kills: Math.min(perLog, kills - done),
      });
      await session.until('done', patience);
      await session.kill();
    });
  }
}
