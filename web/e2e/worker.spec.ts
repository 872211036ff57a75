// When the worker that runs the core never comes to life, or dies, the page
// says so, with the reason as it was given, and answers nothing more.

import { expect, type Page, test } from './fixtures';

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

  test('the page says that it has stopped', async ({ page }) => {
    // The second time that the core is asked for worlds, the worker breaks.
    await page.route('**/worker-*.js', async (route) => {
      const response = await route.fetch();
      const breaks = `
        let asked = 0;
        addEventListener('message', ({ data }) => {
          if (data.includes('"kind":"worlds"') && asked++ > 0) throw new Error('broken on purpose');
        });`;
      await route.fulfill({ response, body: `${breaks}${await response.text()}` });
    });
    await page.goto('/');
    await expect(page.getByRole('slider', { name: 'Playhead' })).toBeVisible();
    await page.evaluate(() => void window.playhead.request('worlds').catch(() => {}));
    await expect(page.getByRole('alert')).toContainText('has stopped');
    await expectReason(page, 'broken on purpose');
    await expectDead(page);
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
