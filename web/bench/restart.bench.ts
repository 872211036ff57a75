// A core that dies with a log of 10,000 events: how long until another one
// answers what the first one left unanswered.

import { expect, type Page, test } from '@playwright/test';
import { serveFaults } from '../e2e/faults';
import type { StreamID } from '../src/protocol';
import { reportQuantiles } from './measurement';

const events = 10_000;
const rounds = 15;
/** Longer than that, and who waits wonders, in milliseconds. */
const goal = 1500;

test.use({ serviceWorkers: 'block' }); // it would answer for the server

test('restart', async ({ page, context }) => {
  // The core comes through the driver and uncompressed, which is slower than from a server.
  await serveFaults(context);
  await open(page);
  await fill(page);
  const taken: number[] = [];
  while (taken.length < rounds) {
    await open(page); // a page on which the core dies more often has a reason to be careful
    taken.push(await crash(page));
  }
  await reportQuantiles('restart, 10,000 events', taken, goal, 'ms');
});

async function open(page: Page): Promise<void> {
  await page.goto('/?world=Bank');
  await expect(page.getByRole('banner').getByRole('status')).toHaveText(/^saved/);
  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute(
    'aria-valuenow',
    /\d/,
  );
}

/** Has the core die of a request, and returns how long the answer takes all the same. */
function crash(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const fault = { fault: 'panic', at: 'streams' };
    await window.playhead.request('fault' as never, fault as never);
    const from = performance.now();
    await window.playhead.request('streams', { query: '', category: '', limit: 1 });
    return performance.now() - from;
  });
}

async function fill(page: Page): Promise<void> {
  await page.evaluate(async (count) => {
    const atOnce = 500;
    for (let from = 0; from < count; from += atOnce) {
      await window.playhead.request('append', {
        stream: `account-bench-${from / atOnce}` as StreamID,
        events: Array.from({ length: atOnce }, (_, i) =>
          i === 0
            ? { type: 'AccountOpened', data: { owner: 'Ada', currency: 'USD' }, schemaVersion: 2 }
            : { type: 'MoneyDeposited', data: { amount: i, currency: 'USD', source: 'card' } },
        ),
      });
    }
  }, events);
}
