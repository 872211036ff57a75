// When the worker that runs the core never comes to life, the page says so,
// with the reason as it was given, and answers nothing. When it breaks later,
// another takes its place.

import { arm, expectRestarted, listen, serveFaults } from './faults';
import { expect, type Page, test } from './fixtures';
import { seeded } from './playhead';

test.use({ serviceWorkers: 'block' }); // it would answer for the server

test.describe('the core is not there', () => {
  test.use({ allowed: [/404/] });

  test('the page says that it could not be started', async ({ page }) => {
    await page.route('**/core-*.wasm', (route) => route.fulfill({ status: 404 }));
    await page.goto('/');
    await expect(page.getByRole('alert')).toContainText('could not be started');
    await expectReason(page, 'the server answered 404');
    await expectDead(page);
  });
});

test.describe('the core is damaged', () => {
  test('the page says that it could not be started', async ({ page }) => {
    await page.route('**/core-*.wasm', (route) =>
      route.fulfill({ body: 'not a module', contentType: 'application/wasm' }),
    );
    await page.goto('/');
    await expect(page.getByRole('alert')).toContainText('could not be started');
    await expectReason(page, 'magic');
  });
});

test.describe('the worker breaks', () => {
  test.use({ allowed: [/broken on purpose/] });

  test('another takes its place, and answers what it did not', async ({ app, page }) => {
    // The second time that a core is asked for worlds, its worker breaks.
    await page.route('**/worker-*.js', async (route) => {
      const response = await route.fetch();
      const breaks = `
        let asked = 0;
        addEventListener('message', ({ data }) => {
          if (String(data).includes('"kind":"worlds"') && asked++ > 0) throw new Error('broken on purpose');
        });`;
      await route.fulfill({ response, body: `${breaks}${await response.text()}` });
    });
    await app.open();
    const heard = await listen(page);
    const { worlds } = await app.request('worlds');
    expect(worlds.map(({ name }) => name)).toContain('Bank');
    await expectRestarted(app, heard);
  });

  test('the core is not loaded again: the worker before has left it', async ({
    app,
    page,
    browserName,
  }) => {
    test.skip(browserName === 'firefox', 'it loses what was left, and loads the core again');
    let loaded = 0;
    page.on('request', (request) => {
      if (/core-\w+\.wasm/.test(request.url())) loaded += 1;
    });
    await serveFaults(page.context());
    await app.open();
    for (let crash = 1; crash <= 2; crash++) {
      await arm(app, 'panic', 'streams');
      await app.request('streams', { query: '' });
    }
    expect(loaded).toBe(1);
  });

  test('a network that is gone by then is told, and the page tries again', async ({
    app,
    page,
  }) => {
    await page.addInitScript(() => {
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (this: Worker, text: unknown, options?: object) {
        if (String(text).includes('broken'))
          this.dispatchEvent(new ErrorEvent('error', { message: String(text) }));
        else postMessage.call(this, text, options);
      } as typeof postMessage;
    });
    await app.open();
    await app.field('Amount').fill('77');
    await page.route('**/worker-*.js', (route) => route.abort());
    void app.request('streams', { query: 'broken on purpose' }).catch(() => {});
    await expect(page.getByRole('alert')).toContainText('could not be started again');
    await expectDead(page);
    await page.unroute('**/worker-*.js');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(app.saved).toHaveText('saved twice');
    await app.expectLive(seeded);
    await expect(app.field('Amount')).toHaveValue('77');
  });
});

async function expectReason(page: Page, reason: string): Promise<void> {
  await page.getByText('The reason as it was given').click();
  await expect(page.getByRole('alert')).toContainText(reason);
}

/** A dead worker leaves nobody waiting. */
async function expectDead(page: Page): Promise<void> {
  const code = await page.evaluate(() =>
    window.playhead.request('log').then(
      () => 'answered',
      (reason: { code: string }) => reason.code,
    ),
  );
  expect(code).toBe('dead');
}
