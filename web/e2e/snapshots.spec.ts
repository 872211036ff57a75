// Snapshots: when they are taken, what they save, and when they are of no use.

import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

const tab = (app: Playhead, name: string) => app.state.getByRole('tab', { name, exact: true });

function policy({ state }: Playhead): Locator {
  return state.getByRole('combobox', { name: 'Take a snapshot' });
}

function numberOf({ state }: Playhead): Locator {
  return state.getByRole('spinbutton', { name: 'n', exact: true });
}

/** Types over what is in a field for a number; in Firefox, `fill` adds to it. */
async function enter(field: Locator, text: string): Promise<void> {
  await field.press('ControlOrMeta+a');
  await field.pressSequentially(text);
}

/** The row of a load: what it began from, events, bytes, time. */
function load(app: Playhead, name: string): Locator {
  return app.state.getByRole('table', { name: /^Loading / }).getByRole('row', { name });
}

function listed(app: Playhead): Locator {
  return app.state.getByRole('table', { name: /^Snapshots of / }).locator('tbody tr');
}

test.beforeEach(({ app }) => app.open('?world=Bank&panel=snapshots'));

test('a load begins from a snapshot, and says what that saved', async ({ app }) => {
  await expect(listed(app)).toHaveCount(1);
  await expect(listed(app).first()).toContainText(/v5#14[0-9a-f]{8}\d+ Bfresh/);
  await expect(load(app, 'with snapshots')).toContainText(/snapshot v52\d+ B[\d.]+ (µs|ms)/);
  await expect(load(app, 'without')).toContainText(/first event7\d+ B/);
  await expect(app.state).toContainText('Both come to the same state.');

  await tab(app, 'Aggregate').click();
  await expect(app.state).toContainText(
    /Loaded from snapshot v5 \+ 2 events, \d+ B, [\d.]+ (µs|ms)/,
  );
});

test('each policy takes its own', async ({ app }) => {
  await expect(listed(app)).toHaveCount(1);
  await enter(numberOf(app), '3');
  await expect(listed(app)).toHaveText([/^v6/, /^v3/]);
  await policy(app).selectOption('every n events');
  await enter(numberOf(app), '1');
  await expect(listed(app)).toHaveCount(7);
  await expect(load(app, 'with snapshots')).toContainText(/snapshot v70/);
  await policy(app).selectOption('by time');
  await expect(app.state).toContainText('3,600 seconds old or older');
  await expect(listed(app).first()).toContainText('fresh');
  await policy(app).selectOption('never');
  await expect(app.state).toContainText('None was taken up to here.');
  await expect(load(app, 'with snapshots')).toContainText(/first event7/);
});

test('it holds at every moment of the timeline', async ({ app }) => {
  await expect(listed(app)).toHaveCount(1);
  await app.goToText('13');
  await app.expectPast(13);
  await expect(app.state).toContainText('None was taken up to here.');
  await expect(app.state).toContainText('no snapshot: miss');
  await app.goToText('14');
  await expect(listed(app)).toHaveCount(1);
  await expect(load(app, 'with snapshots')).toContainText(/snapshot v50/);
  await app.goToText('0');
  await expect(app.state).toContainText('account-1 has no events here');
});

test('new fold code makes the old ones stale, and they are not used', async ({ app }) => {
  await expect(listed(app).first()).toContainText('fresh');
  const before = await listed(app).first().getByRole('cell').nth(2).textContent();
  await app.state.getByRole('button', { name: 'Deploy new fold code' }).click();
  await expect(listed(app).first()).toContainText('stale');
  await expect(app.state).toContainText('v5 is stale: not used');
  await expect(load(app, 'with snapshots')).toContainText(/first event7/);
  await expect(app.narration).toContainText('New fold code is in force');

  // The next one is of the new code, and is used.
  for (let i = 0; i < 3; i++)
    await app.request('append', { stream: 'account-1', events: [deposit] });
  await expect(listed(app)).toHaveText([/^v10.*fresh$/, /^v5.*stale$/]);
  expect(await listed(app).first().getByRole('cell').nth(2).textContent()).not.toBe(before);
  await expect(app.state).toContainText('snapshot hit');

  // In the past, when the new code was not there yet, the old one is of use.
  await app.goToText('20');
  await expect(listed(app).first()).toContainText('fresh');
  await app.state.getByRole('button', { name: 'Undo' }).click();
  await app.goToText(String(seeded));
  await expect(listed(app).first()).toContainText('fresh');
});

const deposit = {
  type: 'MoneyDeposited',
  schemaVersion: 2,
  data: { amount: 100, currency: 'USD', source: 'cash' },
};

test('the classic mistake never takes one when saves land on 1, 4, 6 and 11', async ({ app }) => {
  await policy(app).selectOption('version % n == 0 (the classic mistake)');
  await expect(app.state).toContainText('A save of several events steps over it');
  await app.state.getByRole('button', { name: 'Record saves of 1, 3, 2 and 5 events' }).click();
  await expect(app.state).toContainText('Loading account-6');
  await expect(app.narration).toContainText('Recorded 11 events of account-6 in 4 saves.');
  await expect(app.state).toContainText('None was taken up to here.');
  await expect(load(app, 'with snapshots')).toContainText(/first event11/);
  await policy(app).selectOption('when a boundary is crossed');
  await expect(listed(app)).toHaveText([/^v11/, /^v6/]);
});

test('the policy can be changed while traffic runs', async ({ app }) => {
  const traffic = app.command.getByRole('switch', { name: 'Traffic' });
  await traffic.click();
  await expect.poll(() => app.head()).toBeGreaterThan(seeded + 20);
  await enter(numberOf(app), '2');
  await expect(listed(app).first()).toContainText(/^v\d*[02468]#/);
  await policy(app).selectOption('never');
  await expect(app.state).toContainText('None was taken up to here.');
  await traffic.click();
});

test('a bad number gets a sentence', async ({ app }) => {
  await expect(listed(app)).toHaveCount(1);
  await enter(numberOf(app), '0');
  await expect(app.state).toContainText('A whole number from 1 to 1,000,000.');
  await expect(numberOf(app)).toHaveAttribute('aria-invalid', 'true');
  await expect(listed(app)).toHaveCount(1); // what was in force before stays
  await policy(app).selectOption('by time');
  await enter(app.state.getByRole('spinbutton', { name: 'Seconds' }), '31536000');
  await expect(app.state).toContainText('A whole number from 1 to 2,592,000.');
});

test('the chart tells what a load reads with each n, by keyboard too', async ({ app }) => {
  const chart = app.state.getByRole('slider', { name: 'Events read by a load, by n' });
  await expect(chart).toHaveAttribute('aria-valuetext', 'n 5: 1.6 events a load, 1 snapshot');
  await chart.focus();
  await chart.press('Home');
  await expect(chart).toHaveAttribute('aria-valuetext', 'n 1: 0 events a load, 7 snapshots');
  await chart.press('End');
  await expect(chart).toHaveAttribute('aria-valuetext', 'n 8: 3 events a load, 0 snapshots');
  await app.state.getByText('As a table').click();
  await expect(app.state.getByRole('row', { name: '5 1.6 1' })).toBeVisible();
});

test('the policy is what it was after a reload, and begins anew in another tab', async ({
  app,
  page,
}) => {
  await policy(app).selectOption({ label: 'every n events' });
  await enter(numberOf(app), '3');
  await expect(app.state).toContainText('when 3 events or more came');
  await page.reload();
  await expect(numberOf(app)).toHaveValue('3');
  await expect(app.state).toContainText('when 3 events or more came');
  const other = await app.openTab('?world=Bank&panel=snapshots');
  await expect(numberOf(other)).toHaveValue('5');
});
