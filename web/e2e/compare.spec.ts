// Two moments side by side, and two versions of a projection's code.

import { expect, expectAccessible, test } from './fixtures';
import type { Playhead } from './playhead';

const panel = (app: Playhead) => app.state.getByRole('tabpanel', { name: 'Compare' });
const table = (app: Playhead, name: string) => panel(app).getByRole('table', { name, exact: true });

test('two moments are compared place by place, with the log between', async ({ app, page }) => {
  await app.open();
  await app.state.getByRole('tab', { name: 'Compare' }).click();
  await panel(app).getByLabel('Before', { exact: true }).fill('14');
  await panel(app).getByLabel('After', { exact: true }).fill('17');
  await expect(page).toHaveURL(/compare=14..17/);
  await expect(panel(app)).toContainText('3 events between.');
  const balances = table(app, 'Balances');
  await expect(balances.getByRole('row', { name: 'account-4' })).toContainText('− only before');
  await expect(balances.getByRole('row', { name: 'account-5' })).toContainText('+ only after');
  const aggregates = table(app, 'Aggregates');
  await expect(aggregates.getByRole('row', { name: 'Status open closed' })).toBeVisible();
  await expect(panel(app).getByRole('list', { name: 'The log between' })).toContainText(
    'AccountClosed',
  );
});

test('the differences are walked by keyboard', async ({ app, page }) => {
  await app.open('?panel=compare&compare=14..17');
  const rows = panel(app).locator('[data-difference]');
  await panel(app).getByRole('button', { name: 'Next difference' }).click();
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(rows.nth(1)).toBeFocused();
  await panel(app).getByRole('button', { name: 'Next difference' }).click();
  await expect(rows.nth(2)).toBeFocused();
  await app.expectLive(24);
});

test('the other way round it says the same with its sides changed', async ({ app }) => {
  await app.open('?panel=compare&compare=14..17');
  await panel(app).getByRole('button', { name: 'Change the sides' }).click();
  const balances = table(app, 'Balances');
  await expect(balances.getByRole('row', { name: 'account-4' })).toContainText('+ only after');
  await expect(balances.getByRole('row', { name: 'account-5' })).toContainText('− only before');
});

test('a side follows the playhead, and a moment does not differ from itself', async ({ app }) => {
  await app.open('?panel=compare&compare=14..');
  await app.goToText('16');
  await expect(panel(app)).toContainText('2 events between.');
  await app.goToText('14');
  await expect(panel(app)).toContainText('Both sides are the same moment.');
  await expect(panel(app).locator('[data-difference]')).toHaveCount(0);
});

test('what is no moment gets a sentence, and changes nothing', async ({ app, page }) => {
  await app.open('?panel=compare&compare=14..17');
  await panel(app).getByLabel('After', { exact: true }).fill('842');
  await expect(panel(app)).toContainText('The log ends at event 24.');
  await panel(app).getByLabel('After', { exact: true }).fill('soon');
  await expect(panel(app)).toContainText('Type the number of an event');
  await expect(page).toHaveURL(/compare=14..17/);
  await app.open('?panel=compare&compare=14..842');
  await expect(panel(app)).toContainText('The log ends at event 24.');
});

test('the older code of a projection is compared with the newer', async ({ app, page }) => {
  await app.open('?panel=compare');
  await panel(app)
    .getByLabel('Compare', { exact: true })
    .selectOption('The code of Balances, older and newer');
  await expect(page).toHaveURL(/compare=code:Balances/);
  await expect(panel(app)).toContainText('They part at event 16; 3 values differ at event 24.');
  await expect(table(app, 'Balances').getByRole('row', { name: 'account-4' })).toContainText(
    '− only before',
  );
  await panel(app).getByRole('button', { name: '#16 AccountClosed' }).click();
  await app.expectPast(16);
  await app.goToText('15');
  await expect(panel(app)).toContainText('Up to event 15 both show the same.');
});

test('axe finds nothing to object to', async ({ app, page, browserName }) => {
  test.skip(browserName !== 'chromium', 'once is enough');
  await app.open('?tab=state&panel=compare&compare=14..17');
  await expect(panel(app).locator('[data-difference]').first()).toBeVisible();
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});
