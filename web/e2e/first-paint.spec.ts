// What is painted before the page's script is here, and where there is none.

import { expect, expectAccessible, type Page, test } from './fixtures';
import { seeded } from './playhead';

/** Opens the page and holds its scripts back, until the returned function is called. */
async function openWithoutScript(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/assets\/.*\.js$/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto('/', { waitUntil: 'commit' });
  return release;
}

/** Where the parts of the page are that are there from the beginning. */
function places(page: Page): Promise<Record<string, number[]>> {
  return page.evaluate(() => {
    const parts = ['header', 'h1', '.phone-tabs', '.panels', '.panel-place', '.timeline'];
    const boxes = parts.map((part) => {
      const { x, y, width, height } =
        document.querySelector(part)?.getBoundingClientRect() ?? new DOMRect();
      return [part, [x, y, width, height].map(Math.round)];
    });
    return Object.fromEntries(boxes);
  });
}

const sizes = {
  'a desk': { width: 1440, height: 900 },
  'a phone': { width: 390, height: 844 },
};

for (const [what, size] of Object.entries(sizes)) {
  test.describe(`on ${what}`, () => {
    test.use({ viewport: size });

    test('everything comes to the place that was kept for it', async ({ app, page }) => {
      const release = await openWithoutScript(page);
      await expect(page.getByRole('heading', { name: 'Playhead' })).toBeVisible();
      await expect(page.getByRole('button')).toHaveCount(0);
      const kept = await places(page);
      expect(kept['.panel-place']?.[3]).toBeGreaterThan(100);
      expect(kept['.timeline']?.[3]).toBeGreaterThan(100);

      release();
      await app.expectAt(seeded);
      expect(await places(page)).toEqual(kept);
    });
  });
}

test('nothing of it stays beside what the page draws', async ({ app, page }) => {
  const release = await openWithoutScript(page);
  await expect(page.getByRole('heading', { name: 'Playhead' })).toBeVisible();
  release();
  await app.expectLive(seeded);
  await expect(page.locator('.frame')).toHaveCount(0);
  await expect(page.getByRole('banner')).toHaveCount(1);
  await expect(page.getByRole('main')).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page.locator('main > *')).toHaveCount(2); // panels and time
});

test.describe('axe', () => {
  test.skip(
    ({ browserName }) => browserName !== 'chromium',
    'it sees the same document everywhere',
  );

  test('objects to nothing that is painted first', async ({ page }) => {
    await openWithoutScript(page);
    await expect(page.getByRole('heading', { name: 'Playhead' })).toBeVisible();
    for (const theme of ['light', 'dark']) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
      }, theme);
      await test.step(theme, () => expectAccessible(page));
    }
  });
});

test.describe('where scripts are switched off', () => {
  test.skip(
    ({ browserName }) => browserName === 'firefox',
    'this Firefox runs them whatever whoever drives it says',
  );
  test.use({ javaScriptEnabled: false });

  test('the page says what it lacks', async ({ page }) => {
    await page.goto('/');
    const sentence = page.locator('noscript p');
    await expect(sentence).toBeInViewport({ ratio: 1 });
    await expect(sentence).toContainText('needs JavaScript');
    await expect(page.getByRole('heading', { name: 'Playhead' })).toBeVisible();
  });
});
