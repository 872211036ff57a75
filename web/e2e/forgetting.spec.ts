// Data of a person is sealed with a key of the person's own. Destroying the key
// forgets it, everywhere and for good, and the log is what it was.

import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { Playhead } from './playhead';

/** Opens the Users world at what is known of somebody. */
function open(app: Playhead, stream = 'user-1'): Promise<void> {
  return app.open(`?world=Users&stream=${stream}&panel=forgetting`);
}

function known(app: Playhead, person: string) {
  return app.state.getByRole('table', { name: `What is known of ${person}` });
}

async function forget(app: Playhead, person: string): Promise<void> {
  await app.state.getByRole('button', { name: `Forget ${person}` }).click();
  const dialog = app.page.getByRole('dialog', { name: `Forget ${person}?` });
  await expect(dialog).toContainText('This cannot be undone.');
  await dialog.getByRole('button', { name: 'Destroy the key' }).click();
  await expect(dialog).toBeHidden();
}

function outcome(app: Playhead) {
  return app.state.getByRole('status', { name: 'What was forgotten' });
}

/** The whole log as an export writes it. */
async function lines(app: Playhead): Promise<string> {
  return (await app.request('export', { after: 0, count: 5000 })).lines;
}

test('what is known of somebody, and where it stands', async ({ app }) => {
  await open(app);
  const people = app.state.getByRole('table', { name: 'People' });
  await expect(people.getByRole('row')).toHaveCount(4);
  await expect(known(app, 'user-1')).toContainText('alice@example.org');
  await expect(app.state).toContainText('It stands in Users (1 row) and Changes (2 rows).');

  await app.state.getByRole('searchbox', { name: 'Find a person' }).fill('chen@');
  await expect(people.getByRole('row')).toHaveCount(2);
  await people.getByRole('button', { name: 'user-3' }).click();
  await expect(known(app, 'user-3')).toContainText('Chen');

  await known(app, 'user-3')
    .getByRole('button', { name: 'Go to event 4, UserCreated' })
    .first()
    .click();
  await app.expectAt(4);
  // Beside what it reads as stands what was stored.
  await expect(app.events.getByRole('group', { name: /Stored/ })).toContainText('sealed:1:');
  await expect(app.events.getByRole('group', { name: /Read/ })).toContainText('Chen');

  await app.goToText('3');
  await expect(known(app, 'user-3')).toHaveCount(0);
  await expect(app.state).toContainText('Nobody here is called so, or is known by that.');
  await app.state.getByRole('searchbox', { name: 'Find a person' }).fill('');
  await expect(people.getByRole('row')).toHaveCount(3);
});

test('forgetting somebody', async ({ app, page }) => {
  await open(app);
  await expect(known(app, 'user-1')).toContainText('Alice');
  const before = await lines(app);
  expect(before).not.toContain('alice@');
  await forget(app, 'user-1');

  // The log is what it was, and says nothing any more.
  await expect(outcome(app)).toContainText('user-1 is forgotten.');
  await expect(outcome(app)).toContainText('Verified: 12 events, every hash follows');
  expect(await lines(app)).toBe(before);
  await expect(known(app, 'user-1')).not.toContainText('alice');
  await expect(known(app, 'user-1').getByText('forgotten')).toHaveCount(3);
  await expect(app.row(7)).toContainText('email forgotten');
  await app.row(7).click();
  await expect(app.events.getByRole('group', { name: /Stored/ })).toContainText('sealed:1:');
  await expect(app.events.getByRole('group', { name: /Read/ })).toContainText('"forgotten"');
  await expect(app.state.getByRole('button', { name: 'Forget user-1' })).toHaveCount(0);
  await app.transport('Latest event').click();
  await app.expectLive(12);

  // Live read models are copies: they hold it until they are built again.
  const held = app.state.getByRole('article', { name: 'Still held by read models' });
  await expect(held).toContainText('Users: 1 row (user-1)');
  await app.state.getByRole('tab', { name: 'Projections' }).click();
  const users = app.state.getByRole('table', { name: 'Users', exact: true });
  await expect(users).toContainText('alice@example.org');
  await app.state.getByRole('tab', { name: 'Forgetting' }).click();
  await held.getByRole('button', { name: 'Rebuild Users' }).click();
  await expect(held).not.toContainText('Users: 1 row');
  await held.getByRole('button', { name: 'Rebuild Changes' }).click();
  await expect(held).toHaveCount(0);
  await app.state.getByRole('tab', { name: 'Projections' }).click();
  await expect(users).toContainText('forgotten');
  await expect(page.locator('body')).not.toContainText('alice@example');

  // Nor is it to be found in the past, or after the page was opened again.
  await app.goToText('3');
  await app.expectPast(3);
  await expect(users.getByRole('row', { name: /user-1/ })).toContainText('forgotten');
  await app.open('?world=Users&stream=user-1');
  await expect(users.getByRole('row', { name: /user-1/ })).toContainText('forgotten');
  await expect(users.getByRole('row', { name: /user-2/ })).toContainText('bruno@example.net');
  expect(await lines(app)).toBe(before);
});

