// A visitor who told the browser to keep nothing of any site. It takes away
// IndexedDB, localStorage, service workers and caches, all at once.

import { expect, test } from './fixtures';
import { seeded } from './playhead';

test.skip(
  ({ browserName }) => browserName !== 'firefox',
  'Chromium has no such setting to start with',
);
test.use({ firefoxSettings: { 'network.cookie.cookieBehavior': 2 } });

test('the page works in memory, and says so', async ({ app, page }) => {
  await app.open();
  await expect(app.saved).toHaveText('not saved: memory only');
  await expect(app.notices).toContainText('no place to keep events here');
  await app.header.getByRole('button', { name: 'Theme' }).click();
  await app.send('Deposit', { Amount: '50' });
  await app.expectLive(seeded + 1);
  await page.reload();
  await app.expectLive(seeded);
});
