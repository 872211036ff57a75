// Read models follow the log at a pace of their own, and are what the log comes to.

import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Playhead } from './playhead';

/** The card of a read model. */
function card(app: Playhead, name: string): Locator {
  const heading = app.page.getByRole('heading', { name, exact: true });
  return app.state.getByRole('article').filter({ has: heading });
}

/** How closely a read model follows the log, opened for a change. */
async function pace(app: Playhead, name: string): Promise<Locator> {
  const group = app.state.getByRole('group', { name: `Pace of ${name}` });
  if (!(await group.isVisible())) {
    await app.state.getByRole('button', { name: `Pace of ${name}`, exact: true }).click();
  }
  return group;
}

function followed(app: Playhead): Locator {
  return app.state.getByRole('region', { name: 'From command to read models' });
}

function check(app: Playhead): Locator {
  return app.state.getByRole('status', { name: 'Replay check' });
}

test.describe('in the Bank', () => {
  test.beforeEach(async ({ app }) => {
    await app.open();
    await expect(check(app)).toHaveText('replay check: equal');
  });

  test('a command is followed to the moment at which each read model shows it', async ({ app }) => {
    const group = await pace(app, 'Balances');
    await app.typeOver(group.getByRole('spinbutton', { name: 'Delay of Balances, ms' }), '2500');
    await expect(group).toContainText('An event waits 2.5 s.');
    await app.send('Deposit', { Amount: '50' });
    await expect(followed(app)).toContainText('Deposit 50.00');
    await expect(followed(app)).toContainText('#25');
    await expect(followed(app)).toContainText(/Balances\s*not yet/);
    await expect(followed(app)).toContainText(/others\s*at once/);
    await expect(card(app, 'Balances')).toContainText('catching up, lag 1');
    await expect(app.balance('account-1')).toHaveText('1,000.00');
    await expect(followed(app)).toContainText(/Balances\s*[23]\.\d s/);
    await expect(app.narration).toContainText(/Balances shows event 25 [23]\.\d seconds after/);
    await expect(app.balance('account-1').locator('ins')).toHaveText('1,050.00');
    await expect(card(app, 'Balances')).toContainText('caught up');
  });

  test('acting on a stale read model is a conflict', async ({ app }) => {
    const group = await pace(app, 'Balances');
    await group.getByRole('button', { name: 'Pause Balances' }).click();
    await expect(card(app, 'Balances')).toContainText('paused');
    await app.send('Deposit', { Amount: '50' });
    await expect(card(app, 'Balances')).toContainText('paused, lag 1');
    await expect(app.command).toContainText('Balances still shows v7.');
    // Whoever picks the account where it is stale goes by what they see there.
    await app.balances.getByRole('button', { name: 'account-1' }).click();
    await expect(app.expectedVersion).toHaveValue('7');
    await expect(app.command).toContainText('as Balances shows it, now v8');
    await app.send('Withdraw', { Amount: '10' });
    await expect(app.outcomes.first()).toContainText('conflict: expected v7, the stream is at v8');
    await group.getByRole('button', { name: 'Let Balances go on' }).click();
    await expect(card(app, 'Balances')).toContainText('caught up');
    await expect(app.command).not.toContainText('still shows');
    await app.outcomes.first().getByRole('button', { name: 'Reload and retry' }).click();
    await expect(app.outcomes.first()).toContainText('recorded MoneyWithdrawn, v9');
  });

  test('the version of a stale read model can be chosen, and given up', async ({ app }) => {
    const group = await pace(app, 'Balances');
    await group.getByRole('button', { name: 'Pause Balances' }).click();
    await app.send('Deposit', { Amount: '50' });
    await app.command.getByRole('button', { name: 'Use v7 of Balances' }).click();
    await expect(app.expectedVersion).toHaveValue('7');
    await app.command.getByRole('button', { name: 'use v8' }).click();
    await expect(app.expectedVersion).toHaveValue('8');
    await app.send('Withdraw', { Amount: '10' });
    await expect(app.outcomes.first()).toContainText('recorded MoneyWithdrawn, v9');
  });

  test('a batch is so many events, and the lag goes down by that', async ({ app }) => {
    const group = await pace(app, 'Statement');
    await group.getByRole('button', { name: 'Pause Statement' }).click();
    const deposit = {
      type: 'MoneyDeposited',
      schemaVersion: 2,
      data: { amount: 1, currency: 'USD' },
    };
    await app.request('append', { stream: 'account-1', events: Array(6).fill(deposit) });
    await expect(card(app, 'Statement')).toContainText('paused, lag 6');
    await app.typeOver(group.getByRole('spinbutton', { name: 'Batch of Statement, events' }), '2');
    await app.typeOver(group.getByRole('spinbutton', { name: 'Delay of Statement, ms' }), '3000');
    await group.getByRole('button', { name: 'Let Statement go on' }).click();
    await expect(card(app, 'Statement')).toContainText('lag 4');
    await expect(card(app, 'Statement')).toContainText('lag 2');
    await expect(card(app, 'Statement')).toContainText('caught up');
  });

  test('a bad pace gets a sentence and changes nothing', async ({ app }) => {
    const group = await pace(app, 'Balances');
    await app.typeOver(
      group.getByRole('spinbutton', { name: 'Delay of Balances, ms' }),
      '31536000000',
    );
    await expect(group).toContainText('A whole number from 0 to 60,000.');
    await app.typeOver(group.getByRole('spinbutton', { name: 'Batch of Balances, events' }), '0');
    await expect(group).toContainText('A whole number from 1 to 10,000.');
    await expect(group).toContainText('It takes events as they come.');
  });

  test('a projection that is added late fills itself from history', async ({ app }) => {
    const group = await pace(app, 'Balances');
    await group.getByRole('button', { name: 'Add it late: Balances' }).click();
    await expect(app.state.getByRole('progressbar', { name: 'Filling Balances' })).toBeVisible();
    await expect(card(app, 'Balances')).toContainText('catching up');
    await expect(card(app, 'Balances')).toContainText('caught up');
    await expect(app.balance('account-1')).toHaveText('1,000.00');
    await expect(check(app)).toHaveText('replay check: equal');
  });

  test('the replay check catches what a naive subscriber invents', async ({ app }) => {
    await app.state.getByRole('tab', { name: 'Delivery' }).click();
    await app.state.getByRole('button', { name: 'Twice', exact: true }).click();
    await app.state.getByRole('checkbox', { name: 'A feeds the live Balances' }).check();
    await expect(check(app)).toHaveText(/^replay check: parted at #\d+$/);
    await expect(app.narration).toContainText('Balances parts from its rebuild');
    await app.state.getByRole('tab', { name: 'Projections' }).click();
    const finding = app.state.locator('.replay-finding');
    await expect(finding).toContainText(
      /Balances parts from its rebuild at #\d+ \w+: account-\d balance is \S+ live and \S+ rebuilt\. It is fed by subscriber A\./,
    );
    await expect(card(app, 'Balances')).toContainText('fed by A');
    await finding.getByRole('button', { name: 'Rebuild it: Balances' }).click();
    await expect(check(app)).toHaveText('replay check: equal');
    await expect(app.balance('account-1')).toHaveText('1,000.00');
    await expect(finding).toHaveCount(0);
  });

  test('a careful subscriber feeds the read model, and nobody notices', async ({ app }) => {
    await app.state.getByRole('tab', { name: 'Delivery' }).click();
    const careful = app.state.getByRole('checkbox', { name: 'C feeds the live Balances' });
    await careful.check();
    await expect(careful).toBeChecked();
    await app.send('Deposit', { Amount: '50' });
    await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited, v8');
    await check(app).getByRole('button').click();
    await expect(app.state).toContainText('equal their rebuilds, up to event 25.');
    await expect(check(app)).toHaveText('replay check: equal');
  });
});

test('a mail is sent once, unless nobody guards that', async ({ app }) => {
  await app.open('?world=Orders&stream=order-4');
  const mailer = card(app, 'Mailer');
  const sent = mailer.getByRole('list', { name: 'Sent' }).getByRole('listitem');
  await expect(sent).toHaveCount(2);
  await app.send('Complete');
  await expect(sent).toHaveCount(3);
  await expect(sent.first()).toContainText('to Dana, order-4: your order is on its way');
  await mailer.getByRole('button', { name: 'Rebuild Mailer' }).click();
  await expect(mailer).toContainText('caught up');
  await expect(mailer).toContainText('3 mails');
  await expect(mailer).not.toContainText('again,');
  await expect(mailer.getByText('sent 2 times')).toHaveCount(0);
  await mailer.getByRole('checkbox', { name: 'not again on replay' }).uncheck();
  await expect(mailer.getByText('sent 2 times')).toHaveCount(3);
  await expect(mailer).toContainText('6 mails, 3 of them again');
});

test('a read model that is paused stands where it stood after a reload, and in its own tab only', async ({
  app,
  page,
}) => {
  await app.open('?world=Orders');
  const mailer = card(app, 'Mailer');
  const group = await pace(app, 'Mailer');
  await group.getByRole('button', { name: 'Pause Mailer' }).click();
  await expect(mailer).toContainText('paused');
  await app.request('command', { stream: 'order-4', command: 'Complete', form: {} });
  await expect(mailer).toContainText('paused, lag 1');
  await expect(mailer).toContainText('2 mails');
  await page.reload();
  await expect(mailer).toContainText('paused, lag 1');
  await expect(mailer).toContainText('2 mails');
  const other = await app.openTab('?world=Orders');
  await expect(card(other, 'Mailer')).toContainText('3 mails');
  // The core may be another one, too.
  await pace(app, 'Mailer');
  await group.getByRole('button', { name: 'Let Mailer go on' }).click();
  await expect(mailer).toContainText('3 mails');
  await expect(mailer.getByText('sent 2 times')).toHaveCount(0);
  await page.reload();
  await expect(mailer).toContainText('3 mails');
  await expect(mailer).not.toContainText('paused');
});

test('without the guard a reload sends every mail again', async ({ app, page }) => {
  await app.open('?world=Orders');
  const mailer = card(app, 'Mailer');
  await expect(mailer).toContainText('2 mails');
  await mailer.getByRole('checkbox', { name: 'not again on replay' }).uncheck();
  await expect(mailer).toContainText('4 mails, 2 of them again');
  await page.reload();
  await expect(mailer).toContainText('4 mails, 2 of them again');
  await expect(mailer.getByRole('checkbox', { name: 'not again on replay' })).not.toBeChecked();
});
