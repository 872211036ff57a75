// What was acknowledged is there, whatever happens to the page.

import { expect, test } from './fixtures';
import { Playhead, seeded } from './playhead';

test('a reload finds everything as it was', async ({ app, page }) => {
  await app.open();
  await app.send('Deposit', { Amount: '50' });
  await app.expectLive(seeded + 1);
  await app.send('Withdraw', { Amount: '20' });
  await app.expectLive(seeded + 2);
  await page.reload();
  await app.expectLive(seeded + 2);
  await expect(app.row(seeded + 1)).toContainText('50.00');
  await expect(app.balance('account-1').locator('ins')).toHaveText('1,030.00');
  await expect(app.saved).toHaveText('saved twice');
});

test('each world has a log of its own', async ({ app }) => {
  await app.open('?world=Users');
  await app.send('Create', { Name: 'Ines', Email: 'ines@example.com' });
  await app.expectLive(13);
  await app.open('?world=Bank');
  await app.expectLive(seeded);
  await app.open('?world=Users');
  await app.expectLive(13);
});

test('a tab that is closed at the acknowledgement loses nothing', async ({ app, page }) => {
  await app.open();
  await app.request('command', { stream: 'account-1', command: 'Deposit', form: { amount: '5' } });
  await page.close();
  const again = new Playhead(await page.context().newPage());
  await again.open();
  await again.expectLive(seeded + 1);
});
