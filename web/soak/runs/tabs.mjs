// Many workers append to one log at once. They are in one page: to the storage
// each is a tab of its own.

import { Session } from '../session.mjs';
import { onProfile } from './on-profile.mjs';

/** How many workers there are. */
const workers = 8;

/** Appends so often with each worker, to so many streams. */
export async function tabs(experiment, { appends, streams }) {
  const { seed, result } = experiment;
  await onProfile(experiment, async (here) => {
    const session = new Session(here, { task: 'tabs', seed, workers, appends, streams });
    await session.until('done', 60 + appends * workers);
    await session.kill();
    if (result.conflicts === 0) throw new Error('no append met another: nothing is shown');
    result.n = workers * appends;
    result.tried = result.n + result.conflicts;
  });
}
