// Browsers that keep nothing: the page works all the same, and says so.

import type { BrowserContext } from '@playwright/test';
import { expect, test } from './fixtures';
import { seeded } from './playhead';

/** Puts a script in front of the worker's own: what it finds is the browser that a journey is about. */
async function inWorker(context: BrowserContext, script: string): Promise<void> {
  await context.route(/\/assets\/worker-\w+\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script};\n${await response.text()}` });
  });
}

const refusals: [what: string, script: string, why: RegExp][] = [
  [
    'refuses by an exception',
    `IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); }`,
    /does not let this page store anything \(SecurityError\)/,
  ],
  [
    'refuses by an error event',
    `IDBFactory.prototype.open = () => {
       const request = new EventTarget();
       request.error = new DOMException('A mutation operation was attempted', 'InvalidStateError');
       queueMicrotask(() => request.onerror());
       return request;
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
    await expect(app.saved).toHaveText('not saved');
    await expect(app.notices).toContainText(why);
    await expect(app.notices).toContainText('gone when this tab closes');
    await app.expectLive(seeded);
    await app.send('Deposit', { Amount: '50' });
    await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited, v8');
    await expect(app.saved).toHaveText('not saved');
    await app.world.selectOption('Users');
    await app.expectLive(7);
    await app.world.selectOption('Bank');
    await app.expectLive(seeded + 1);
  });
}

test('the header says why when it is asked', async ({ app, context, page }) => {
  await inWorker(context, refusals[0]?.[1] ?? '');
  await app.open();
  await app.header.getByRole('button', { name: 'why?' }).click();
  await expect(page.locator('#why-not-saved')).toContainText('open the page in a normal window');
});

test('a log that cannot be opened is left alone, and opened when it can be', async ({
  app,
  context,
  page,
}) => {
  await inWorker(
    context,
    `const open = IDBFactory.prototype.open;
     let refused = false;
     IDBFactory.prototype.open = function (name, ...rest) {
       if (name.startsWith('playhead-probe') || refused) return open.call(this, name, ...rest);
       refused = true;
       throw new DOMException('the disk is away', 'UnknownError');
     }`,
  );
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('The log of Bank could not be opened.');
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await app.expectLive(seeded);
  await expect(app.saved).toHaveText('saved');
});

test.describe('a core that cannot be loaded', () => {
  test.use({ allowed: [/50[03]/] });

  test('is said so, with a way on', async ({ app, context, page }) => {
    await context.route(/\.wasm$/, (route) => route.fulfill({ status: 503 }));
    await page.goto('/');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('Playhead could not be started.');
    await context.unrouteAll();
    await alert.getByRole('button', { name: 'Reload' }).click();
    await app.expectLive(seeded);
  });
});
