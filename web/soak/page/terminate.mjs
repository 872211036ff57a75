// Ends workers while they append. The next one is loaded beside them: what a
// core does before it opens a log is not what is tried here.

import { Core } from './core.mjs';
import { Dice } from './dice.mjs';
import { moment } from './moment.mjs';
import { tell } from './tell.mjs';
import { Writer } from './writer.mjs';

/** Two, so that a kill also hits right after an answer: the other's append is in flight then. */
const streams = ['soak-1', 'soak-2'];
/** The latest moment of a kill, as a multiple of the typical time to an answer. */
const latest = 5;

/** Ends a worker so many times, each while an append is in flight. */
export async function terminate({ script, seed, kills }) {
  const dice = new Dice(seed);
  const writers = streams.map((stream) => new Writer(null, stream, new Dice(`${seed} ${stream}`)));
  let spare = new Core(script);
  let unanswered = [];
  for (let kill = 0; kill <= kills; kill++) {
    const core = spare;
    const { guarantee, findings = [] } = await core.open(kill === 0);
    const lines = await core.read();
    await tell('log', { lines, guarantee, findings });
    for (const writer of writers) {
      writer.core = core;
      writer.continueFrom(lines);
    }
    for (const { writer, append } of unanswered) await writer.send(append);
    if (kill === kills) break;
    spare = core.another();
    const written = writers.map((writer) => writeOn(writer));
    const [left] = await Promise.all([Promise.all(written), killDuring(core, writers, dice)]);
    unanswered = left.filter(({ append }) => append);
  }
  await tell('done');
}

/** Appends until the core is gone, and returns the append that it left without an answer. */
async function writeOn(writer) {
  while (!writer.core.ended) {
    const append = writer.next();
    try {
      await writer.send(append);
    } catch (reason) {
      if (!writer.core.ended) throw reason;
      return { writer, append };
    }
  }
  return { writer, append: null };
}

async function killDuring(core, writers, dice) {
  let cut = 0;
  while (cut === 0) {
    await moment(dice.upTo(latest * writers[0].typical));
    cut = writers.filter(({ inFlight }) => inFlight).length;
  }
  core.terminate();
  await tell('killed', { cut });
}
