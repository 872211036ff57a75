// What the browser keeps is damaged or gone behind the page's back: the page
// mends it from the other copy, and names what it met.

import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { Playhead, seeded } from './playhead';

/** Changes one bit of an event in the database, in a way that only the chain of hashes can tell. */
async function flipBit(page: Page, position: number): Promise<void> {
  await page.evaluate(async (first) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('playhead');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = db.transaction('batches', 'readwrite');
    const cursors = transaction.objectStore('batches').openCursor();
    let flipped = 0;
    cursors.onsuccess = () => {
      const cursor = cursors.result;
      if (!cursor) return;
      const { key, value } = cursor as unknown as { key: [string, number]; value: Uint8Array };
      if (key[1] === first) {
        value[value.length - 10] = (value[value.length - 10] ?? 0) ^ 1;
        cursor.update(value);
        flipped += 1;
      }
      cursor.continue();
    };
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    db.close();
    if (flipped !== 1) throw new Error(`${flipped} events were changed`);
  }, position);
}

/** Deletes the database, for which a tab that has it open lets go of it. */
async function deleteDatabase(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const request = indexedDB.deleteDatabase('playhead');
    await new Promise((resolve, reject) => {
      request.onsuccess = resolve;
      request.onerror = () => reject(request.error);
    });
  });
}

test('a flipped bit is found, named and mended', async ({ app, page }) => {
  await app.open();
  await app.send('Deposit', { Amount: '50' }); // which is a record of its own
  await app.expectLive(seeded + 1);
  await flipBit(page, seeded + 1);
  await page.reload();
  await expect(app.notices).toContainText(
    new RegExp(`#${seeded + 1} .* and restored from the second copy`),
  );
  await app.expectLive(seeded + 1);
  await expect(app.saved).toHaveText('saved twice');
  await app.notices.getByRole('button', { name: 'Dismiss' }).click();
  await page.reload();
  await app.expectLive(seeded + 1);
  await app.send('Deposit', { Amount: '50' });
  await app.expectLive(seeded + 2);
  await expect(app.notices).not.toContainText('restored');
});

/** Deletes the database while no page has the log open, and returns a page without a core. */
async function deleteMeanwhile(page: Page): Promise<Page> {
  const context = page.context();
  const body = '<!doctype html><title>Empty</title><link rel="icon" href="data:,">';
  await context.route('/empty', (route) => route.fulfill({ body, contentType: 'text/html' }));
  const other = await context.newPage();
  await other.goto('/empty');
  await page.close();
  await deleteDatabase(other);
  return other;
}

test('branches are restored with it', async ({ app, page }) => {
  await app.open('?world=Bank&at=12&stream=account-1');
  await app.transport('Branch from here').click();
  await app.expectLive(12);
  await app.send('Deposit', { Amount: '50' });
  await app.expectLive(13);
  const again = new Playhead(await deleteMeanwhile(page));
  await again.open('?world=Bank&branch=what+if+1&stream=account-1');
  await again.expectLive(13);
  await expect(again.balance('account-1').locator('ins')).toHaveText('1,350.00');
  await expect(again.notices).toContainText('Event #13 was gone');
  await again.header.getByRole('combobox', { name: 'Branch' }).selectOption('main');
  await again.expectLive(seeded);
});

test('a database that is gone is restored when the page is opened', async ({ app, page }) => {
  await app.open();
  await app.send('Deposit', { Amount: '50' });
  await app.expectLive(seeded + 1);
  const again = new Playhead(await deleteMeanwhile(page));
  await again.open();
  await again.expectLive(seeded + 1);
  await expect(again.notices).toContainText(`Events #1 to #${seeded + 1} were gone`);
  await expect(again.saved).toHaveText('saved twice');
});

test('a database that goes while the page is open is said, and put back by the next command', async ({
  app,
  page,
}) => {
  await app.open();
  await deleteDatabase(page);
  await expect(app.saved).toHaveText('saved once');
  await app.saved.getByRole('button').click();
  await expect(page.locator('#how-saved')).toContainText('the next command puts them back');
  await app.send('Deposit', { Amount: '50' });
  await app.expectLive(seeded + 1);
  await expect(app.saved).toHaveText('saved twice');
  await expect(app.notices).toContainText(`Events #1 to #${seeded} were gone`);
  await page.reload();
  await app.expectLive(seeded + 1);
});
