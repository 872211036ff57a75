// Scrubbing 100,000 Bank events over 1,000 accounts: what a step of the
// playhead costs the whole visible page, and whether a drag drops frames.

import { expect, type Page, test } from '@playwright/test';
import type { Position, StreamID } from '../src/protocol';
import { quantile, report, reportQuantiles } from './measurement';
import { Probe, type Step } from './probe';

const accounts = 1000;
const eventsPerAccount = 100;
/** As many steps as make a 99th percentile more than a single bad moment. */
const steps = 300;
/** A step may take a frame at 60 Hz, and the core a quarter of it. */
const stepGoal = 16;
const coreGoal = 4;
const frame = 1000 / 60;

test('scrub', async ({ page }) => {
  const probe = await Probe.attach(page);
  await page.goto('/?world=Bank');
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  // The page has opened its log, so that to open it once more closes nothing under its feet.
  await expect(page.getByRole('banner').getByRole('status')).not.toHaveText(/^opening/);
  await expect(playhead).toHaveAttribute('aria-valuenow', /\d/);
  await probe.rest();
  await fill(page);
  await expect(playhead).toHaveAttribute('aria-valuemax', /^1\d{5}$/);
  await probe.rest();
  const box = await playhead.boundingBox();
  if (!box) throw new Error('the playhead is not on the page');
  const low = box.y + box.height * 0.75; // below the rim of the frame around the span in view

  const overhead = await overheadOf(probe);

  const dice = mulberry(1);
  const random = await many(() => {
    const x = box.x + 10 + dice() * (box.width - 20);
    return probe.step(() => page.mouse.click(x, low));
  });
  await reportBusy('page, to any position', random, overhead);

  const adjacent = await many(() => probe.step(() => page.keyboard.press('ArrowLeft')));
  await reportBusy('page, to the next position', adjacent, overhead);

  await reportQuantiles('core, to any position', await moments(page), coreGoal, 'ms');

  const intervals = await probe.frames(async () => {
    await page.mouse.move(box.x + 10, low);
    await page.mouse.down();
    for (let i = 0; i <= steps; i++) {
      await page.mouse.move(box.x + 10 + ((box.width - 20) * i) / steps, low);
    }
    await page.mouse.up();
  });
  const dropped = intervals.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / frame) - 1), 0);
  await report({
    name: 'frame while dragging p99',
    ours: quantile(intervals, 0.99),
    peer: 'goal',
    theirs: frame,
    unit: 'ms',
    n: intervals.length,
  });
  test.info().annotations.push({ type: 'dropped frames', description: `${dropped}` });
});

async function many(step: () => Promise<Step>): Promise<Step[]> {
  const taken: Step[] = [];
  while (taken.length < steps) taken.push(await step());
  return taken;
}

/** What the probe itself costs of a step's work. */
type Overhead = (step: Step) => number;

/**
 * Finds it by steps that do nothing, short ones and long ones: a page that has nothing to draw
 * has no frames but for the probe. Of the frames of a step one is the page's own.
 */
async function overheadOf(probe: Probe): Promise<Overhead> {
  const short = median(await many(() => idle(probe, 2)));
  const long = median(await many(() => idle(probe, 12)));
  const perFrame = (long.busy - short.busy) / (long.frames - short.frames);
  return ({ frames }) => short.busy + Math.max(0, frames - short.frames - 1) * perFrame;
}

function median(steps: Step[]): Step {
  const of = (part: keyof Step) =>
    quantile(
      steps.map((step) => step[part]),
      0.5,
    );
  return { busy: of('busy'), frames: of('frames') };
}

function idle(probe: Probe, frames: number): Promise<Step> {
  return probe.step(async () => {}, frames);
}

async function reportBusy(name: string, taken: Step[], overhead: Overhead): Promise<void> {
  const busy = taken.map((step) => Math.max(0, step.busy - overhead(step)));
  await reportQuantiles(name, busy, stepGoal, 'ms');
}

/** Asks the core for moments while the page does nothing, as the page would ask. */
function moments(page: Page): Promise<number[]> {
  return page.evaluate(async (steps) => {
    const { head } = await window.playhead.request('log');
    const taken: number[] = [];
    for (let i = 0; i < steps; i++) {
      const position = 1 + ((i * 48271) % head);
      const from = performance.now();
      await window.playhead.request('moment', {
        position: position as Position,
        stream: 'account-bench-7' as StreamID,
      });
      taken.push(performance.now() - from);
    }
    return taken;
  }, steps);
}

/** Records the accounts' events round by round, so that they lie mixed in the log. */
async function fill(page: Page): Promise<void> {
  await page.evaluate(
    async ([accounts, eventsPerAccount]) => {
      const { world } = await window.playhead.request('open', { world: 'Bank' });
      const newest = new Map(world.eventTypes.map((type) => [type.name, type.schemaVersion]));
      const event = (account: number, i: number) => {
        const [type, data] =
          i === 0
            ? ['AccountOpened', { owner: `Owner ${account}`, currency: 'USD' }]
            : i % 3 === 0
              ? ['MoneyWithdrawn', { amount: 500 + i, currency: 'USD' }]
              : ['MoneyDeposited', { amount: 1000 + account, currency: 'USD', source: 'card' }];
        return { type, schemaVersion: newest.get(type), data };
      };
      const rounds = 10;
      const perRound = eventsPerAccount / rounds;
      const appends = accounts * rounds;
      let next = 0;
      // A few at a time: the core is never without work, and no append waits
      // so long that it is given up.
      const lane = async () => {
        while (next < appends) {
          const account = next % accounts;
          const first = Math.floor(next / accounts) * perRound;
          next++;
          await window.playhead.request('append', {
            stream: `account-bench-${account}` as StreamID,
            events: Array.from({ length: perRound }, (_, k) => event(account, first + k)),
          });
        }
      };
      await Promise.all(Array.from({ length: 16 }, lane));
    },
    [accounts, eventsPerAccount] as const,
  );
}

/** A small generator of numbers from 0 to 1, the same ones for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
