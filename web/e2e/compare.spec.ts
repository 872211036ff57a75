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

test('what is the same is folded, and can be shown', async ({ app, page }) => {
  await app.open('?panel=compare&compare=14..17');
  const card = panel(app)
    .getByRole('article')
    .filter({ has: page.getByRole('heading', { name: 'Balances', exact: true }) });
  await expect(card).toContainText('3 others the same');
  const same = card.getByRole('list', { name: 'The same on both sides' });
  await expect(same).toBeHidden();
  await card.getByText('Show what is the same').click();
  await expect(same.getByRole('listitem')).toHaveCount(3);
  await expect(same.getByRole('listitem').first()).toContainText('account-1');
  await expect(same.getByRole('listitem').first()).toContainText('Balance 1,000.00');
  await panel(app).getByLabel('After', { exact: true }).fill('20');
  await expect(same.getByRole('listitem').first()).toContainText('account-2');
});

test('of a long log it compares in parts, and comes to the end of it', async ({ app }) => {
  await app.open();
  const accounts = 1200;
  const line = (i: number, type: string, data: object) =>
    JSON.stringify({ stream: `account-${100 + i}`, type, schemaVersion: 2, data });
  const lines = Array.from({ length: accounts }, (_, i) => [
    line(i, 'AccountOpened', { owner: 'Ada', currency: 'USD' }),
    line(i, 'MoneyDeposited', { amount: 100, currency: 'USD', source: 'cash' }),
  ]);
  const { recorded } = await app.request('import', { lines: lines.flat().join('\n') });
  expect(recorded).toBe(2 * accounts);
  const end = 24 + 2 * accounts;
  const first = await app.request('compare', { from: 24, to: end });
  expect(first.progress).toBeDefined();
  expect(first.total).toBe(2 * accounts);
  await app.open(`?panel=compare&compare=24..${end}`);
  // Four values of each aggregate, three of each row and of each entry, and the number.
  await expect(panel(app)).toContainText('12,001 values differ, 2,400 events between.');
  await expect(panel(app)).toContainText('2,400 events on 1,200 streams');
  await expect(panel(app).getByRole('progressbar')).toHaveCount(0);
  await expect(panel(app)).toContainText('MoneyDeposited 1,200');
  await expect(table(app, 'Aggregates')).toContainText('account-100');
  await expect(panel(app)).toContainText('4,740 more values differ.');
});

test('axe finds nothing to object to', async ({ app, page }) => {
  await app.open('?tab=state&panel=compare&compare=14..17');
  await expect(panel(app).locator('[data-difference]').first()).toBeVisible();
  await panel(app).getByText('Show what is the same').first().click();
  await expect(panel(app).getByRole('list', { name: 'The same on both sides' })).toBeVisible();
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});
