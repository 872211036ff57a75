// Browsers that keep nothing: the page works all the same, and says so.

import type { BrowserContext } from '@playwright/test';
import { expect, test } from './fixtures';
import { seeded } from './playhead';

/** Puts a script in front of the worker's own: what it finds is the browser that a journey is about. */
async function inWorker(context: BrowserContext, script: string): Promise<void> {
  await context.route(/\/assets\/worker-\w+\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${failing}\n${script};\n${await response.text()}` });
  });
}

/** A request to open a database that fails with an error event. */
const failing = `
  function failing(error) {
    const request = Object.assign(new EventTarget(), { error });
    setTimeout(() => {
      request.onerror?.(new Event('error'));
      request.dispatchEvent(new Event('error'));
    });
    return request;
  }`;

const refusals: [what: string, script: string, why: RegExp][] = [
  [
    'refuses by an exception',
    `IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); }`,
    /does not let this page store anything \(SecurityError\)/,
  ],
  [
    'refuses by an error event',
    `IDBFactory.prototype.open = () => {
       return failing(new DOMException('not in this window', 'InvalidStateError'));
     }`,
    /does not let this page store anything \(InvalidStateError\)/,
  ],
  [
    'never answers',
    `IDBFactory.prototype.open = () => new EventTarget()`,
    /storage \(IndexedDB\) does not answer/,
  ],
  ['has no IndexedDB', `delete self.indexedDB; delete WorkerGlobalScope.prototype.indexedDB`, /./],
];
for (const [what, script, why] of refusals) {
  test(`a browser that ${what} gets a log in memory, and is told`, async ({ app, context }) => {
    await inWorker(context, script);
    await app.open();
    await expect(app.saved).toHaveText('not saved: memory only');
    await expect(app.notices).toContainText(why);
    await expect(app.notices).toContainText('gone when this tab closes');
    await app.expectLive(seeded);
    await app.send('Deposit', { Amount: '50' });
    await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited, v8');
    await expect(app.saved).toHaveText('not saved: memory only');
    await app.world.selectOption('Users');
    await app.expectLive(12);
    await app.world.selectOption('Bank');
    await app.expectLive(seeded + 1);
  });
}

test('the header says why when it is asked', async ({ app, context, page }) => {
  await inWorker(context, refusals[0]?.[1] ?? '');
  await app.open();
  await app.saved.getByRole('button').click();
  await expect(page.locator('#how-saved')).toContainText('open the page in a normal window');
});

const reduced: [what: string, script: string, words: string, why: RegExp][] = [
  [
    'refuses files, as a private window of Firefox does',
    `StorageManager.prototype.getDirectory = () =>
       Promise.reject(new DOMException('Security error when calling GetDirectory', 'SecurityError'))`,
    'saved until this window closes',
    /private window: the browser keeps the events until it is closed/,
  ],
  [
    'has no files',
    'delete StorageManager.prototype.getDirectory',
    'saved once',
    /offers no files to keep a second copy in/,
  ],
];
for (const [what, script, words, why] of reduced) {
  test(`a browser that ${what} keeps the log, and says how`, async ({ app, context, page }) => {
    await inWorker(context, script);
    await app.open();
    await expect(app.saved).toHaveText(words);
    await app.saved.getByRole('button').click();
    await expect(page.locator('#how-saved')).toContainText(why);
    await app.send('Deposit', { Amount: '50' });
    await app.expectLive(seeded + 1);
    await expect(app.saved).toHaveText(words);
    await page.reload();
    await app.expectLive(seeded + 1);
  });
}

test('a log that cannot be opened is left alone, and opened when it can be', async ({
  app,
  context,
  page,
}) => {
  await inWorker(
    context,
    `const open = IDBFactory.prototype.open;
     let away = true;
     new BroadcastChannel('disk').onmessage = () => { away = false; };
     IDBFactory.prototype.open = function (name, ...rest) {
       if (!away || name.startsWith('playhead-probe')) return open.call(this, name, ...rest);
       return failing(new DOMException('the disk is away', 'UnknownError'));
     }`,
  );
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('The log of Bank could not be opened.');
  await expect(app.saved).toHaveCount(0);
  await page.evaluate(() => new BroadcastChannel('disk').postMessage('back'));
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await app.expectLive(seeded);
  await expect(app.saved).toHaveText('saved twice');
});
