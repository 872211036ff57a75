// Light, dark, or as the system has it.

import { expect, test } from './fixtures';
import type { Playhead } from './playhead';

/** How light the page is, from 0 to 255. */
function lightness(app: Playhead): Promise<number> {
  return app.page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d');
    if (!canvas) throw new Error('no canvas');
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data[0] as number;
  });
}

test('the button goes from automatic to light to dark, and the choice is kept', async ({
  app,
  page,
}) => {
  await app.open();
  const button = app.header.getByRole('button', { name: 'Theme' });
  await expect(button).toHaveAccessibleDescription('now automatic');
  await button.click();
  await expect(button).toHaveAccessibleDescription('now light');
  expect(await lightness(app)).toBeGreaterThan(200);
  await button.click();
  await expect(button).toHaveAccessibleDescription('now dark');
  expect(await lightness(app)).toBeLessThan(60);
  await page.reload();
  await expect(button).toHaveAccessibleDescription('now dark');
  expect(await lightness(app)).toBeLessThan(60);
  await button.click();
  await expect(button).toHaveAccessibleDescription('now automatic');
});

test('automatic is what the system has', async ({ app, page, browserName }) => {
  test.skip(
    browserName === 'firefox',
    'this Firefox takes no colour scheme from whoever drives it',
  );
  await app.open();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => lightness(app)).toBeGreaterThan(200);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => lightness(app)).toBeLessThan(60);
});

test.describe('before the page is painted', () => {
  test.use({ serviceWorkers: 'block' }); // it would answer past what is held back here

  test('it has the theme that was chosen', async ({ app, page }) => {
    await app.open();
    const button = app.header.getByRole('button', { name: 'Theme' });
    await button.click();
    await button.click();
    await expect(button).toHaveAccessibleDescription('now dark');
    // Without its own script the page stays as it was when it was first painted.
    await page.route(/\/assets\/.*\.js$/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: '' }),
    );
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Playhead' })).toBeVisible();
    await expect(page.getByRole('button')).toHaveCount(0);
    expect(await lightness(app)).toBeLessThan(60);
  });
});
