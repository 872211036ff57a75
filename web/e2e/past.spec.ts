// The past can be looked at and is not changed.

import { expect, test } from './fixtures';
import { seeded } from './playhead';

test.beforeEach(async ({ app }) => {
  await app.open('?world=Bank&at=5&stream=account-1');
  await app.expectPast(5);
});

test('nobody takes it for now', async ({ app, page }) => {
  await expect(page).toHaveTitle('Bank at event 5 · Playhead');
  await expect(app.command).toContainText('At event 5, in the past.');
  await expect(app.row(6)).toHaveAccessibleDescription('after the playhead');
  await expect(app.row(5)).not.toHaveAccessibleDescription('after the playhead');
  await expect(app.balances.getByRole('row')).toHaveCount(3); // its head, and two accounts
});

test('a command from there changes nothing, and what was typed is kept', async ({ app }) => {
  await app.send('Withdraw', { Amount: '33' });
  const card = app.outcomes.first();
  await expect(card).toHaveAttribute('data-outcome', 'past');
  await expect(card).toContainText('Event 5 is in the past');
  await expect(card).toContainText('branch');
  expect(await app.head()).toBe(seeded);
  await app.expectPast(5);

  await card.getByRole('button', { name: 'Back to now' }).click();
  await app.expectLive(seeded);
  await expect(app.field('Amount')).toHaveValue('33');
  await app.sendButton('Withdraw').click();
  await expect(app.outcomes.first()).toContainText('recorded MoneyWithdrawn, v8');
});

test('a stream says where it was, and where it came to', async ({ app }) => {
  await app.state.getByRole('tab', { name: 'Aggregate' }).click();
  await expect(app.state.getByRole('tabpanel')).toContainText('v3 of 7');
  await expect(app.state.getByRole('tabpanel')).toContainText('880.00');
});

test('a stream that began later can be gone to', async ({ app }) => {
  await app.stream.fill('account-5');
  await app.stream.press('Tab');
  await app.state.getByRole('button', { name: 'Go to its first event' }).click();
  await app.expectPast(17);
});

test('it stays where it is while the log grows', async ({ app }) => {
  const other = await app.openTab();
  await other.send('Deposit', { Amount: '1' });
  await expect(app.slider).toHaveAttribute('aria-valuemax', String(seeded + 1));
  await app.expectPast(5);
});

test('the whole form is seen there, with its problems, and the way back on the card', async ({
  app,
}) => {
  const seen = async () => {
    const [field, send] = [app.expectedVersion, app.sendButton('Withdraw')];
    await expect(field).toBeInViewport({ ratio: 1 });
    const [above, below] = [await field.boundingBox(), await send.boundingBox()];
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
  };
  await app.send('Withdraw', { Amount: '' });
  await expect(app.command).toContainText('Amount must not be empty.');
  await seen();
  await app.send('Withdraw', { Amount: '33' });
  const back = app.outcomes.first().getByRole('button', { name: 'Back to now' });
  await expect(back).toBeInViewport({ ratio: 1 });
  const [button, timeline] = [await back.boundingBox(), await app.timeline.boundingBox()];
  expect((button?.y ?? 0) + (button?.height ?? 0)).toBeLessThanOrEqual(timeline?.y ?? 0);
  await seen();
});
