// The log is narrowed down by what somebody looks for.

import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

test.beforeEach(({ app }) => app.open());

/** Waits until the list holds so many events. */
async function expectRows(app: Playhead, count: number): Promise<void> {
  await expect(app.grid).toHaveAttribute('aria-rowcount', String(count));
}

test('only what matches stays, and it is said how many', async ({ app }) => {
  await app.filter.fill('type:MoneyWithdrawn stream:account-1');
  await expectRows(app, 3);
  await expect(app.events).toContainText('3 of 24 match');
  await expect(app.row(5)).toContainText('MoneyWithdrawn');
  await expect(app.row(14)).toBeVisible();
  await expect(app.row(23)).toBeVisible();
  await expect(app.row(24)).toHaveCount(0);
});

test('amounts are compared as they are shown', async ({ app }) => {
  await app.filter.fill('data.amount>1000');
  await expectRows(app, 1);
  await expect(app.row(18)).toContainText('1,200.00');
});

test('what is recorded later joins when it matches', async ({ app }) => {
  await app.filter.fill('type:MoneyDeposited');
  await expectRows(app, 9);
  await app.send('Deposit', { Amount: '1' });
  await expectRows(app, 10);
  await app.send('Withdraw', { Amount: '1' });
  await app.expectLive(seeded + 2);
  await expectRows(app, 10);
});

test('completions are taken by the keyboard', async ({ app, page }) => {
  await app.filter.pressSequentially('ty');
  const options = app.events.getByRole('listbox', { name: 'Completions' }).getByRole('option');
  await expect(options.first()).toContainText('type:');
  await page.keyboard.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(app.filter).toHaveValue('type:');
  await app.filter.pressSequentially('AccountC');
  await expect(options.first()).toContainText('AccountClosed');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await expect(app.filter).toHaveValue(/^type:AccountClosed/);
  await expectRows(app, 1);
});

test('a filter that does not parse says what is wrong, and changes nothing', async ({ app }) => {
  await app.filter.fill('type:AccountClosed');
  await expectRows(app, 1);
  await app.filter.fill('type:AccountClosed data.amount>');
  await expect(app.filter).toHaveAttribute('aria-invalid', 'true');
  await expect(app.filter).toHaveAccessibleDescription(/data\.amount> needs a value after >/);
  await expectRows(app, 1);
  await expect(app.filter).toHaveValue('type:AccountClosed data.amount>');
});

test('nothing matches, and one press shows all again', async ({ app }) => {
  await app.filter.fill('stream:nobody-*');
  await expect(app.events).toContainText('No event matches.');
  await app.events.getByRole('button', { name: 'Show all events' }).click();
  await expectRows(app, seeded);
  await expect(app.filter).toHaveValue('');
});

test('it is cleared by the button, and by Escape', async ({ app }) => {
  await app.filter.fill('type:AccountClosed');
  await expectRows(app, 1);
  await app.events.getByRole('button', { name: 'Clear the filter' }).click();
  await expectRows(app, seeded);
  await app.filter.fill('type:AccountClosed');
  await expectRows(app, 1);
  await app.filter.press('Escape'); // the completions
  await app.filter.press('Escape');
  await expect(app.filter).toHaveValue('');
  await expectRows(app, seeded);
});
