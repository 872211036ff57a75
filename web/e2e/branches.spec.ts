// What if? A branch shares the past of the log and goes on by itself.

import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

const picker = (app: Playhead) => app.header.getByRole('combobox', { name: 'Branch' });
const lanes = (app: Playhead) => app.timeline.getByRole('list', { name: 'Branches' });

test('a branch begins as it was there, and main never hears of it', async ({ app, page }) => {
  await app.open('?world=Bank&at=12&stream=account-1');
  await expect(lanes(app)).toHaveCount(0);
  await app.transport('Branch from here').click();

  await app.expectLive(12);
  await expect(picker(app)).toHaveValue('what if 1');
  await expect(page).toHaveURL(/branch=what\+if\+1/);
  await expect(app.narration).toContainText('parts from main after event 12');
  await expect(lanes(app).getByRole('button')).toHaveText([/^main/, 'what if 1']);
  await expect(app.balance('account-1')).toHaveText('1,300.00');

  await app.send('Deposit', { Amount: '1000' });
  await app.expectLive(13);
  await expect(app.balance('account-1').locator('ins')).toHaveText('2,300.00');
  await app.goToText('12');
  await app.expectPast(12);
  await expect(app.row(13)).toHaveAccessibleDescription('after the playhead');

  await picker(app).selectOption('main');
  await app.expectLive(seeded);
  await expect(app.balance('account-1')).toHaveText('1,000.00');
  expect(
    (await app.request('events', { filter: '', from: 0, count: 50, at: 24 })).rows,
  ).toHaveLength(seeded);
});

test('it is there after a reload, in another tab, and for back and forward', async ({
  app,
  page,
}) => {
  await app.open('?world=Bank&at=12&stream=account-1');
  await app.transport('Branch from here').click();
  await app.expectLive(12);
  await app.send('Deposit', { Amount: '5' });
  await app.expectLive(13);
  await page.reload();
  await app.expectLive(13);
  await expect(picker(app)).toHaveValue('what if 1');

  const tab = await app.openTab('?world=Bank&branch=what+if+1&stream=account-1');
  await tab.expectLive(13);
  await tab.send('Deposit', { Amount: '6' });
  await app.expectLive(14); // both look at the same branch

  await picker(app).selectOption('main');
  await app.expectLive(seeded);
  await page.goBack();
  await app.expectLive(14);
  await page.goForward();
  await app.expectLive(seeded);
});

test('a command in the past is sent on a branch in one step', async ({ app }) => {
  await app.open('?world=Bank&at=5&stream=account-1');
  await app.expectPast(5);
  await app.send('Withdraw', { Amount: '33' });
  await app.outcomes.first().getByRole('button', { name: 'Branch and send' }).click();

  await app.expectLive(6);
  await expect(picker(app)).toHaveValue('what if 1');
  await expect(app.outcomes.first()).toContainText('recorded MoneyWithdrawn, v4');
  await expect(app.field('Amount')).toHaveValue('33');
  await expect(app.balance('account-1').locator('ins')).toHaveText('847.00');
});

test('branches part from branches, and the timeline draws them', async ({ app, page }) => {
  await app.open('?world=Bank&at=12&stream=account-1');
  await app.transport('Branch from here').click();
  await app.expectLive(12);
  await app.send('Deposit', { Amount: '5' });
  await app.expectLive(13);
  await app.transport('Step back').click();
  await app.expectPast(12);
  await app.transport('Branch from here').click();
  await app.expectLive(12);
  await expect(lanes(app).getByRole('button')).toHaveText([/^main/, /^what if 1/, 'what if 2']);

  await lanes(app).getByRole('button', { name: 'what if 1' }).press('Enter');
  await app.expectLive(13);
  await expect(lanes(app).getByRole('button', { name: 'what if 1' })).toHaveAttribute(
    'aria-current',
    'true',
  );
  await page.screenshot({ path: test.info().outputPath('branches.png') });
});

test('a branch is renamed and deleted, and only its own events go', async ({ app, page }) => {
  await app.open('?world=Bank&at=12&stream=account-1');
  await app.transport('Branch from here').click();
  await app.expectLive(12);
  const menu = () => app.header.getByRole('button', { name: /^Rename or delete/ });
  const dialog = page.getByRole('dialog', { name: /^The branch/ });

  await menu().click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('main');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await expect(dialog.getByRole('alert')).toHaveText(
    'A branch cannot be named "main": the log that all branches part from has that name.',
  );
  await dialog.getByRole('textbox', { name: 'Name' }).fill('richer');
  await dialog.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(picker(app)).toHaveValue('richer');
  await expect(page).toHaveURL(/branch=richer/);

  await menu().click();
  await dialog.getByRole('button', { name: 'Keep both' }).click();
  await expect(picker(app)).toHaveValue('richer');
  await menu().click();
  await dialog.getByRole('button', { name: 'Delete branch' }).click();
  await app.expectLive(seeded);
  await expect(picker(app)).toHaveValue('main');
  await expect(lanes(app)).toHaveCount(0);
  await app.open('?world=Bank&branch=richer&stream=account-1');
  await expect(app.notices).toContainText('There is no branch “richer” here');
  await app.expectLive(seeded);
});

test('whoever starts over has no branches left', async ({ app, page }) => {
  await app.open('?world=Bank&at=12&stream=account-1');
  await app.transport('Branch from here').click();
  await app.expectLive(12);
  await app.header.getByRole('button', { name: 'Start over' }).click();
  await expect(page.getByRole('dialog', { name: 'Start over?' })).toContainText('its 1 branch');
  await page.getByRole('button', { name: 'Reset to the example' }).click();
  await app.expectLive(seeded);
  await expect(picker(app)).toHaveValue('main');
  await expect(picker(app).getByRole('option')).toHaveText(['main']);
});

test('a branch is compared with what it parted from', async ({ app, page }) => {
  await app.open('?world=Bank&at=12&stream=account-1');
  await app.transport('Branch from here').click();
  await app.expectLive(12);
  await app.send('Deposit', { Amount: '50' });
  await app.expectLive(13);
  // What main has in its place is of account-2.
  await expect(app.row(13)).toContainText('account-1');
  await app.state.getByRole('tab', { name: 'Compare' }).click();
  const what = app.state.getByRole('combobox', { name: 'Compare', exact: true });
  await what.selectOption({ label: 'This log with main' });
  const panel = app.state.getByRole('tabpanel', { name: 'Compare' });
  await expect(panel).toContainText('They part after event 12.');
  await expect(
    panel.getByRole('list', { name: 'Only on what if 1' }).getByRole('listitem'),
  ).toHaveCount(1);
  await expect(panel.getByRole('list', { name: 'Only on main' }).getByRole('listitem')).toHaveCount(
    seeded - 12,
  );
  await expect(panel).toContainText('1,350.00');
  await expect(page).toHaveURL(/compare=branch:main/);

  await panel.getByRole('checkbox', { name: 'as it was at the same time' }).check();
  await expect(page).toHaveURL(/compare=then:main/);
  await page.reload();
  await expect(panel).toContainText('They part after event 12.');
});
