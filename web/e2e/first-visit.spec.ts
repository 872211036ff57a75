// What somebody sees who opens the page for the first time.

import { expect, type Page, test } from './fixtures';
import { seeded } from './playhead';

test.use({ motion: 'no-preference' });

/** What a visitor saw of the history as it played, noted by the page itself: it takes three seconds. */
interface Seen {
  positions: number[];
  past: boolean;
}

/** Has the page note what it shows and, if asked, press Pause as soon as it can be. */
async function watchHistory(page: Page, then: 'look' | 'pause'): Promise<() => Promise<Seen>> {
  await page.addInitScript((pause) => {
    const seen: Seen = { positions: [], past: false };
    Object.assign(window, { seen });
    let pressed = !pause;
    new MutationObserver(() => {
      const slider = document.querySelector('[role=slider][aria-valuemax]');
      const position = Number(slider?.getAttribute('aria-valuenow') ?? 0);
      if (position === 0) return;
      if (seen.positions.at(-1) !== position) seen.positions.push(position);
      seen.past ||= document.body.textContent?.includes('You are looking at the past.') ?? false;
      const button = document.querySelector<HTMLButtonElement>('button[aria-label=Pause]');
      if (pressed || !button) return;
      pressed = true;
      button.click();
    }).observe(document, { subtree: true, childList: true, attributes: true });
  }, then === 'pause');
  return () => page.evaluate(() => (window as unknown as { seen: Seen }).seen);
}

test('the history of the Bank plays into place and ends live', async ({ app, page }) => {
  const seen = await watchHistory(page, 'look');
  await page.goto('/');
  await app.expectLive(seeded);
  const { positions, past } = await seen();
  expect(positions.length).toBeGreaterThan(1);
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  expect(positions.at(-1)).toBe(seeded);
  expect(past).toBe(false);
  await expect(app.row(seeded)).toHaveAttribute('aria-current', 'true');
});

test('there is no dialog, no empty box, and one line that says what to try', async ({
  app,
  page,
}) => {
  await page.goto('/');
  await app.expectLive(seeded);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(app.world).toHaveValue('Bank');
  await expect(app.saved).toHaveText('saved twice');
  await expect(app.command.getByText(/^Withdraw more than account-1 holds/)).toBeVisible();
  await expect(app.balance('account-1')).toHaveText('1,000.00');
  await expect(app.sendButton('Deposit')).toBeInViewport({ ratio: 1 });
});

test('whoever acts need not wait for the history', async ({ app, page }) => {
  const seen = await watchHistory(page, 'pause');
  await page.goto('/');
  await expect(app.timeline).toContainText('You are looking at the past.');
  const at = await app.position();
  expect(at).toBeLessThan(seeded);
  await app.expectPast(at);
  expect((await seen()).positions.at(-1)).toBe(at);
});

test('a second visit does not play it again', async ({ app, page }) => {
  const seen = await watchHistory(page, 'look');
  await page.goto('/');
  await app.expectLive(seeded);
  await page.reload();
  await app.expectLive(seeded);
  expect((await seen()).positions).toEqual([seeded]);
  await expect(app.transport('Play')).toBeVisible();
});

test('what the history leads to keeps its place while it plays', async ({
  app,
  page,
  browserName,
}) => {
  test.skip(browserName === 'firefox', 'this Firefox does not tell how far a page shifts');
  await page.addInitScript(() => {
    Object.assign(window, { shifted: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value } = entry as PerformanceEntry & { value: number };
        (window as unknown as { shifted: number }).shifted += value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await app.open();
  await app.expectLive(seeded);
  const shifted = await page.evaluate(() => (window as unknown as { shifted: number }).shifted);
  expect(shifted).toBeLessThan(0.03); // 0.1 is the most that is called good
});