test('keeping the key changes nothing', async ({ app, page }) => {
  await open(app);
  await app.state.getByRole('button', { name: 'Forget user-1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep the key' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(known(app, 'user-1')).toContainText('alice@example.org');
  await expect(outcome(app)).toHaveCount(0);
});

test('by keyboard', async ({ app, page }) => {
  await open(app);
  await app.state.getByRole('button', { name: 'Forget user-1' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Forget user-1?' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Destroy the key' }).focus();
  await page.keyboard.press('Enter');
  await expect(outcome(app)).toContainText('user-1 is forgotten.');
  // The replay check speaks next: live read models are not what the log says any more.
  await expect(app.narration).toContainText(/forgotten/);
});

test('another tab forgets as well', async ({ app }) => {
  await open(app);
  const other = await app.openTab('?world=Users&stream=user-1&panel=forgetting');
  await expect(known(other, 'user-1')).toContainText('Alice');
  await forget(app, 'user-1');
  await expect(other.notices).toContainText('Another tab has forgotten user-1.');
  await expect(known(other, 'user-1').getByText('forgotten')).toHaveCount(3);
  await expect(other.row(7)).toContainText('email forgotten');
  const held = other.state.getByRole('article', { name: 'Still held by read models' });
  await held.getByRole('button', { name: 'rebuild all' }).click();
  await expect(held).toHaveCount(0);
});

test('two tabs that make a key for one person at once agree on it', async ({ app }) => {
  await open(app, 'user-9');
  const other = await app.openTab('?world=Users&stream=user-9&panel=forgetting');
  const command = (tab: Playhead, stream: string, name: string) =>
    tab.request('command', {
      stream,
      command: 'Create',
      data: { name, email: `${name}@example.com` },
    });
  const numbers = [11, 12, 13, 14, 15];
  // The same streams in both: one creates, the other is refused or conflicts, and
  // both have asked for the key by then.
  await Promise.all(
    numbers.flatMap((n) => [
      command(app, `user-${n}`, `Ann${n}`),
      command(other, `user-${n}`, `Ann${n}`),
    ]),
  );
  for (const tab of [app, other]) {
    for (const n of numbers) {
      const person = await tab.request('person', { person: `user-${n}` });
      expect(person.texts.map(({ text }) => text)).toContain(`Ann${n}`);
      expect(person.person.state).toBe('known');
    }
  }
  const keys = (tab: Playhead) =>
    Promise.all(
      numbers.map(async (n) => (await tab.request('person', { person: `user-${n}` })).person.key),
    );
  expect(await keys(app)).toEqual(await keys(other));
});

test('somebody who comes back has a new key', async ({ app }) => {
  await open(app);
  await forget(app, 'user-1');
  await app.send('Update', { Name: 'Alicia' });
  await expect(known(app, 'user-1')).toContainText('Alicia');
  await expect(known(app, 'user-1').getByText('forgotten')).toHaveCount(3);
});

test('what was recorded in the clear stays, and is said', async ({ app }) => {
  await open(app);
  await app.request('append', {
    stream: 'user-1',
    events: [{ type: 'UserUpdated', data: { name: 'Alice in the open' } }],
  });
  await expect(known(app, 'user-1')).toContainText('Alice in the open');
  await expect(app.state).toContainText('1 text was recorded in the clear.');
  await forget(app, 'user-1');
  await expect(outcome(app)).toContainText('In the clear, and still readable: #13');
  await expect(known(app, 'user-1')).toContainText('Alice in the open');
  await app.state.getByRole('tab', { name: 'Lint' }).click();
  await expect(app.state.getByRole('list', { name: 'Findings' })).toContainText(
    'was recorded in the clear, before it was sealed or from elsewhere',
  );
});

test('nothing that the page hands out has a key in it', async ({ app, page }) => {
  await open(app);
  await expect(known(app, 'user-1')).toContainText('Alice');
  const databases = await page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name }) => name),
  );
  expect(databases).toContain('playhead-keys');
  const key = await page.evaluate(
    () =>
      new Promise<number[]>((resolve, reject) => {
        const request = indexedDB.open('playhead-keys');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const db = request.result;
          const got = db.transaction('keys').objectStore('keys').get(['Users', 'user-1']);
          got.onsuccess = () => {
            db.close();
            resolve([...got.result]);
          };
        };
      }),
  );
  expect(key).toHaveLength(32);
  // Not in the log's own database either, as bytes or as text.
  const found = await page.evaluate(
    (needle) =>
      new Promise<boolean>((resolve, reject) => {
        const request = indexedDB.open('playhead');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const db = request.result;
          const all = db.transaction('batches').objectStore('batches').getAll();
          all.onsuccess = () => {
            db.close();
            const text = (bytes: Uint8Array | number[]) => String.fromCharCode(...bytes);
            resolve(
              all.result.some((bytes: Uint8Array) => {
                const held = text(bytes);
                return held.includes(text(needle)) || held.includes('alice@example');
              }),
            );
          };
        };
      }),
    key,
  );
  expect(found).toBe(false);
});

