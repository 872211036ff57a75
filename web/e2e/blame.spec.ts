// Every value says which events made it what it is.

import { expect, expectAccessible, test } from './fixtures';
import type { Playhead } from './playhead';

const panel = (app: Playhead) => app.state.getByRole('tabpanel', { name: 'Blame' });
const causes = (app: Playhead) => panel(app).locator('ol.causes').getByRole('button');

test('a value of a table answers which events made it, and each is a place to go to', async ({
  app,
  page,
}) => {
  await app.open();
  await app.balance('account-1').getByRole('button').click();
  await expect(panel(app).getByRole('heading', { name: 'Balance' })).toBeVisible();
  await expect(panel(app)).toContainText('account-1 in Balances');
  await expect(panel(app)).toContainText('7 events made it what it is.');
  await expect(causes(app)).toHaveCount(7);
  await expect(causes(app).first()).toContainText('#23 MoneyWithdrawn');
  await expect(causes(app).first()).toContainText('1,300.00 → to 1,000.00');
  await expect(causes(app).first()).toContainText('Withdraw by alice');
  await expect(causes(app).last()).toContainText('nothing → to 0.00');
  await expect(page).toHaveURL(/why=Balances\/account-1\/balance/);

  await causes(app).nth(3).click();
  await app.expectPast(9);
  await expect(app.row(9)).toHaveAttribute('aria-current', 'true');
  await expect(app.row(9).getByRole('group').first()).toBeVisible();
  await expect(causes(app)).toHaveCount(4);
  await expect(causes(app).first()).toContainText('880.00 → to 1,300.00');
});

test('what no longer counts is told apart from what does', async ({ app }) => {
  await app.open('?world=Orders&stream=order-1&panel=aggregate');
  await app.state.getByRole('button', { name: '9 Station Street', exact: true }).click();
  await expect(panel(app)).toContainText('2 events touched it; 1 still counts.');
  await expect(causes(app).nth(1)).toContainText('the same without it');
});

test('a value inside of a list stays with its element', async ({ app, page }) => {
  await app.open('?world=Orders&stream=order-2&at=9&panel=aggregate');
  await app.state.getByRole('button', { name: '5', exact: true }).click();
  await expect(panel(app).getByRole('heading')).toHaveText('Items notebook Quantity');
  await expect(causes(app)).toHaveCount(1);
  await app.goToText('10');
  await expect(causes(app).first()).toContainText('5 → to 3');
  await expect(page).toHaveURL(/why=aggregates\/order-2\/items.%3Dnotebook.quantity/);
});

test('what is gone can be asked about by name', async ({ app }) => {
  await app.open('?panel=blame');
  await panel(app).getByLabel('Where').selectOption('Balances');
  await panel(app).getByLabel('Key').fill('account-4');
  await panel(app).getByLabel('Field').selectOption('Balance');
  await panel(app).getByRole('button', { name: 'Ask why' }).click();
  await expect(panel(app)).toContainText('not there at event 24');
  await expect(causes(app).first()).toContainText('#16 AccountClosed');
  await expect(causes(app).first()).toContainText('0.00 → to nothing');
});

test('a number and a point of a chart answer as well', async ({ app }) => {
  await app.open();
  await app.state.getByRole('figure', { name: 'Open accounts' }).getByRole('button').click();
  await expect(causes(app)).toHaveCount(6);
  await panel(app).getByRole('button', { name: 'Back to Projections' }).click();
  const line = app.state.getByRole('slider', { name: 'Balance over time' });
  await line.focus();
  await line.press('ArrowLeft');
  await line.press('Enter');
  await app.expectPast(20);
  await expect(panel(app)).toContainText('1,300.00 at event 20');
  await expect(causes(app).first()).toContainText('#20 MoneyDeposited');
});

test('all of it works by keyboard, and the focus comes back to the value', async ({
  app,
  page,
}) => {
  await app.open();
  const values = app.balances.locator('.why');
  await values.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const value = app.balances.getByRole('button', { name: '412.50' });
  await expect(value).toBeFocused();
  await app.expectLive(24);
  await page.keyboard.press('Enter');
  await expect(panel(app).getByRole('button', { name: 'Back to Projections' })).toBeFocused();
  await expect(app.narration).toContainText('Balance, account-2 in Balances: 412.50.');
  await page.keyboard.press('Tab');
  await expect(panel(app).getByRole('button', { name: 'Draw over time' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(causes(app).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await app.expectPast(22);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(value).toBeFocused();
});

test('a link opens the answer at its moment, and one that cannot be gets a sentence', async ({
  app,
}) => {
  await app.open('?world=Bank&at=5&panel=blame&why=Balances/account-1/balance');
  await expect(panel(app)).toContainText('880.00 at event 5');
  await app.open('?world=Bank&panel=blame&why=Moons/account-1/balance');
  await expect(panel(app)).toContainText('There is no read model "Moons".');
});

test('of a long log it looks back in turns, and shows older events when asked to', async ({
  app,
}) => {
  await app.open();
  const data = { amount: 1, currency: 'USD' };
  const events = Array.from({ length: 1000 }, () => ({
    type: 'MoneyDeposited',
    schemaVersion: 2,
    data,
  }));
  for (let i = 0; i < 10; i++) await app.request('append', { stream: 'account-2', events });
  await app.open('?panel=blame&why=Balances/account-2/balance');
  await expect(causes(app)).toHaveCount(12);
  await expect(causes(app).first()).toContainText('#10024');
  await panel(app).getByRole('button', { name: 'Show older events' }).click();
  await expect(causes(app)).toHaveCount(24);
  await app.open('?panel=blame&why=Open accounts');
  await expect(causes(app)).toHaveCount(6);
  await expect(panel(app)).toContainText('6 events made it what it is.');
});

test('axe finds nothing to object to', async ({ app, page }) => {
  await app.open('?tab=state&panel=blame&why=Balances/account-1/balance');
  await expect(causes(app)).toHaveCount(7);
  await panel(app).getByText('Ask about another value').click();
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});
