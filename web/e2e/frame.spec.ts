// The page is shown inside of another one, such as the notes of a lecture.

import { expect, test } from './fixtures';
import { seeded } from './playhead';

test('a framed page records, and its keys stay its own', async ({ page }) => {
  await page.route('/lecture', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<iframe title="Playhead" src="/" width="1200" height="800"></iframe>',
    }),
  );
  await page.goto('/lecture');
  const frame = page.frameLocator('iframe');
  const slider = frame.getByRole('slider', { name: 'Playhead' });
  await expect(slider).toHaveAttribute('aria-valuemax', String(seeded));
  await frame.getByRole('button', { name: 'Send Deposit' }).click();
  await expect(frame.getByRole('list', { name: 'Outcomes' })).toContainText('recorded');
  await expect(slider).toHaveAttribute('aria-valuenow', String(seeded + 1));
  await slider.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuenow', String(seeded));
});
