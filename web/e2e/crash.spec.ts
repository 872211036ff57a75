// The core dies, in every way and at every entry: the page stays as it is,
// what was acknowledged is there, and what was in flight takes effect once.

import { arm, expectRestarted, type Fault, fired, listen, noticed, serveFaults } from './faults';
import { expect, test } from './fixtures';
import { seeded } from './playhead';

test.use({
  serviceWorkers: 'block', // it would answer for the server
  // An exception of the worker's is one of the page's too.
  allowed: [/call stack|recursion|revoked|proxy/i],
});

test.beforeEach(async ({ context, app }) => {
  await serveFaults(context);
  await app.open();
  await app.request('command', { stream: 'account-1', command: 'Deposit', form: { amount: '5' } });
  await app.expectLive(seeded + 1);
});

const everywhere: Fault[] = ['panic', 'deadlock', 'memory', 'stack'];
const inFlight: [fault: Fault, at: string][] = [
  ...everywhere.flatMap((fault): [Fault, string][] => [
    [fault, 'append'],
    [fault, 'appended'],
    [fault, 'projected'],
  ]),
  ['exit', 'appended'],
  ['throw', 'appended'],
  ['hang', 'append'],
  ['hang', 'appended'],
];
for (const [fault, at] of inFlight) {
  test(`${fault} at ${at}: the command in flight takes effect once`, async ({ app, page }) => {
    const heard = await listen(page);
    await arm(app, fault, at);
    const happened = fired(page, fault, at);
    await app.send('Deposit', { Amount: '12.34' });
    await happened;

    await expect(app.outcomes).toHaveCount(1, { timeout: noticed });
    await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited, v9');
    await app.expectLive(seeded + 2);
    expect(await app.head()).toBe(seeded + 2);
    await expect(app.balance('account-1').locator('ins')).toHaveText('1,017.34');
    await expectRestarted(app, heard);

    await app.send('Deposit', { Amount: '1' });
    await app.expectLive(seeded + 3);
    await expect(app.balance('account-1').locator('ins')).toHaveText('1,018.34');
  });
}

for (const fault of everywhere) {
  test(`${fault} in a read: it is asked again, and the view stays`, async ({ app, page }) => {
    await app.field('Amount').fill('77');
    await app.filter.fill('type:Money*');
    await app.filter.press('Enter');
    await expect(page).toHaveURL(/filter/);
    const heard = await listen(page);
    await arm(app, fault, 'moment');
    const happened = fired(page, fault, 'moment');
    await app.goToText('9');
    await happened;

    await app.expectPast(9);
    await expect(app.balance('account-1').locator('ins')).toHaveText('1,300.00');
    await expectRestarted(app, heard);
    await expect(app.field('Amount')).toHaveValue('77');
    await expect(app.filter).toHaveValue('type:Money*');
    await expect(page).toHaveURL(/at=9/);
    expect(await app.head()).toBe(seeded + 1);
  });

  test(`${fault} in the background: the page goes on`, async ({ app, page }) => {
    await app.field('Amount').fill('77');
    const heard = await listen(page);
    const happened = fired(page, fault, 'background');
    await arm(app, fault, 'background').catch(() => {}); // its answer may be too late
    await happened;

    await expectRestarted(app, heard);
    await expect(app.field('Amount')).toHaveValue('77');
    expect(await app.head()).toBe(seeded + 1);
    await app.send('Deposit', { Amount: '1' });
    await app.expectLive(seeded + 2);
  });
}

test('on a branch, the next core opens that branch', async ({ app, page }) => {
  await app.goToText('12');
  await app.expectPast(12);
  await app.transport('Branch from here').click();
  await app.expectLive(12);
  const heard = await listen(page);
  await arm(app, 'panic', 'appended');
  const happened = fired(page, 'panic', 'appended');
  await app.send('Deposit', { Amount: '12.34' });
  await happened;

  await expectRestarted(app, heard);
  await app.expectLive(13);
  await expect(app.header.getByRole('combobox', { name: 'Branch' })).toHaveValue('what if 1');
  expect(await app.head()).toBe(13);
});

test('traffic goes on with the next core', async ({ app, page }) => {
  const traffic = app.command.getByRole('switch', { name: 'Traffic' });
  await traffic.click();
  await expect.poll(() => app.head()).toBeGreaterThan(seeded + 5);
  const heard = await listen(page);
  const happened = fired(page, 'panic', 'appended');
  await arm(app, 'panic', 'appended');
  await happened;
  await expectRestarted(app, heard);
  const head = await app.head();
  await expect.poll(() => app.head()).toBeGreaterThan(head + 5);
  await traffic.click();
  await expect(traffic).toHaveAttribute('aria-checked', 'false');
});

test('a read model that was paused stands where it stood under the next core', async ({
  app,
  page,
}) => {
  await app.request('pace', { name: 'Balances', pace: { delay: 0, batch: 0, paused: true } });
  await app.send('Deposit', { Amount: '50' });
  await app.expectLive(seeded + 2);
  await expect(app.state).toContainText('paused, lag 1');
  const heard = await listen(page);
  await arm(app, 'panic', 'moment');
  const happened = fired(page, 'panic', 'moment');
  await app.goToText('9');
  await happened;
  await app.expectPast(9);
  await expectRestarted(app, heard);
  await app.transport('Latest event').click();
  await app.expectLive(seeded + 2);
  await expect(app.state).toContainText('paused, lag 1');
  await expect(app.balance('account-1')).toContainText('1,005.00');
});
