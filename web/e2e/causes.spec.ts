// From any event to the command that caused it, what came of the same, and what it led to.

import { expect, expectAccessible, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

const first = seeded + 1;

/** Sends a transfer and waits until its process is done: five events that hang together. */
async function transfer(app: Playhead): Promise<void> {
  await app.open();
  await app.request('command', {
    stream: 'transfer-1',
    command: 'Transfer',
    form: { from: 'account-1', to: 'account-2', amount: '25.00' },
  });
  await expect.poll(() => app.head()).toBeGreaterThanOrEqual(seeded + 5);
  await app.expectLive(await app.head());
}

const tree = (app: Playhead) => app.events.getByRole('tree', { name: 'What hangs together' });
const items = (app: Playhead) => tree(app).getByRole('treeitem');

test('an event shows its command and all that came of it, as a tree', async ({ app }) => {
  await transfer(app);
  await app.row(first).click();
  await expect(items(app).first()).toContainText('Transfer by you');
  await expect(items(app).nth(1)).toContainText(`#${first} TransferRequested transfer-1`);
  await expect(items(app).nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(tree(app)).toContainText('MoneyWithdrawn account-1');
  await expect(tree(app)).toContainText('MoneyDeposited account-2');
  await expect(tree(app)).toContainText('TransferCredited');
});

test('it is walked by keyboard, and Enter goes to an event', async ({ app, page }) => {
  await transfer(app);
  await app.row(first).click();
  await items(app).nth(1).focus();
  await page.keyboard.press('ArrowRight');
  await expect(items(app).nth(2)).toBeFocused();
  await page.keyboard.press('Enter');
  await app.expectPast(first + 1);
  await expect(app.row(first + 1).getByRole('tree')).toBeVisible();
  await expect(items(app).nth(2)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(items(app).nth(1)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(items(app).first()).toBeFocused();
  await app.expectAt(first + 1);
});

test('what an event led to, and what is of one intention, are filters', async ({ app }) => {
  await transfer(app);
  const all = (await app.head()) - seeded;
  await app.row(first).click();
  await app.row(first).getByRole('button', { name: 'and what followed' }).click();
  await expect(app.filter).toHaveValue(`caused-by:#${first}`);
  await expect(app.grid).toHaveAttribute('aria-rowcount', String(all - 1));
  await app.filter.fill(`caused-by:#${first} type:Money*`);
  await expect(app.grid).toHaveAttribute('aria-rowcount', '2');
  await app.filter.fill('caused-by:');
  await expect(app.events.getByRole('option', { name: `#${await app.head()}` })).toBeVisible();
  await app.filter.fill('caused-by:yesterday');
  await expect(app.events).toContainText('is not the position of an event');
  const { correlationId } = await app.request('event', { position: first });
  await app.filter.fill(`correlation:${correlationId}`);
  await expect(app.grid).toHaveAttribute('aria-rowcount', String(all));
});

test('axe finds nothing to object to', async ({ app, page }) => {
  await transfer(app);
  await app.row(first).click();
  await expect(tree(app)).toBeVisible();
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    await expectAccessible(page);
  }
});
