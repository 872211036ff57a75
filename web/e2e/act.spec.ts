// Somebody acts on the bank, and sees what comes of it.

import { expect, test } from './fixtures';
import { seeded } from './playhead';

test.beforeEach(({ app }) => app.open());

test('a command is sent, its event recorded, and the state follows', async ({ app }) => {
  await app.send('Deposit', { Amount: '50.00' });
  const card = app.outcomes.first();
  await expect(card).toContainText('Deposit 50.00');
  await expect(card).toContainText('recorded MoneyDeposited, v8');
  await app.expectLive(seeded + 1);
  await expect(app.row(seeded + 1)).toContainText('MoneyDeposited');
  await expect(app.row(seeded + 1)).toContainText('account-1');
  await expect(app.balance('account-1').locator('del')).toHaveText('1,000.00');
  await expect(app.balance('account-1').locator('ins')).toHaveText('1,050.00');
  await expect(app.header).toContainText('25 events in 5 streams');
  await expect(app.saved).toHaveText('saved twice');
  await expect(app.narration).toContainText(
    'MoneyDeposited 50.00 on account-1: balance 1,000.00 to 1,050.00.',
  );
});

test('the form is ready for the next one', async ({ app }) => {
  await expect(app.expectedVersion).toHaveValue('7');
  await app.send('Deposit', { Amount: '1' });
  await expect(app.outcomes).toHaveCount(1);
  await expect(app.expectedVersion).toHaveValue('8');
  await app.sendButton('Deposit').click();
  await expect(app.outcomes).toHaveCount(2);
  await expect(app.outcomes.first()).toContainText('v9');
});

test('a new account takes the next free name', async ({ app }) => {
  await app.choose('Open');
  await expect(app.stream).toHaveValue('account-6');
  await app.send('Open', { Owner: 'Farah' });
  await expect(app.outcomes.first()).toContainText('recorded AccountOpened, v1');
  await expect(app.balances.getByRole('row').filter({ hasText: 'Farah' })).toContainText('new');
  await expect(app.stream).toHaveValue('account-7');
  await app.choose('Deposit');
  await expect(app.stream).toHaveValue('account-6');
});

test('a rule refuses, says why with the numbers, and nothing is recorded', async ({ app }) => {
  await app.send('Withdraw', { Amount: '5000' });
  const card = app.outcomes.first();
  await expect(card).toHaveAttribute('data-outcome', 'refused');
  await expect(card).toContainText(
    'refused: insufficient funds: the balance is 1,000.00, asked for 5,000.00',
  );
  await expect(app.field('Amount')).toHaveValue('5000');
  expect(await app.head()).toBe(seeded);
  await app.expectLive(seeded);
});

test('a card goes when it is dismissed', async ({ app }) => {
  await app.send('Deposit', { Amount: '1' });
  await app.outcomes.getByRole('button', { name: 'Dismiss Deposit 1.00' }).click();
  await expect(app.outcomes).toHaveCount(0);
});

test('the other worlds work the same way', async ({ app }) => {
  await app.world.selectOption('Orders');
  await app.expectLive(17);
  await app.choose('Add item');
  await app.stream.fill('order-4');
  await app.field('Item').fill('adapter');
  await app.field('Price').fill('12.50');
  await app.sendButton('Add item').click();
  await expect(app.outcomes.first()).toContainText('recorded ItemAdded');
  await app.world.selectOption('Users');
  await app.expectLive(12);
  await app.world.selectOption('Bank');
  await app.expectLive(seeded);
});
