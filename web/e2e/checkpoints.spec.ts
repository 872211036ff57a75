// What a long log comes to is kept beside it: a page that is opened again begins
// from there, and what it shows is what the events come to all the same.

import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

/** More than two checkpoints are apart, on top of the example. */
const recorded = 9000;
const lastCheckpoint = 8192;
const head = seeded + recorded;

/** Records deposits of 1.00 in turn on two accounts, of which one is new and a person's. */
async function grow(app: Playhead): Promise<void> {
  await app.request('command', {
    stream: 'account-101',
    command: 'Open',
    form: { owner: 'Zora', currency: 'USD' },
  });
  const lines = Array.from({ length: recorded - 1 }, (_, i) =>
    JSON.stringify({
      stream: i % 2 ? 'account-101' : 'account-1',
      type: 'MoneyDeposited',
      schemaVersion: 2,
      data: { amount: 100, currency: 'USD', source: 'cash' },
    }),
  );
  await app.request('import', { lines: lines.join('\n') });
  await app.expectLive(head);
  await expectKept(app);
}

async function expectKept(app: Playhead): Promise<void> {
  await expect.poll(async () => (await app.request('log')).checkpoint).toBe(lastCheckpoint);
}

/** What all projections show at some moments and now, with what the aggregate came to. */
async function looks(app: Playhead): Promise<unknown[]> {
  await expect
    .poll(async () =>
      (await app.request('moment', {})).projections.every(({ state }) => state.lag === 0),
    )
    .toBe(true);
  const moments = [lastCheckpoint - 1, lastCheckpoint, lastCheckpoint + 1, head, undefined];
  const all = [];
  for (const position of moments) {
    all.push(await app.request('moment', { position, stream: 'account-101' }));
  }
  return all;
}

test('a page that is opened again begins from them', async ({ app, page }) => {
  await app.open();
  await grow(app);
  const before = await looks(app);
  await page.reload();
  await app.expectLive(head);
  await expectKept(app);
  expect(await looks(app)).toEqual(before);
  await app.saved.getByRole('button').click();
  await expect(page.locator('#how-saved')).toContainText(
    'What the log comes to is kept beside it, up to event 8,192',
  );
});

test('one that is damaged is left aside, and made anew', async ({ app, page }) => {
  await app.open();
  await grow(app);
  const before = await looks(app);
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('playhead-checkpoints');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = db.transaction('checkpoints', 'readwrite');
    const store = transaction.objectStore('checkpoints');
    const got = store.get(['Bank', 8192]);
    got.onsuccess = () => {
      const bytes = got.result as Uint8Array;
      bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
      store.put(bytes, ['Bank', 8192]);
    };
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    db.close();
  });
  await page.reload();
  await app.expectLive(head);
  expect(await looks(app)).toEqual(before);
  expect((await app.request('log')).checkpoint).toBe(4096);
  await page.reload(); // what was left aside is kept again from the next time on
  await app.expectLive(head);
  await expectKept(app);
  await page.reload();
  await app.expectLive(head);
  expect(await looks(app)).toEqual(before);
});

test('who was forgotten is in none of them', async ({ app, page }) => {
  await app.open();
  await grow(app);
  await app.request('forget', { person: 'account-101' });
  await page.reload();
  await app.expectLive(head);
  await expectKept(app);
  await page.reload();
  await app.expectLive(head);
  await expectKept(app);
  const shown = JSON.stringify(await looks(app));
  expect(shown).not.toContain('Zora');
  expect(shown).toContain('forgotten');
});

test('nothing of them is left of a log that is started over', async ({ app, page }) => {
  await app.open();
  await grow(app);
  await app.request('reset', { to: 'example' });
  const left = await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('playhead-checkpoints');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const counted = db.transaction('checkpoints').objectStore('checkpoints').count();
    const n = await new Promise((resolve) => {
      counted.onsuccess = () => resolve(counted.result);
    });
    db.close();
    return n;
  });
  expect(left).toBe(0);
});
