// Two tabs of one visitor on the same log: both can write, and the one that
// comes second on a stream is told.

import { expect, test } from './fixtures';
import { seeded } from './playhead';

test.beforeEach(({ app }) => app.open());

test('a tab hears of what another one recorded', async ({ app }) => {
  const other = await app.openTab();
  await other.send('Deposit', { Amount: '25' });
  await app.expectLive(seeded + 1);
  await expect(app.row(seeded + 1)).toContainText('25.00');
  await expect(app.balance('account-1').locator('ins')).toHaveText('1,025.00');
  await expect(app.narration).toContainText('Another tab recorded events.');
  await expect(app.expectedVersion).toHaveValue('8');
});

test.describe('whoever began to fill in the form before the other tab wrote', () => {
  test.beforeEach(async ({ app }) => {
    await app.choose('Withdraw');
    await app.field('Amount').fill('700');
    const other = await app.openTab();
    await other.send('Withdraw', { Amount: '400' });
    await app.expectLive(seeded + 1);
    await expect(app.expectedVersion).toHaveAccessibleDescription('it is at v8 now');
    await app.sendButton('Withdraw').click();
    await expect(app.outcomes.first()).toContainText('conflict: expected v7, the stream is at v8');
    expect(await app.head()).toBe(seeded + 1);
  });

  test('can reload and retry, and then the rules are asked again', async ({ app }) => {
    await app.outcomes.getByRole('button', { name: 'Reload and retry' }).click();
    await expect(app.outcomes).toHaveCount(1);
    await expect(app.outcomes.first()).toContainText(
      'refused: insufficient funds: the balance is 600.00, asked for 700.00',
    );
  });

  test('can give up, with the form as it was', async ({ app }) => {
    await app.outcomes.getByRole('button', { name: 'Give up' }).click();
    await expect(app.outcomes).toHaveCount(0);
    await expect(app.field('Amount')).toHaveValue('700');
    await expect(app.expectedVersion).toHaveValue('8');
    expect(await app.head()).toBe(seeded + 1);
  });
});

test('of two commands at once on the same version one is recorded', async ({ app }) => {
  const other = await app.openTab();
  for (const tab of [app, other]) await tab.field('Amount').fill('10');
  await Promise.all([app.sendButton('Deposit').click(), other.sendButton('Deposit').click()]);
  await app.expectLive(seeded + 1);
  await other.expectLive(seeded + 1);
  const kinds = [app, other].map((tab) => tab.outcomes.first().getAttribute('data-outcome'));
  expect((await Promise.all(kinds)).sort()).toEqual(['conflict', 'recorded']);

  const loser = (await kinds[0]) === 'conflict' ? app : other;
  await loser.outcomes.getByRole('button', { name: 'Reload and retry' }).click();
  await expect(loser.outcomes.first()).toContainText('recorded MoneyDeposited, v9');
  await app.expectLive(seeded + 2);
  await other.expectLive(seeded + 2);
  await expect(app.balance('account-1').locator('ins')).toHaveText('1,020.00');
});
