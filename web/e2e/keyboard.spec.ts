// Everything is done with the keyboard alone.

import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { seeded } from './playhead';

/** Presses Tab until the focus is there, for all to see. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) {
      const ring = (element: Element) => getComputedStyle(element).outlineStyle !== 'none';
      const around = target.locator('xpath=..');
      expect((await target.evaluate(ring)) || (await around.evaluate(ring))).toBe(true);
      return;
    }
  }
  throw new Error('the Tab key does not lead there');
}

test.beforeEach(({ app }) => app.open());

test('from the first Tab to a command that was sent, into the past and back', async ({
  app,
  page,
}) => {
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');

  await tabTo(page, app.stream);
  await page.keyboard.press('ArrowDown');
  await expect(app.command.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await tabTo(page, app.command.getByRole('radio', { name: 'Deposit' }));
  await page.keyboard.press('ArrowRight');
  await expect(app.command.getByRole('radio', { name: 'Withdraw' })).toBeChecked();
  await tabTo(page, app.field('Amount'));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('12.50');
  await page.keyboard.press('Enter');
  await expect(app.outcomes.first()).toContainText('recorded MoneyWithdrawn, v8');
  await app.expectLive(seeded + 1);

  await tabTo(page, app.slider);
  await page.keyboard.press('ArrowLeft');
  await app.expectPast(seeded);
  await page.keyboard.press('Home');
  await app.expectPast(1);
  await tabTo(page, app.page.getByRole('button', { name: 'Zoom in' }));
  await page.keyboard.press('End');
  await app.expectLive(seeded + 1);
});

test('the stream is chosen from its list', async ({ app, page }) => {
  await app.stream.focus();
  await page.keyboard.press('ArrowDown');
  const option = app.command.getByRole('option', { name: 'account-2' });
  await expect(option).toBeVisible();
  while ((await option.getAttribute('aria-selected')) !== 'true') {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect(app.stream).toHaveValue('account-2');
  await expect(app.expectedVersion).toHaveValue('5');
});

test('tabs are one stop, and arrows move between them', async ({ app, page }) => {
  await tabTo(page, app.state.getByRole('tab', { name: 'Projections' }));
  await page.keyboard.press('ArrowRight');
  await expect(app.state.getByRole('tab', { name: 'Aggregate' })).toBeFocused();
  await expect(app.state.getByRole('tabpanel')).toContainText('Its last events');
  await app.expectLive(seeded);
});

test('the slash goes to the filter', async ({ app, page }) => {
  await page.keyboard.press('/');
  await expect(app.filter).toBeFocused();
  await expect(app.filter).toHaveValue('');
});

test('a dialog keeps the keys, and Escape leaves it', async ({ app, page }) => {
  await tabTo(page, app.header.getByRole('button', { name: 'Start over' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await app.expectLive(seeded);
});
