// A profile, and the books about what is in it, for as long as a piece of work.

import { makeProfile, removeProfile } from '../browsers.mjs';
import { Ledger } from '../ledger.mjs';

/** Does the work with a new profile, and removes it unless something was lost and is to be looked at. */
export async function onProfile(experiment, work) {
  const { result, keep } = experiment;
  const profile = makeProfile();
  const ledger = new Ledger();
  try {
    await work({ ...experiment, profile, ledger });
  } catch (reason) {
    result.failure = reason.message;
  }
  result.close(ledger);
  if (result.bad && keep) result.leave(profile);
  removeProfile(profile, result.bad && keep);
}
