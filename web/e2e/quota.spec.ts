// A browser that has no room left for the page. The limits are the browsers' own.

import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

// Firefox gives a site a fifth of this, in KiB: 5 MB for the page itself, and 11 for its log.
test.use({ firefoxSettings: { 'dom.quotaManager.temporaryStorage.fixedLimit': 80 * 1024 } });

/** Chromium lets whoever drives it say how much an origin may keep, in bytes. */
async function limit(app: Playhead, quotaSize?: number): Promise<void> {
  const session = await app.page.context().newCDPSession(app.page);
  const { origin } = new URL(app.page.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize && { quotaSize }) });
}

/** So many batches fill the disk where it does not empty itself meanwhile. */
const most = 40;

/** Records events of some bytes, so many at a time, until they are refused, and returns why. */
function fill(app: Playhead, atOnce: number, bytes: number): Promise<string> {
  return app.page.evaluate(
    async ([atOnce, bytes, most]) => {
      const line = JSON.stringify({
        stream: 'account-1',
        type: 'MoneyDeposited',
        schemaVersion: 2,
        timestamp: 1_790_000_000_000,
        data: { amount: 100, currency: 'USD', source: 'x'.repeat(bytes) },
      });
      const lines = Array.from({ length: atOnce }, () => line).join('\n');
      try {
        for (let i = 0; i < most; i++) await window.playhead.request('import', { lines });
        return 'there was room for all of them';
      } catch (reason) {
        return (reason as Error).message;
      }
    },
    [atOnce, bytes, most] as const,
  );
}

// The longest it may take, nothing that is waited for: a browser that has hardly any room left
// takes a second for what goes there, and may do so for minutes.
test.setTimeout(600_000);

test('a full disk stops what is to be recorded, and takes nothing away', async ({
  app,
  page,
  browserName,
}) => {
  await app.open('?world=Bank&stream=account-1');
  await app.send('Deposit', { Amount: '5' });
  await app.expectLive(seeded + 1);
  if (browserName === 'chromium') await limit(app, 1000);
  const refusal = 'the browser has no room left for this page';
  expect(await fill(app, 2000, 1000)).toContain(refusal);
  // Firefox tidies its database when it is full, and finds a little room again.
  await expect(async () => {
    for (const [atOnce, bytes] of [
      [200, 1000],
      [20, 1000],
      [1, 1000],
      [1, 1],
    ] as const) {
      expect(await fill(app, atOnce, bytes)).toContain(refusal);
    }
    const before = await app.outcomes.first().textContent();
    await app.send('Deposit', { Amount: '6' });
    await expect(app.outcomes.first()).not.toHaveText(before ?? '');
    expect(await app.outcomes.first().textContent()).toContain('no room left');
  }).toPass({ timeout: 480_000 });
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
