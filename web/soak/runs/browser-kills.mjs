// Browsers are killed while they append, and started again on their profile.

import { onProfile } from './on-profile.mjs';
import { checkBacking } from './profile.mjs';
import { Write } from './write.mjs';

/** How many kills a profile sees. */
const perProfile = 20;

/** Kills browsers, until so many had an append in flight. */
export async function browserKills(experiment, { kills }) {
  const { seed, result } = experiment;
  while (result.n < kills && !result.bad) {
    const until = Math.min(kills, result.n + perProfile);
    await onProfile(experiment, async (here) => {
      const write = new Write(here, `${seed} ${result.tried}`);
      for (let tries = 0; result.n < until; tries++) {
        if (tries === 2 * perProfile) throw new Error('no append was in flight: nothing is shown');
        await write.andKill();
      }
      // What a kill did to the database may show only at the second launch.
      for (const _ of [1, 2]) await write.read();
      checkBacking(here.browser, here.profile);
    });
  }
}
