// A teacher shows the page to a class at an address of the local network:
// without https a browser takes some of its means away.

import { expect, test } from './fixtures';
import { seeded } from './playhead';

test.use({
  firefoxSettings: { 'network.dns.localDomains': 'teacher.test' },
  chromiumArguments: ['--host-resolver-rules=MAP teacher.test 127.0.0.1'],
  baseURL: ({ baseURL }, use) => use(baseURL?.replace('localhost', 'teacher.test')),
  allowed: [/Cross-Origin-Opener-Policy/], // is for https, as Chromium says
});

test('the page works, and keeps what is recorded', async ({ app, page }) => {
  await app.open();
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  const other = await app.openTab();
  await app.send('Deposit', { Amount: '50' });
  await other.expectLive(seeded + 1);
  await expect(app.saved).toHaveText('saved once');
  await page.reload();
  await app.expectLive(seeded + 1);
});
