// The page at the width of a phone.

import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import { seeded } from './playhead';

test.use({ viewport: { width: 390, height: 844 } });

test.beforeEach(({ app }) => app.open());

test('shows one panel at a time, with time below it', async ({ app, page }) => {
  const panels = { Events: app.events, State: app.state, Command: app.command };
  for (const chosen of Object.keys(panels)) {
    await page.getByRole('tab', { name: chosen, exact: true }).click();
    for (const [name, panel] of Object.entries(panels)) {
      await expect(panel).toBeVisible({ visible: name === chosen });
    }
    await expect(app.slider).toBeInViewport({ ratio: 1 });
  }
});

test('nothing is wider than the screen', async ({ app, page }) => {
  for (const name of ['Command', 'Events', 'State']) {
    await page.getByRole('tab', { name, exact: true }).click();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, name).toBeLessThanOrEqual(0);
  }
  await app.goToText('5');
  await app.expectAt(5);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, 'in the past').toBeLessThanOrEqual(0);
});

test('a command is sent and its event seen', async ({ app, page }) => {
  await app.send('Deposit', { Amount: '50' });
  await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited, v8');
  await page.getByRole('tab', { name: 'Events' }).click();
  await expect(app.row(seeded + 1)).toBeInViewport();
  await page.getByRole('tab', { name: 'State' }).click();
  await expect(app.balance('account-1').locator('ins')).toHaveText('1,050.00');
  await app.transport('First event').click();
  await expect(app.balance('account-1')).toContainText('0.00');
});

test('what was typed survives a look at another panel', async ({ app, page }) => {
  await app.field('Amount').fill('77');
  await page.getByRole('tab', { name: 'State' }).click();
  await page.getByRole('tab', { name: 'Command' }).click();
  await expect(app.field('Amount')).toHaveValue('77');
});

test('what is sent with and time are in reach together', async ({ app }) => {
  await expect(app.sendButton('Deposit')).toBeInViewport({ ratio: 1 });
  const box = await app.timeline.boundingBox();
  expect(box?.height).toBeLessThanOrEqual(200);
  expect(await bottomOf(app.sendButton('Deposit'))).toBeLessThanOrEqual(box?.y ?? 0);
  const buttons = app.timeline.getByRole('group', { name: 'Transport' }).getByRole('button');
  for (const button of await buttons.all()) await expect(button).toBeInViewport({ ratio: 1 });
  await expect(app.goTo).toBeInViewport({ ratio: 1 });
});

test('titles and what stands beside them share a line', async ({ app, page }) => {
  await page.getByRole('tab', { name: 'State' }).click();
  for (const name of ['Balances', 'Balance over time']) {
    const title = await app.state.getByRole('heading', { name, exact: true }).boundingBox();
    const rebuild = app.state.getByRole('button', { name: `Rebuild ${name}`, exact: true });
    expect((await rebuild.boundingBox())?.y, name).toBeLessThan((title?.y ?? 0) + 20);
  }
});

test('no key is named where there are none', async ({ app, page }) => {
  await page.getByRole('tab', { name: 'Events' }).click();
  await expect(app.filter).toBeVisible();
  await expect(app.events.locator('kbd')).toBeHidden();
});

async function bottomOf(locator: Locator): Promise<number> {
  const box = await locator.boundingBox();
  return box ? box.y + box.height : Number.NaN;
}
