// A log is thrown away only by somebody who was asked first.

import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

test.beforeEach(async ({ app }) => {
  await app.open();
  await app.send('Deposit', { Amount: '50' });
  await app.expectLive(seeded + 1);
});

/** Asks to start over, up to the question. */
async function ask(app: Playhead): Promise<void> {
  await app.header.getByRole('button', { name: 'Start over' }).click();
  await expect(app.page.getByRole('dialog')).toContainText('All 25 events of Bank');
}

test('whoever keeps the log has it', async ({ app, page }) => {
  await ask(app);
  await page.getByRole('dialog').getByRole('button', { name: 'Keep the log' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await app.expectLive(seeded + 1);
  await ask(app);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(await app.head()).toBe(seeded + 1);
});

test('an empty log invites to begin, and stays empty over a reload', async ({ app, page }) => {
  await ask(app);
  await page.getByRole('dialog').getByRole('button', { name: 'Start empty' }).click();
  await expect(app.header).toContainText('0 events in 0 streams');
  await expect(app.events).toContainText('Nothing has happened yet.');
  await expect(app.timeline).toContainText('No events yet.');
  await page.reload();
  await expect(app.header).toContainText('0 events in 0 streams');
  await expect(app.command.getByRole('radio', { name: 'Open' })).toBeChecked();
  await app.send('Open', { Owner: 'Ada' });
  await expect(app.outcomes.first()).toContainText('recorded AccountOpened, v1');
  await app.expectLive(1);
  await expect(app.balances).toContainText('Ada');
});

test('the example is as it was, and its cards are gone', async ({ app, page }) => {
  await ask(app);
  await page.getByRole('dialog').getByRole('button', { name: 'Reset to the example' }).click();
  await app.expectLive(seeded);
  await expect(app.balance('account-1')).toHaveText('1,000.00');
  await expect(app.outcomes).toHaveCount(0);
});

test('another tab follows, and is told', async ({ app, page }) => {
  const other = await app.openTab();
  await other.goToText('20');
  await other.expectPast(20);
  await ask(app);
  await page.getByRole('dialog').getByRole('button', { name: 'Start empty' }).click();
  await expect(other.header).toContainText('0 events in 0 streams');
  await expect(other.notices).toContainText('Another tab started this log over.');
  await other.send('Open', { Owner: 'Ada' });
  await app.expectLive(1);
  await expect(app.balances).toContainText('Ada');
  await expect(app.notices).not.toContainText('Another tab'); // it was this one
});

test('only the log of the open world goes', async ({ app, page }) => {
  await app.world.selectOption('Users');
  await app.expectLive(12);
  await app.header.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start empty' }).click();
  await expect(app.header).toContainText('0 events in 0 streams');
  await app.world.selectOption('Bank');
  await app.expectLive(seeded + 1);
});