/** The key of a person as the database has it, and the file of the second copy. */
async function keyAndFile(page: Page, person: string): Promise<{ key: number[]; file: number[] }> {
  return page.evaluate(async (name) => {
    const key = await new Promise<number[]>((resolve, reject) => {
      const request = indexedDB.open('playhead-keys');
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const db = request.result;
        const got = db.transaction('keys').objectStore('keys').get(['Users', name]);
        got.onsuccess = () => {
          db.close();
          resolve([...(got.result ?? [])]);
        };
      };
    });
    const root = await navigator.storage.getDirectory();
    const directory = await (await root.getDirectoryHandle('playhead-keys')).getDirectoryHandle(
      'Users',
    );
    const content = await (await directory.getFileHandle('keys')).getFile();
    return { key, file: [...new Uint8Array(await content.arrayBuffer())] };
  }, person);
}

function holds(file: number[], key: number[]): boolean {
  return file.join(',').includes(key.join(','));
}

/** A page of the same origin that has no core. */
async function emptyPage(context: BrowserContext): Promise<Page> {
  const body = '<!doctype html><title>Empty</title><link rel="icon" href="data:,">';
  await context.route('/empty', (route) => route.fulfill({ body, contentType: 'text/html' }));
  const page = await context.newPage();
  await page.goto('/empty');
  return page;
}

/** Deletes all databases, as a browser that is killed may do. */
async function loseDatabases(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      const request = indexedDB.deleteDatabase(name ?? '');
      await new Promise((resolve, reject) => {
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error);
      });
    }
  });
}

test('keys are kept twice: they come back with the log, and a destroyed one does not', async ({
  app,
  page,
  context,
}) => {
  await open(app);
  await expect(known(app, 'user-1')).toContainText('alice@example.org');
  await expect(app.saved).toHaveText('saved twice');
  const before = await keyAndFile(page, 'user-1');
  expect(before.key).toHaveLength(32);
  await expect
    .poll(async () => holds((await keyAndFile(page, 'user-1')).file, before.key))
    .toBe(true);
  await forget(app, 'user-1');
  const after = await keyAndFile(page, 'user-1');
  expect(after.key).toHaveLength(0);
  expect(holds(after.file, before.key)).toBe(false);
  expect(after.file.join(',')).not.toContain(before.key.slice(0, 8).join(','));

  const other = await emptyPage(context);
  await page.close();
  await loseDatabases(other);
  const again = new Playhead(other);
  await open(again, 'user-2');
  await expect(known(again, 'user-2')).toContainText('bruno@example.net');
  await open(again, 'user-1');
  await expect(known(again, 'user-1').getByText('forgotten')).toHaveCount(3);
  await expect(again.state).not.toContainText('alice@example.org');
});

test('a database that is lost while the page is open takes no key with it', async ({
  app,
  page,
}) => {
  await open(app, 'user-2');
  await expect(known(app, 'user-2')).toContainText('bruno@example.net');
  const { key } = await keyAndFile(page, 'user-2');
  await expect.poll(async () => holds((await keyAndFile(page, 'user-2')).file, key)).toBe(true);
  await loseDatabases(page);
  await app.send('Update', { Name: 'Bruno the First' });
  await expect(known(app, 'user-2')).toContainText('Bruno the First');
  await expect(known(app, 'user-2')).toContainText('bruno@example.net');
  expect((await keyAndFile(page, 'user-2')).key).toEqual(key);
});

test('in the Mall an order and a message tell of the customer too, which is said', async ({
  app,
}) => {
  await app.open('?world=Mall&stream=basket-2&panel=forgetting');
  await expect(app.state).toContainText(
    'Some of the same is known of notification-2 and order-2, each with a key of their own.',
  );
  await forget(app, 'basket-2');
  await expect(outcome(app)).toContainText(
    'Some of the same is still known of notification-2 and order-2.',
  );
  await outcome(app).getByRole('button', { name: 'order-2' }).click();
  await forget(app, 'order-2');
  await expect(outcome(app)).toContainText('Some of the same is still known of notification-2.');
  await expect(app.state.getByRole('article', { name: 'Still held by read models' })).toContainText(
    'Orders: 1 row (order-2)',
  );
});
