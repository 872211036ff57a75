// The database is destroyed after a kill, so that only the second copy has
// what was acknowledged.

import { onProfile } from './on-profile.mjs';
import { removeDatabases, tear } from './profile.mjs';
import { Write } from './write.mjs';

/** How many wipes a profile sees: what was restored can be lost again. */
const perProfile = 5;

/** Destroys databases, until so many were found empty before the core had looked. */
export async function wipes(experiment, { wipes }) {
  const { seed, result } = experiment;
  while (result.wiped < wipes && !result.bad) {
    const until = Math.min(wipes, result.wiped + perProfile);
    await onProfile(experiment, async (here) => {
      const write = new Write(here, `${seed} ${result.tried}`);
      for (let tries = 0; result.wiped < until; tries++) {
        if (tries === 2 * perProfile)
          throw new Error('the database was not wiped: nothing is shown');
        await write.andKill();
        await destroy(here, write);
        await write.read();
      }
      await write.read();
    });
  }
  result.n = result.wiped;
}

// Chromium with LevelDB is made to do it itself, at the launch after the one
// that writes behind a torn header. The others lose the whole folder.
async function destroy({ browser, profile }, write) {
  if (browser !== 'chromium') return removeDatabases(browser, profile);
  tear(profile);
  await write.touch();
}
