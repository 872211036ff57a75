// A browser that has no room left for the page. The limits are the browsers' own.

import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

// Firefox gives a site a fifth of this, in KiB: its own part of the cache, and some 20 MB.
test.use({ firefoxSettings: { 'dom.quotaManager.temporaryStorage.fixedLimit': 150 * 1024 } });

/** Chromium lets whoever drives it say how much an origin may keep, in bytes. */
async function limit(app: Playhead, quotaSize?: number): Promise<void> {
  const session = await app.page.context().newCDPSession(app.page);
  const { origin } = new URL(app.page.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize && { quotaSize }) });
}

/**
 * Records large events, fewer and fewer at a time, until the browser has no room left for one,
 * and returns what the core says then.
 */
function fill(app: Playhead): Promise<string> {
  return app.page.evaluate(async () => {
    const line = JSON.stringify({
      stream: 'account-1',
      type: 'MoneyDeposited',
      schemaVersion: 2,
      timestamp: 1_790_000_000_000,
      data: { amount: 100, currency: 'USD', source: 'x'.repeat(1000) },
    });
    const told: string[] = [];
    for (const atOnce of [2000, 200, 20, 1]) {
      const lines = Array.from({ length: atOnce }, () => line).join('\n');
      try {
        for (let batch = 0; batch < 100; batch++) {
          await window.playhead.request('import', { lines });
        }
        return `there is room for more than ${100 * atOnce} events`;
      } catch (reason) {
        told.push((reason as Error).message);
      }
    }
    return told.join('\n');
  });
}

// Some 20 MB are recorded, on a busy machine too.
test.setTimeout(300_000);

test('a full disk stops what is to be recorded, and takes nothing away', async ({
  app,
  page,
  browserName,
}) => {
  await app.open('?world=Bank&stream=account-1');
  await app.send('Deposit', { Amount: '5' });
  await app.expectLive(seeded + 1);
  if (browserName === 'chromium') await limit(app, 1000);
  // Firefox tidies its database when it is full, and may find room for a small event then.
  await expect(async () => {
    for (const refusal of (await fill(app)).split('\n')) {
      expect(refusal).toContain('the browser has no room left for this page');
    }
    await app.send('Deposit', { Amount: '6' });
    await expect(app.outcomes.first()).toContainText('no room left', { timeout: 10_000 });
  }).toPass({ timeout: 240_000 });
  const head = await app.head();
  expect(head).toBeGreaterThan(seeded);
  await expect(app.saved).toHaveText('not saved');
  await expect(app.field('Amount')).toHaveValue('6');
  await page.screenshot({ path: test.info().outputPath('full.png') });
  expect(await app.head()).toBe(head);

  await page.reload();
  await app.expectLive(head);
  if (browserName === 'chromium') await limit(app);
  else {
    await app.header.getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('button', { name: 'Reset to the example' }).click();
    // It has 50 MB to look through and to throw away, and no room to take that down.
    await expect(app.slider).toHaveAttribute('aria-valuenow', String(seeded), { timeout: 120_000 });
  }
  await app.send('Deposit', { Amount: '7' });
  await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited');
});
