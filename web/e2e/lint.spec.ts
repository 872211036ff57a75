// What may be wrong with a design is found, said, and led to.

import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Playhead } from './playhead';

/** A finding by its rule and the name that it is about. */
function finding(app: Playhead, rule: string, name: string): Locator {
  return app.state
    .getByRole('list', { name: 'Findings' })
    .locator(`[data-rule="${rule}"]`)
    .filter({ has: app.page.getByRole('heading', { name }) });
}

async function importLog(app: Playhead, name: string): Promise<void> {
  const lines = readFileSync(new URL(`../../testdata/logs/${name}`, import.meta.url), 'utf8');
  const { recorded } = await app.request('import', { lines });
  expect(recorded).toBe(lines.trim().split('\n').length);
}

test('the order whose total is not what its parts come to', async ({ app }) => {
  await app.open('?world=Orders&panel=lint');
  await expect(app.state.getByRole('tab', { name: 'Lint' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  const total = finding(app, 'total-disagrees', 'OrderCompleted.total');
  await expect(app.state.getByRole('status', { name: 'Lint' })).toContainText('17 events');
  await expect(total).toHaveCount(0);

  await importLog(app, 'order-total.ndjson');
  await expect(total).toContainText('come to 143.98, not 127.50');
  await expect(total).toContainText('wrong');
  await expect(total).toContainText('Leave the total out and derive it');

  await total.getByRole('button', { name: 'Go to event 22' }).click();
  await app.expectAt(22);
  await expect(app.row(22)).toContainText('OrderCompleted');
  await expect(app.events.getByRole('group', { name: /Data of event 22/ })).toContainText('12750');
});

test('one event that states parts and total', async ({ app }) => {
  await app.open('?world=Orders&panel=lint');
  await importLog(app, 'order-total-in-one.ndjson');
  await expect(finding(app, 'total-disagrees', 'OrderPlaced.total')).toContainText(
    '2 × 49.99 + 79.99 less 20 % is 143.98, not 127.50',
  );
  await expect(finding(app, 'unread-event', 'OrderPlaced')).toContainText(
    'No fold reads OrderPlaced',
  );
});

test('a finding is there from the moment of its event', async ({ app }) => {
  await app.open('?world=Orders&panel=lint');
  await importLog(app, 'order-total.ndjson');
  const total = finding(app, 'total-disagrees', 'OrderCompleted.total');
  await expect(total).toBeVisible();
  await app.goToText('21');
  await app.expectPast(21);
  await expect(total).toHaveCount(0);
  await app.transport('Step forward').click();
  await expect(total).toBeVisible();
});

test('names and shapes, in the Users world and in what is recorded there', async ({ app }) => {
  await app.open('?world=Users&panel=lint');
  await expect(finding(app, 'crud-event', 'UserUpdated')).toContainText('several facts share one');
  await app.request('append', {
    stream: 'user-9',
    events: [
      { type: 'SendInvitation', data: { to: 'ada@example.com' } },
      { type: 'DataChanged', data: { type: 'invited', payload: { x: 1 } } },
    ],
  });
  await expect(finding(app, 'not-past-tense', 'SendInvitation')).toContainText('InvitationSent');
  await expect(finding(app, 'personal-clear', 'SendInvitation.to')).toContainText('in the clear');
  await expect(finding(app, 'generic-event', 'DataChanged')).not.toHaveCount(0);
  await expect(finding(app, 'type-field', 'DataChanged.type')).toBeVisible();
});

test('by keyboard', async ({ app, page }) => {
  await app.open('?world=Users');
  await app.state.getByRole('tab', { name: 'Projections' }).focus();
  while ((await page.locator(':focus').textContent()) !== 'Lint') {
    await page.keyboard.press('ArrowRight');
  }
  await expect(finding(app, 'crud-event', 'UserUpdated')).toBeVisible();
  await page.keyboard.press('Tab'); // the panel
  await page.keyboard.press('Tab'); // the first place to go to
  await expect(page.locator(':focus')).toHaveAccessibleName(/Go to event \d+/);
  await page.keyboard.press('Enter');
  await expect(app.timeline).toContainText('You are looking at the past.');
});

test('a long log is looked through to its end', async ({ app }) => {
  await app.open('?panel=lint');
  const deposit = {
    type: 'MoneyDeposited',
    schemaVersion: 2,
    data: { amount: 1, currency: 'USD', source: 'cash' },
  };
  const events = Array.from({ length: 5000 }, () => deposit);
  for (let i = 0; i < 4; i++) await app.request('append', { stream: 'account-1', events });
  await expect(app.state.getByRole('status', { name: 'Lint' })).toContainText('20,024 events: ');
  await expect(finding(app, 'long-stream', 'account-1')).toBeVisible();
});
