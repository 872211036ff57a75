// Ours beside others, in one browser, on the same events. Rounds take turns,
// so that what else the machine does troubles both sides alike.

import { expect, test } from '@playwright/test';
import { Playhead } from '../e2e/playhead';
import type { ExpectedVersion, Position, StreamID } from '../src/protocol';
import { GoFold } from './go-fold';
import { quantile, report } from './measurement';
import { Sides } from './sides';

/** make bench EVENTS=1000000 measures what promises speak of. */
const count = Number(process.env.EVENTS ?? 100_000);
const rounds = Number(process.env.ROUNDS ?? 3);
const appends = 200;
/** What Redux DevTools takes in grows with the square: more would not end. */
const dispatched = Math.min(count, 10_000);

test('side by side', async () => {
  test.setTimeout(rounds * (120_000 + count * 2.5));
  const sides = await Sides.open();
  try {
    await new Playhead(sides.ours).open('?world=Bank');
    await compareImports(sides);
    await compareOpening(sides);
    await compareAppends(sides);
    await compareRedux(sides);
    await compareFolds(sides);
  } finally {
    await sides.close();
  }
});

async function compareImports(sides: Sides): Promise<void> {
  await reset(sides);
  const before = await sides.coreMemory();
  const taken = await take(sides, {
    ours: () => importOurs(sides, count),
    Dexie: () =>
      sides.theirs.evaluate((n) => window.peers.importIntoDexie(window.peers.makeEvents(n)), count),
    'raw IndexedDB': () =>
      sides.theirs.evaluate(
        (n) => window.peers.importIntoIndexedDB(window.peers.makeEvents(n)),
        count,
      ),
    'sqlite-wasm on OPFS': () =>
      sides.theirs.evaluate((n) => window.peers.importIntoSQLite(n), count),
  });
  await reportAll(`import ${thousands(count)} events`, taken, 'ms');

  // Go keeps what it once took, so this counts the room for its work as well.
  const bytes = (await sides.coreMemory()) - before;
  await sides.forgetMemory();
  const empty = await sides.peersMemory();
  await sides.theirs.evaluate(async () => {
    window.peers.kept.push((await window.peers.readFromDexie()).events);
  });
  const objects = (await sides.peersMemory()) - empty;
  await sides.theirs.reload();
  await report({
    name: 'memory an event',
    ours: bytes / count,
    peer: 'JavaScript objects',
    theirs: objects / count,
    unit: 'B',
    n: 1,
  });
}

async function compareOpening(sides: Sides): Promise<void> {
  const taken = await take(sides, {
    ours: () => openOurs(sides),
    'Dexie toArray': async () => {
      await sides.theirs.reload();
      return sides.theirs.evaluate(async () => (await window.peers.readFromDexie()).took);
    },
  });
  await reportAll(`open ${thousands(count)} events, first rows`, taken, 'ms');
}

async function compareAppends(sides: Sides): Promise<void> {
  // The first rows are on the page before the log can be worked with.
  await expect(async () => {
    await sides.ours.evaluate(() => window.playhead.request('log'));
  }).toPass();
  await sides.timeAppends();
  let round = 0;
  // The peer's page has nothing to draw. What ours takes without drawing, and what drawing takes
  // from it on the same processors, are two things.
  const behind = 'ours, behind the other page';
  const inCore: number[] = [];
  const taken = await take(sides, {
    ours: async () => {
      const whole = await appendOurs(sides, `account-append-${round++}`);
      inCore.push(quantile(await sides.appendsTook(), 0.5));
      return quantile(whole, 0.5);
    },
    [behind]: async () => {
      await appendOurs(sides, `account-behind-${round}`);
      return quantile(await sides.appendsTook(), 0.5);
    },
    'raw IndexedDB, strict': async () => {
      const stream = `account-append-${round}`;
      const one = await sides.theirs.evaluate(
        ([stream, n]) => window.peers.appendToIndexedDB(stream, n),
        [stream, appends] as const,
      );
      return quantile(one, 0.5);
    },
  });
  const name = 'one append with its version checked, p50';
  const undrawn = taken.get(behind) ?? [];
  taken.delete(behind);
  await reportAll(name, new Map([...taken, ['ours', undrawn]]), 'ms');
  await reportAll(`${name}, while the page draws`, new Map([...taken, ['ours', inCore]]), 'ms');
  await reportAll(`${name}, until it is drawn`, taken, 'ms');
}

