// What would have become of the log if one event had been otherwise.

import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

const panel = (app: Playhead) => app.state.getByRole('tabpanel', { name: 'What if' });
const way = (app: Playhead, name: string) => panel(app).getByRole('radio', { name });
const judged = (app: Playhead) =>
  panel(app).getByRole('list', { name: 'What becomes of each event' }).getByRole('listitem');

test.beforeEach(async ({ app }) => {
  await app.open('?world=Bank&stream=account-1&event=2');
  await app.events.getByRole('button', { name: 'What if it had been otherwise?' }).click();
  await expect(panel(app)).toContainText('What if event 2 had not happened?');
});

test('without an event its rules decide anew on what came later', async ({ app }) => {
  await expect(judged(app)).toHaveCount(6);
  await expect(judged(app).first()).toHaveAttribute('data-verdict', 'edited');
  const refused = judged(app).nth(1);
  await expect(refused).toHaveAttribute('data-verdict', 'refused');
  await expect(refused).toContainText('Withdraw would have been refused: insufficient funds');
  await expect(panel(app).getByRole('status')).toContainText('1 would have been refused');
  const differs = panel(app).getByRole('table', { name: 'What would differ' });
  await expect(differs.getByRole('row').filter({ hasText: 'Balances' })).toContainText('120.00');
  expect(await app.head()).toBe(seeded);

  await panel(app).getByRole('button', { name: 'Make it a branch' }).click();
  await app.expectLive(seeded - 2);
  await expect(app.header.getByRole('combobox', { name: 'Branch' })).toHaveValue('what if 1');
  await app.state.getByRole('tab', { name: 'Projections' }).click();
  await expect(app.balance('account-1')).toHaveText('120.00');
  await app.header.getByRole('combobox', { name: 'Branch' }).selectOption('main');
  await app.expectLive(seeded);
  await expect(app.balance('account-1')).toHaveText('1,000.00');
});

test('data that does not fit gets a sentence, and what does is tried', async ({ app }) => {
  await way(app, 'Changed').check();
  const data = panel(app).getByRole('textbox', { name: 'Data of MoneyDeposited' });
  await data.fill('{"amount": "lots"}');
  await expect(panel(app)).toContainText('The data does not fit MoneyDeposited: amount must be');
  await data.fill('{"amount": 50000}');
  await expect(panel(app).getByRole('status')).toContainText('5 still valid');
  await expect(panel(app).getByRole('table', { name: 'What would differ' })).toContainText(
    '500.00',
  );
});

test('it may come later, but not before its stream begins', async ({ app }) => {
  await way(app, 'Moved').check();
  const behind = panel(app).getByRole('textbox', { name: 'Behind event' });
  await behind.fill('5');
  await expect(panel(app)).toContainText('What if event 2 had come after event 5, later?');
  await expect(judged(app).first()).toHaveAttribute('data-verdict', 'refused');
  await behind.fill('0');
  await expect(panel(app)).toContainText(
    'Event 2 cannot come before event 1, with which account-1 begins.',
  );
  await behind.fill('soon');
  await expect(panel(app)).toContainText('Write the position of the event');
});

test('another may follow it', async ({ app }) => {
  await way(app, 'Followed').check();
  await panel(app).getByRole('combobox', { name: 'Type' }).selectOption('AccountClosed');
  await panel(app)
    .getByRole('textbox', { name: 'Data of AccountClosed' })
    .fill('{"reason": "what if"}');
  await expect(panel(app)).toContainText('What if AccountClosed had come after event 2?');
  await expect(judged(app).nth(1)).toContainText('this account is closed');
});

test('what was filled in is there after a look elsewhere', async ({ app }) => {
  await way(app, 'Moved').check();
  await panel(app).getByRole('textbox', { name: 'Behind event' }).fill('9');
  await app.state.getByRole('tab', { name: 'Projections' }).click();
  await app.state.getByRole('tab', { name: 'What if' }).click();
  await expect(panel(app).getByRole('textbox', { name: 'Behind event' })).toHaveValue('9');
});

test('the question is in the address: a reload shows it again, and so does a link', async ({
  app,
  page,
}) => {
  await way(app, 'Changed').check();
  await panel(app)
    .getByRole('textbox', { name: 'Data of MoneyDeposited' })
    .fill('{"amount": 50000}');
  await expect(panel(app).getByRole('status')).toContainText('5 still valid');
  await expect(page).toHaveURL(/trial=change:2:.*50000/); // once the typing rests
  await page.reload();
  await expect(panel(app).getByRole('textbox', { name: 'Data of MoneyDeposited' })).toHaveValue(
    '{"amount": 50000}',
  );
  await expect(panel(app).getByRole('status')).toContainText('5 still valid');
  // Without an open event the link names the event by itself, wherever the playhead is.
  await app.open('?world=Bank&stream=account-1&panel=whatif&tab=state&trial=move:2:5');
  await expect(panel(app)).toContainText('What if event 2 had come after event 5, later?');
  await expect(judged(app).first()).toHaveAttribute('data-verdict', 'refused');
  await panel(app).getByRole('button', { name: 'Try the event at the playhead instead' }).click();
  await expect(panel(app)).toContainText(`What if event ${seeded} had not happened?`);
  await app.open('?world=Bank&panel=whatif&trial=leaveOut:842');
  await expect(panel(app)).toContainText('There is no event 842');
});

test('where it led to other streams, those are told of as well', async ({ app }) => {
  const data = { amount: 900_000, currency: 'USD', source: 'cash' };
  const events = [{ type: 'MoneyDeposited', schemaVersion: 2, data }];
  await app.request('append', { stream: 'account-1', events });
  const form = { from: 'account-1', to: 'account-2', amount: '8000' };
  await app.request('command', { stream: 'transfer-1', command: 'Transfer', form });
  await app.expectLive(seeded + 6);
  await app.open(`?world=Bank&panel=whatif&trial=leaveOut:${seeded + 1}`);
  await expect(panel(app).getByRole('status')).toHaveText(
    'Of 4 later events of account-1, transfer-1 and account-2: 1 would have been refused, 3 would not have been asked for.',
  );
  await expect(judged(app).nth(2)).toContainText('transfer-1');
  await expect(judged(app).nth(2)).toHaveAttribute('data-verdict', 'unasked');
  await expect(panel(app)).toContainText('transfer-1 would go on otherwise');
  await panel(app).getByRole('button', { name: 'Make it a branch' }).click();
  // There the process hears that the account refused, and notes it.
  await app.expectLive(seeded + 2);
  await expect(app.row(seeded + 2)).toContainText('TransferRefused');
});
