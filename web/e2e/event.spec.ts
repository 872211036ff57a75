// A row opens to all that is known of its event.

import { expect, test } from './fixtures';
import { seeded } from './playhead';

test.beforeEach(({ app }) => app.open());

test('an event with an old schema is shown as it is stored and as it is read', async ({ app }) => {
  await app.row(2).click();
  await expect(app.row(2).getByRole('group', { name: 'Stored as v1' })).toContainText(
    '"amount": 100000',
  );
  await expect(app.row(2).getByRole('group', { name: 'Read as v2' })).toContainText(
    '"currency": "USD"',
  );
  await expect(app.row(2)).toContainText('MoneyDeposited v1 to v2');
  await app.row(1).click();
  await expect(
    app.row(1).getByRole('group', { name: 'Stored as AccountCreated v1' }),
  ).toBeVisible();
});

test('it says where it came from, and which came of the same', async ({ app }) => {
  await app.send('Deposit', { Amount: '1' });
  await app.row(seeded + 1).click();
  await expect(app.row(seeded + 1)).toContainText('Caused bycommand Deposit');
  await expect(app.row(seeded + 1)).toContainText('by you');
  await app.expectLive(seeded + 1);
});

test('an event of a type that nobody knows is shown as it is, and stops nothing', async ({
  app,
}) => {
  await app.request('append', {
    stream: 'account-1',
    events: [{ type: 'LightningStruck', data: { volts: 300_000_000 } }],
  });
  await app.row(seeded + 1).click();
  await expect(app.row(seeded + 1).locator('.event-problem')).toContainText('LightningStruck');
  await expect(app.row(seeded + 1)).toContainText('"volts": 300000000');
  await app.send('Deposit', { Amount: '1' });
  await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited, v9');
  await expect(app.balance('account-1').locator('ins')).toHaveText('1,001.00');
});

test('its hash is copied', async ({ app, page }) => {
  await app.row(23).click();
  await app.row(23).getByRole('button', { name: 'Copy hash' }).click();
  await expect(app.narration).toContainText('Hash copied.');
  const { hash } = await app.request('event', { position: 23 });
  await app.filter.focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(app.filter).toHaveValue(hash);
});

test('it closes again', async ({ app }) => {
  await app.row(2).click();
  await expect(app.row(2).getByRole('group').first()).toBeVisible();
  await app.row(2).getByText('account-1').first().click();
  await expect(app.events.getByRole('group')).toHaveCount(0);
});

test('it is opened and left by the keyboard', async ({ app, page }) => {
  await app.grid.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(app.row(23).getByRole('group', { name: 'Data of event 23' })).toBeVisible();
  await app.expectPast(23);
  await page.keyboard.press('Escape');
  await expect(app.events.getByRole('group')).toHaveCount(0);
});