async function compareRedux(sides: Sides): Promise<void> {
  const taken = await take(sides, {
    ours: async () => {
      await reset(sides);
      return importOurs(sides, dispatched);
    },
    'Redux DevTools': () =>
      sides.theirs.evaluate(
        (n) => window.peers.dispatchToRedux(window.peers.makeEvents(n)),
        dispatched,
      ),
  });
  await reportAll(`take in ${thousands(dispatched)} events`, taken, 'ms');
}

async function compareFolds(sides: Sides): Promise<void> {
  const go = new GoFold();
  try {
    const taken = await take(sides, {
      ours: async () => go.wasm(),
      'JavaScript reducer': () =>
        sides.theirs.evaluate(() => window.peers.foldForASecond(window.peers.makeEvents(100_000))),
      'native Go': async () => go.native(),
    });
    await reportAll('fold, an event', taken, 'ns');
  } finally {
    go.close();
  }
}

/**
 * Measures every side once a round, its page in front, and returns all that each side took. A page
 * behind another may draw once a second, and what it waits for then is not what it does.
 */
async function take(
  { ours, theirs }: Sides,
  measure: Record<string, () => Promise<number>>,
): Promise<Map<string, number[]>> {
  const taken = new Map(Object.keys(measure).map((side) => [side, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [side, once] of Object.entries(measure)) {
      await (side === 'ours' ? ours : theirs).bringToFront();
      taken.get(side)?.push(await once());
    }
  }
  return taken;
}

/** Reports the median of ours beside that of each other side. */
async function reportAll(name: string, taken: Map<string, number[]>, unit: string): Promise<void> {
  const median = (side: string) => quantile(taken.get(side) ?? [], 0.5);
  for (const peer of taken.keys()) {
    if (peer === 'ours') continue;
    await report({ name, ours: median('ours'), peer, theirs: median(peer), unit, n: rounds });
  }
}

async function reset({ ours }: Sides): Promise<void> {
  await ours.evaluate(() => window.playhead.request('reset', { to: 'empty' }));
}

/** Imports into an empty log, and returns the milliseconds until all is acknowledged. */
async function importOurs(sides: Sides, count: number): Promise<number> {
  await reset(sides);
  return sides.ours.evaluate(async (count) => {
    const events = window.peers.makeEvents(count);
    const chunk = 10_000;
    let took = 0;
    for (let from = 0; from < count; from += chunk) {
      const lines = events.slice(from, from + chunk).map((event) => JSON.stringify(event));
      const text = lines.join('\n');
      const began = performance.now();
      const { recorded } = await window.playhead.request('import', { lines: text });
      took += performance.now() - began;
      if (recorded !== lines.length) throw new Error(`${recorded} of ${lines.length} recorded`);
    }
    // What the world cannot read it need not fold, and that would be no comparison.
    for (const { position } of new Map(events.map((event) => [event.type, event])).values()) {
      const { problem } = await window.playhead.request('event', {
        position: position as Position,
      });
      if (problem !== undefined) throw new Error(`event ${position}: ${problem}`);
    }
    return took;
  }, count);
}

/** Loads the whole page anew, and returns the milliseconds until events are on it. */
async function openOurs({ ours }: Sides): Promise<number> {
  await ours.reload();
  return ours.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector('[role=grid] [data-position]')) resolve(performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

async function appendOurs({ ours }: Sides, stream: string): Promise<number[]> {
  return ours.evaluate(
    async ([stream, count]) => {
      const data = { amount: 1250, currency: 'USD', source: 'card' };
      const taken: number[] = [];
      for (let version = 0; version < count; version++) {
        const began = performance.now();
        const { kind } = await window.playhead.request('append', {
          stream: stream as StreamID,
          expectedVersion: version as ExpectedVersion,
          events: [{ type: 'MoneyDeposited', schemaVersion: 2, data }],
        });
        taken.push(performance.now() - began);
        if (kind !== 'recorded') throw new Error(`event ${version + 1} was not recorded: ${kind}`);
      }
      return taken;
    },
    [stream, appends] as const,
  );
}

function thousands(n: number): string {
  return n.toLocaleString('en');
}
