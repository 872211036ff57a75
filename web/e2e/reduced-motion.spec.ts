// Who asked for less motion finds everything in place.

import { expect, test } from './fixtures';
import { seeded } from './playhead';

test('the history does not play, it is there', async ({ app, page }) => {
  await app.open();
  expect(await page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches)).toBe(
    true,
  );
  await expect(app.transport('Play')).toBeVisible();
  await app.expectLive(seeded);
});
