// The tabs that are not on show at first are fetched after what is.

import { expect, test } from './fixtures';

const script = /\/assets\/other-panels-.*\.js$/;

// What a service worker keeps would be no fetch.
test.use({ serviceWorkers: 'block' });

test('their script comes by itself, and a tab that is asked for then needs no other', async ({
  app,
  page,
}) => {
  const fetched = page.waitForResponse(script);
  await app.open();
  await fetched;
  let others = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('.js')) others++;
  });
  await app.state.getByRole('tab', { name: 'Schema' }).click();
  await expect(app.state.getByRole('heading', { name: 'Types and their versions' })).toBeVisible();
  expect(others).toBe(0);
});

test.describe('where it cannot be fetched', () => {
  test.use({ allowed: [/other-panels|Failed to load resource/] });

  test('the tab says why, all else works, and the page can be loaded again', async ({
    app,
    page,
  }) => {
    // Until the page is loaded again: Chromium asks for the script whenever the tab is chosen.
    let loaded = 0;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) loaded++;
    });
    await page.route(script, (route) => (loaded > 1 ? route.continue() : route.abort()));
    await app.open('?panel=schema');
    await expect(app.state.getByRole('alert')).toContainText('This tab could not be fetched.');
    await app.state.getByRole('tab', { name: 'Projections' }).click();
    await expect(app.state.getByRole('heading', { name: 'Balances' })).toBeVisible();
    await app.state.getByRole('tab', { name: 'Schema' }).click();
    await expect(page).toHaveURL(/panel=schema/); // it follows a moment later
    await app.state.getByRole('button', { name: 'Reload', exact: true }).click();
    await expect(
      app.state.getByRole('heading', { name: 'Types and their versions' }),
    ).toBeVisible();
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('a panel that is asked for at once is there at once', async ({ app, page }) => {
    await app.open();
    await page.getByRole('tab', { name: 'Events', exact: true }).click();
    await expect(page.getByRole('grid', { name: 'Events' }).getByRole('row').first()).toBeVisible();
  });

  test('one that nobody has looked at is made meanwhile', async ({ app, page }) => {
    await app.open();
    await expect(page.getByRole('region', { name: 'State', includeHidden: true })).toHaveCount(1);
    await expect(page.getByRole('region', { name: 'Events', includeHidden: true })).toHaveCount(1);
  });
});
