// A core that dies again and again only reads in the end, and where that
// fails too, the bytes themselves can be had.

import { readFile } from 'node:fs/promises';
import { arm, fired, serveFaults } from './faults';
import { type BrowserContext, expect, expectAccessible, type Page, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

test.use({ serviceWorkers: 'block' }); // it would answer for the server

/** Has every worker arm a fault at its start, or only those whose core does all that it does. */
async function faultAtStart(context: BrowserContext, at: string, where: 'full' | 'all') {
  const fault = JSON.stringify({ fault: 'panic', at });
  const condition = where === 'all' ? 'true' : `self.name !== 'playhead-safe'`;
  await context.route(/\/assets\/worker-\w+\.js$/, async (route) => {
    const response = await route.fetch();
    const script = `if (${condition}) self.playheadFault = ${JSON.stringify(fault)};`;
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}

/** Presses a button and reads the file that it leaves, line by line. */
async function download(page: Page, button: string): Promise<Record<string, unknown>[]> {
  // Firefox saves a file that a page has made, but does not tell who drives it.
  const tells = page.context().browser()?.browserType().name() === 'chromium';
  await page.evaluate(() => {
    const make = URL.createObjectURL;
    URL.createObjectURL = (content: Blob) => {
      Object.assign(window, { handedOver: content.text() });
      return make(content);
    };
  });
  const saved = tells ? page.waitForEvent('download') : null;
  await page.getByRole('button', { name: button }).click();
  await page.waitForFunction(() => 'handedOver' in window);
  const text = await page.evaluate(() => (window as { handedOver?: Promise<string> }).handedOver);
  const file = await saved;
  if (file) expect(await readFile(await file.path(), 'utf8')).toBe(text);
  expect(text?.endsWith('\n')).toBe(true);
  return (text ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function crashThreeTimes(app: Playhead): Promise<void> {
  for (let i = 1; i <= 3; i++) {
    const happened = fired(app.page, 'panic', 'background');
    await arm(app, 'panic', 'background').catch(() => {}); // its answer may be too late
    await happened;
    if (i < 3) await app.head(); // answered by the next one
  }
}

test.describe('three crashes within a minute', () => {
  test.beforeEach(async ({ context, app }) => {
    await serveFaults(context);
    await app.open();
    await app.send('Deposit', { Amount: '12.34' });
    await app.expectLive(seeded + 1);
  });

  test('leave a page that reads and exports, and keeps what was typed', async ({ app, page }) => {
    await app.field('Amount').fill('77');
    await crashThreeTimes(app);

    const safe = page.getByRole('region', { name: /Safe mode/ });
    await expect(safe).toContainText('stopped three times within a minute');
    await expect(app.saved).toHaveText('reading only');
    await expect(app.header.getByRole('button', { name: 'Start over' })).toBeDisabled();
    await expect(app.command).toBeHidden();
    await expect(app.timeline).toBeHidden();
    await expect(app.row(seeded + 1)).toContainText('MoneyDeposited');
    await app.filter.fill('stream:account-3');
    await app.filter.press('Enter');
    await expect(app.row(seeded + 1)).toHaveCount(0);
    await expectAccessible(page);

    const events = await download(page, 'Download the events');
    expect(events.map(({ position }) => position)).toEqual(
      Array.from({ length: seeded + 1 }, (_, i) => i + 1),
    );
    expect(events.at(-1)).toMatchObject({
      stream: 'account-1',
      version: 8,
      type: 'MoneyDeposited',
      data: { amount: 1234 },
      command: 'Deposit',
      actor: 'you',
    });

    await safe.getByRole('button', { name: 'Try again' }).click();
    await expect(safe).toHaveCount(0);
    await expect(app.saved).toHaveText(/^saved/);
    await expect(app.field('Amount')).toHaveValue('77');
    await expect(app.outcomes).toHaveCount(1);
    await expect(app.timeline).not.toContainText('safe mode');
    await app.sendButton('Deposit').click();
    await app.expectLive(seeded + 2);
  });

  test('are told in plain words, with the reason for whoever asks', async ({ app, page }) => {
    await crashThreeTimes(app);
    await expect(page.getByRole('heading', { name: /Safe mode/ })).toBeFocused();
    await page.getByText('The reason as it was given last').click();
    await expect(page.getByText('panic: fault: a panic at background')).toBeVisible();
  });
});

test.describe('a core that dies of its log', () => {
  test.beforeEach(async ({ app }) => {
    await app.open();
    await app.send('Deposit', { Amount: '12.34' });
    await app.expectLive(seeded + 1);
  });

  test('as it opens it: the events can be read all the same', async ({ app, context, page }) => {
    await serveFaults(context);
    await faultAtStart(context, 'opening', 'full');
    await page.reload();
    const safe = page.getByRole('region', { name: /Safe mode/ });
    await expect(safe).toBeVisible();
    await expect(app.row(seeded + 1)).toContainText('MoneyDeposited');
    expect(await download(page, 'Download the events')).toHaveLength(seeded + 1);

    await context.unroute(/\/assets\/worker-\w+\.js$/);
    await safe.getByRole('button', { name: 'Try again' }).click();
    await app.expectLive(seeded + 1);
  });

  test('even when it only reads: the bytes can be had', async ({ app, context, page }) => {
    await serveFaults(context);
    await faultAtStart(context, 'opening', 'all');
    await page.reload();
    await expect(page.getByRole('alert')).toContainText('could not be started');
    await expectAccessible(page);
    const records = await download(page, 'Download what is stored');
    const bytes = JSON.stringify(records, (key, value) =>
      key === 'base64' ? Buffer.from(value, 'base64').toString('latin1') : value,
    );
    expect(bytes).toContain('MoneyDeposited');
    expect(bytes).toContain('account-1');
    expect(bytes).not.toContain('playhead-keys'); // a copy of a key is a person who cannot be forgotten

    await context.unroute(/\/assets\/worker-\w+\.js$/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await app.expectLive(seeded + 1);
  });
});

test('a log in memory begins anew with another core, and that is said', async ({
  app,
  context,
  page,
}) => {
  await serveFaults(context);
  await context.route(/\/assets\/worker-\w+\.js$/, async (route) => {
    const response = await route.fetch();
    const refuses = `IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };`;
    await route.fulfill({ response, body: `${refuses}\n${await response.text()}` });
  });
  await app.open();
  await app.send('Deposit', { Amount: '12.34' });
  await app.expectLive(seeded + 1);
  const happened = fired(page, 'panic', 'background');
  await arm(app, 'panic', 'background').catch(() => {}); // its answer may be too late
  await happened;
  await expect(app.notices).toContainText('What was recorded before is gone.');
  await app.expectLive(seeded);
});
