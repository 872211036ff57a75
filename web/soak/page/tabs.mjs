// Many workers append to the same streams at once, each with the version that
// it believes in. To the storage a worker is a tab: it knows nothing of pages.

import { Core } from './core.mjs';
import { Dice } from './dice.mjs';
import { tell } from './tell.mjs';

/** How many appends are told of at a time. */
const told = 50;

/** Appends with every worker, and tells what a worker finds that comes after them. */
export async function tabs({ script, seed, workers, appends, streams }) {
  const first = new Core(script);
  await first.open(true);
  const work = Array.from({ length: workers }, async (_, i) => {
    const core = i === 0 ? first : new Core(script);
    if (i > 0) await core.open();
    await append(core, new Dice(`${seed} ${i}`), appends, streams);
    core.terminate();
  });
  await Promise.all(work);
  const core = new Core(script);
  const { guarantee, findings = [] } = await core.open();
  await tell('log', { lines: await core.read(), guarantee, findings });
  await tell('done');
}

async function append(core, dice, appends, streams) {
  const versions = new Map();
  let batch = [];
  for (let i = 0; i < appends; i++) {
    const stream = `soak-${1 + dice.below(streams)}`;
    const events = [{ id: dice.uuid(), type: 'Soaked', data: { turn: i } }];
    let sent = { stream, events, expectedVersion: versions.get(stream) ?? 0 };
    let conflicts = 0;
    let outcome = await core.ask('append', sent);
    while (outcome.kind === 'conflict') {
      checkConflict(sent, outcome.conflict);
      conflicts++;
      sent = { ...sent, expectedVersion: outcome.conflict.actual };
      outcome = await core.ask('append', sent);
    }
    if (outcome.kind !== 'recorded') throw new Error(`an append ended as: ${outcome.message}`);
    const [{ position, version }] = outcome.recorded;
    if (version !== sent.expectedVersion + 1) {
      throw new Error(`an append at v${sent.expectedVersion} was recorded as v${version}`);
    }
    versions.set(stream, version);
    batch.push({ append: sent, recorded: [{ position, version }], conflicts });
    if (batch.length === told || i === appends - 1) {
      await tell('batch', { batch });
      batch = [];
    }
  }
}

function checkConflict({ expectedVersion }, conflict) {
  const typed =
    conflict.expected === expectedVersion &&
    Number.isInteger(conflict.actual) &&
    conflict.actual !== expectedVersion;
  if (!typed) throw new Error(`at v${expectedVersion} a conflict said ${JSON.stringify(conflict)}`);
}
