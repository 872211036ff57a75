// Schema evolution: what is stored stays, what is read is lifted, and what breaks is named.

import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

function card({ state, page }: Playhead, heading: string): Locator {
  return state.getByRole('article').filter({ has: page.getByRole('heading', { name: heading }) });
}

const types = (app: Playhead) => card(app, 'Types and their versions');
const event = (app: Playhead) => card(app, 'One event, step by step');

const struck = { type: 'LightningStruck', data: { volts: 7 } };
const future = { type: 'MoneyDeposited', schemaVersion: 9, data: { gold: 3 } };
const nothing = { type: 'MoneyMoved', data: { amount: 0 } };

test.describe('of the Bank', () => {
  test.beforeEach(({ app }) => app.open('?world=Bank&panel=schema'));

  test('each type shows its versions and what went along its upcasters', async ({ app }) => {
    const moved = types(app).getByRole('listitem').filter({ hasText: 'MoneyMoved' }).first();
    await expect(moved).toContainText('MoneyMoved v12 stored');
    await expect(moved).toContainText('by its data: 1 event, 15 B to 15 B');
    await expect(moved).toContainText('adds currency and source: 3 events');
    await expect(moved).toContainText('by its data, adds currency: 1 event');
    const created = types(app).getByRole('listitem').filter({ hasText: 'AccountCreated' }).first();
    await expect(created).toContainText('renamed, adds currency: 2 events');
  });

  test('the whole log is measured from what is stored to what is read', async ({ app }) => {
    const bench = card(app, 'From what is stored to what is read');
    await expect(bench).toContainText(`${seeded} events`);
    await expect(bench).toContainText('18 events read as they are');
    await expect(bench).toContainText('6 events changed by upcasters');
    await expect(bench).toContainText(/Bytes[\d.]+ k?B stored, [\d.]+ k?B read/);
    await expect(bench).toContainText('every hash follows from the event before, to #24');

    await app.goToText('5');
    await expect(bench).toContainText('1 event read as they are');
    await expect(bench).toContainText('4 events changed by upcasters');
    await expect(bench).toContainText('to #5');
  });

  test('an event is shown at each step, with what the step did', async ({ app }) => {
    await types(app).getByRole('button', { name: 'Show event 13, stored as MoneyMoved' }).click();
    await expect(event(app)).toContainText('Stored bytes of #13{"amount":-20000}');
    const steps = event(app).getByRole('table');
    await expect(steps).toHaveCount(2);
    await expect(steps.nth(1)).toContainText(/Read as MoneyWithdrawn v1/);
    await expect(steps.nth(1).getByRole('row', { name: 'amount' })).toContainText('20000changed');
    await expect(steps.nth(1).getByRole('row', { name: 'currency' })).toContainText('"USD"added');
    await expect(app.narration).toContainText(
      'Event 13, stored as MoneyMoved version 1, is read as MoneyWithdrawn version 1.',
    );
    await event(app).getByRole('button', { name: 'The one at the playhead' }).click();
    await app.goToText('2');
    await expect(event(app)).toContainText('Stored bytes of #2');
    await expect(event(app).getByRole('row', { name: 'source' })).toContainText('"unknown"added');
  });

  test('events that break are named, with what breaks them', async ({ app }) => {
    const before = await app.request('event', { position: 6 });
    await app.request('append', { stream: 'account-1', events: [struck, future, nothing] });
    const breaks = card(app, 'Events that break').getByRole('listitem');
    await expect(breaks).toHaveCount(3);
    await expect(breaks.nth(0)).toContainText('#25 LightningStruck v1');
    await expect(breaks.nth(0)).toContainText('This world has no event type LightningStruck.');
    await expect(breaks.nth(1)).toContainText('but not its schema version 9');
    await expect(breaks.nth(2)).toContainText(
      'an amount of zero is neither a deposit nor a withdrawal',
    );
    await expect(types(app)).toContainText('unknown to this world');

    await breaks.nth(2).getByRole('button').click();
    await expect(event(app)).toContainText('Stored bytes of #27{"amount":0}');
    await expect(event(app)).toContainText('Folds pass the event over');
    await expect(app.row(27).getByRole('group').first()).toBeVisible();

    // Looking changed nothing.
    const after = await app.request('event', { position: 6 });
    expect(after.stored).toBe(before.stored);
    expect(after.hash).toBe(before.hash);
    await expect(app.state).toContainText('every hash follows from the event before, to #27');
  });

  test('each projection ignores, shows or stops at what it cannot read', async ({ app }) => {
    await app.request('append', { stream: 'account-1', events: [struck] });
    const policy = (name: string) => app.state.getByRole('combobox', { name, exact: true });
    await policy('Balances').selectOption('stop');
    await policy('Statement').selectOption('show it raw');
    await expect(app.narration).toContainText('Statement shows what it cannot read');
    await app.state.getByRole('tab', { name: 'Projections', exact: true }).click();

    await expect(card(app, 'Balances')).toContainText('stopped, lag 1');
    await expect(card(app, 'Balances')).toContainText(
      'Stopped at #25 LightningStruck: This world has no event type LightningStruck.',
    );
    const unread = app.state.getByRole('region', { name: 'Not read by Statement' });
    await expect(unread).toContainText('1 event could not be read');
    await expect(unread).toContainText('#25 LightningStruck v1 {"volts":7}');
    await expect(card(app, 'Open accounts')).toContainText('caught up');

    // It is so in the past too, from that event on.
    await app.goToText('24');
    await expect(unread).toHaveCount(0);
    await expect(card(app, 'Balances')).toContainText('caught up');
    await app.goToText('25');
    await expect(unread).toBeVisible();

    await app.state.getByRole('button', { name: 'Skip this event: Balances' }).click();
    await expect(card(app, 'Balances')).toContainText('caught up');
    await app.state.getByRole('tab', { name: 'Schema', exact: true }).click();
    await expect(policy('Balances')).toHaveValue('stop');
    await policy('Statement').selectOption('ignore it');
    await app.state.getByRole('tab', { name: 'Projections', exact: true }).click();
    await expect(unread).toHaveCount(0);
  });

  test('a long log is measured piece by piece', async ({ app }) => {
    const old = { type: 'MoneyDeposited', schemaVersion: 1, data: { amount: 1 } };
    const events = Array.from({ length: 5000 }, () => old);
    for (let i = 0; i < 2; i++) await app.request('append', { stream: 'account-2', events });
    const bench = card(app, 'From what is stored to what is read');
    await expect(bench).toContainText('10,006 events changed by upcasters');
    await expect(bench.getByRole('progressbar')).toHaveCount(0);
  });
});

test('orders were closed in two ways, and each is read as its own', async ({ app }) => {
  await app.open('?world=Orders&panel=schema');
  const closed = types(app).getByRole('listitem').filter({ hasText: 'OrderClosed' }).first();
  await expect(closed).toContainText('OrderClosed v12 stored');
  await expect(closed).toContainText('OrderCompleted v10 stored, 1 read');
  await expect(closed).toContainText('OrderCancelled v10 stored, 1 read');
  await expect(types(app)).toContainText('adds quantity: 3 events');
});

test('before the first event there is nothing to show', async ({ app }) => {
  await app.open('?world=Bank&panel=schema&at=0');
  await expect(event(app)).toContainText('There is no event here yet.');
  await expect(card(app, 'From what is stored')).toContainText('0 events');
});
