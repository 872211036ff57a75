// Ends workers while they append. The next one is loaded beside them: what a
// core does before it opens a log is not what is tried here.

import { Core } from './core.mjs';
import { Dice } from './dice.mjs';
import { tell } from './tell.mjs';
import { Writer } from './writer.mjs';

/** How many appends may be answered between two kills. */
const answered = 3;
/** The latest moment of a kill, as a multiple of the typical time to an answer. */
const latest = 1.5;
/** How much a new answer counts in the typical time to one. */
const share = 0.2;

/** Ends a worker so many times, each while an append is in flight. */
export async function terminate({ script, seed, kills }) {
  const dice = new Dice(seed);
  let spare = new Core(script);
  let pending = null;
  let typical = 5; // milliseconds to an answer, as it is learned
  for (let kill = 0; kill <= kills; kill++) {
    const core = spare;
    const { guarantee, findings = [] } = await core.open(kill === 0);
    const lines = await core.read();
    await tell('log', { lines, guarantee, findings });
    const writer = new Writer(core, 'soak-1', dice);
    writer.continueFrom(lines);
    if (pending) await writer.send(pending);
    if (kill === kills) break;
    spare = new Core(script);
    for (let left = dice.below(answered + 1); left > 0; left--) await writer.send(writer.next());
    do {
      pending = writer.next();
      await tell('sending', { append: pending });
      const began = performance.now();
      const outcome = await firstOf(
        core.ask('append', pending),
        moment(dice.upTo(latest * typical)),
      );
      if (outcome) {
        typical += share * (performance.now() - began - typical);
        await writer.acknowledge(pending, outcome);
        pending = null;
      }
    } while (!pending);
    core.terminate();
    await tell('killed');
  }
  await tell('done');
}

/** Resolves with the answer, or with null when the time is over before. */
function firstOf(answer, time) {
  return Promise.race([answer, time.then(() => null)]);
}

/** Waits for less than timers can. */
async function moment(milliseconds) {
  const { port1, port2 } = new MessageChannel();
  const until = performance.now() + milliseconds;
  while (performance.now() < until) {
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  }
  port1.close();
}
