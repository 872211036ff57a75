// Any number can be drawn over the log or the clock, beside others; the chart moves the playhead.

import { expect, expectAccessible, test } from './fixtures';
import type { Playhead } from './playhead';

const panel = (app: Playhead) => app.state.getByRole('tabpanel', { name: 'Over time' });
const charts = (app: Playhead) => panel(app).getByRole('article');

test('a number that was pressed is drawn, beside another, with the playhead in both', async ({
  app,
  page,
}) => {
  await app.open();
  await app.balance('account-2').getByRole('button').click();
  await app.state.getByRole('button', { name: 'Draw over time' }).click();
  await expect(charts(app)).toHaveCount(1);
  await expect(charts(app).first()).toContainText('account-2 in Balances');
  await panel(app).getByLabel('Add a number').selectOption('account-1 balance');
  await expect(charts(app)).toHaveCount(2);
  await expect(page).toHaveURL(/draw=Balances\/account-2\/balance~aggregates\/account-1\/balance/);
  await app.goToText('9');
  await expect(charts(app).first()).toContainText('412.50 at event 9');
  await expect(charts(app).last()).toContainText('1,300.00 at event 9');
});

test('a chart is a way to scrub, by pointer and by keyboard', async ({ app, page }) => {
  await app.open('?panel=over&draw=aggregates/account-1/balance');
  const chart = charts(app).locator('.chart');
  await expect(chart.locator('path.line')).toHaveAttribute('d', /^M/);
  const box = await chart.boundingBox();
  if (!box) throw new Error('there is no chart');
  await page.mouse.move(box.x + box.width - 2, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + (box.width * 4) / 23, box.y + 40);
  await page.mouse.up();
  await app.expectPast(5);
  await expect(charts(app)).toContainText('880.00 at event 5');
  const slider = charts(app).getByRole('slider');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await app.expectPast(6);
  await expect(slider).toHaveAttribute('aria-valuetext', '880.00, event 6');
  await page.keyboard.press('Home');
  await app.expectPast(0);
  await expect(charts(app)).toContainText('not there at event 0');
});

test('over the clock a press leads to the moment at that time', async ({ app, page }) => {
  await app.open('?panel=over&draw=aggregates/account-1/balance');
  await panel(app).getByLabel('Over the clock').check();
  await expect(page).toHaveURL(/draw=clock:aggregates/);
  const chart = charts(app).locator('.chart');
  const box = await chart.boundingBox();
  if (!box) throw new Error('there is no chart');
  // 24 of the 75 hours from the first event to the last.
  await page.mouse.click(box.x + box.width * (24 / 74.8), box.y + 40);
  await app.expectPast(8);
});

test('a chart answers why, and is removed', async ({ app }) => {
  await app.open('?panel=over&draw=Open accounts');
  await charts(app).getByRole('button', { name: '4', exact: true }).click();
  await expect(app.state.getByRole('tabpanel', { name: 'Blame' })).toContainText('6 events');
  await app.state.getByRole('button', { name: 'Back to Over time' }).click();
  await charts(app).getByRole('button', { name: 'Remove Open accounts' }).click();
  await expect(panel(app)).toContainText('Nothing is drawn yet.');
});

test('what is no number gets a sentence', async ({ app }) => {
  await app.open('?panel=over&draw=Balances/account-1/owner');
  await expect(panel(app)).toContainText('Owner is not a number, so it cannot be drawn.');
});

test('axe finds nothing to object to', async ({ app, page }) => {
  await app.open('?tab=state&panel=over&draw=Open accounts~aggregates/account-1/balance');
  await expect(charts(app).locator('path.line')).toHaveCount(2);
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});
