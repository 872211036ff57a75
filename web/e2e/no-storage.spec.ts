// Browsers that keep nothing: the page works all the same, and says so.

import type { BrowserContext } from '@playwright/test';
import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

test.use({ serviceWorkers: 'block' }); // it would answer for the server

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
    /no place to keep events here.* \(denied\)/,
  ],
  [
    'refuses by an error event',
    `IDBFactory.prototype.open = () => {
       return failing(new DOMException('not in this window', 'InvalidStateError'));
     }`,
    /no place to keep events here.* \(InvalidStateError: not in this window\)/,
  ],
  [
    'never answers',
    `IDBFactory.prototype.open = () => new EventTarget()`,
    /database did not answer in time/,
  ],
  [
    'has no room for a first log',
    `IDBFactory.prototype.open = () => failing(new DOMException('', 'QuotaExceededError'))`,
    /no room left for this page/,
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

test.describe('where a script cannot be fetched either', () => {
  test.use({ allowed: [/other-panels|Failed to load resource/] });

  test('who is to load the page again is told what that costs', async ({ app, context, page }) => {
    await inWorker(context, refusals[0]?.[1] ?? '');
    await page.route(/\/assets\/other-panels-.*\.js$/, (route) => route.abort());
    await app.open('?panel=schema');
    await expect(app.state.getByRole('alert')).toContainText('export it before');
  });
});

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

/** Has the browser keep a log that is told apart from the example. */
async function keepOneMore(app: Playhead): Promise<void> {
  await app.open();
  await app.send('Deposit', { Amount: '50' });
  await app.expectLive(seeded + 1);
}

const failures: [what: string, open: string, why: RegExp][] = [
  [
    'has no room to open it',
    `failing(new DOMException('', 'QuotaExceededError'))`,
    /no room left for this page; free some disk space/,
  ],
  ['does not answer', 'new EventTarget()', /database did not answer in time; try again/],
  ['fails', `failing(new DOMException('the disk is away', 'UnknownError'))`, /the disk is away/],
];
for (const [what, open, why] of failures) {
  test(`a log is not replaced by another when the browser ${what}, and opened when it can be`, async ({
    app,
    context,
    page,
  }) => {
    await keepOneMore(app);
    await inWorker(
      context,
      `const open = IDBFactory.prototype.open;
       let away = true;
       new BroadcastChannel('disk').onmessage = () => { away = false; };
       IDBFactory.prototype.open = function (...args) {
         return away ? ${open} : open.apply(this, args);
       }`,
    );
    await page.reload();
    const told = page.getByRole('alert');
    await expect(told).toContainText('The log of Bank could not be opened.');
    await expect(told.getByText(why)).toBeVisible();
    await expect(told.getByRole('button', { name: 'Download what is stored' })).toBeVisible();
    await expect(app.saved).toHaveCount(0);
    await page.evaluate(() => new BroadcastChannel('disk').postMessage('back'));
    await told.getByRole('button', { name: 'Try again' }).click();
    await app.expectLive(seeded + 1);
    await expect(app.saved).toHaveText('saved twice');
  });
}

test('a full disk on which no further database can be made takes no log away', async ({
  app,
  context,
  page,
}) => {
  await keepOneMore(app);
  await inWorker(
    context,
    `const open = IDBFactory.prototype.open;
     IDBFactory.prototype.open = function (name, ...rest) {
       if (['playhead', 'playhead-keys'].includes(name)) return open.call(this, name, ...rest);
       return failing(new DOMException('', 'QuotaExceededError'));
     }`,
  );
  await page.reload();
  await app.expectLive(seeded + 1);
  await expect(app.saved).toHaveText('saved twice');
});
