// axe finds nothing to object to, in any state of the page, in both themes
// and at both widths.

import { expect, expectAccessible, test } from './fixtures';
import type { Playhead } from './playhead';

// Each state is looked at four times, and axe walks through the whole document each time.
test.describe.configure({ timeout: 180_000 });

// What axe looks at is the same document everywhere, and it takes its time.
test.skip(
  ({ browserName }) => browserName !== 'chromium',
  'axe sees the same document in every browser',
);

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** Looks at the page as it stands, in every theme and at every width. */
async function expectNothing({ page }: Playhead, panel: string): Promise<void> {
  for (const size of [desktop, phone]) {
    await page.setViewportSize(size);
    if (size === phone) await page.getByRole('tab', { name: panel, exact: true }).click();
    for (const theme of ['light', 'dark']) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
      }, theme);
      await test.step(`${theme}, ${size.width} pixels wide`, () => expectAccessible(page));
    }
  }
}

const states: [what: string, panel: string, reach: (app: Playhead) => Promise<void>][] = [
  ['the first visit', 'Command', (app) => app.open()],
  ['events', 'Events', (app) => app.open()],
  ['state', 'State', (app) => app.open('?world=Orders')],
  ['an aggregate', 'State', (app) => app.open('?world=Orders&panel=aggregate')],
  [
    'somebody who is forgotten',
    'State',
    async (app) => {
      await app.open('?world=Users&panel=forgetting');
      await app.request('forget', { person: 'user-1' });
      await expect(app.state).toContainText('Still held by read models');
    },
  ],
  [
    'what would have become of the log',
    'State',
    async (app) => {
      await app.open('?panel=whatif&event=2');
      await expect(app.state).toContainText('would have been refused');
    },
  ],
  [
    'a branch, which can be renamed or deleted',
    'Command',
    async (app) => {
      await app.open('?at=12');
      await app.transport('Branch from here').click();
      await app.expectLive(12);
      await app.header.getByRole('button', { name: /^Rename or delete/ }).click();
      await expect(app.page.getByRole('dialog', { name: /^The branch/ })).toBeVisible();
      await expectAccessible(app.page);
      await app.page.keyboard.press('Escape');
    },
  ],
  [
    'bookmarks, and their menu',
    'Command',
    async (app) => {
      await app.open('?at=9&note=from+a+link');
      await app.request('bookmark', { position: 3, note: 'the first account opens' });
      await app.transport('Bookmarks').click();
      await expect(app.page.getByRole('dialog', { name: 'Bookmarks' })).toBeVisible();
      await expectAccessible(app.page);
      await app.page.keyboard.press('Escape');
    },
  ],
  ['what lint finds', 'State', (app) => app.open('?world=Users&panel=lint')],
  [
    'the log as a topic',
    'State',
    async (app) => {
      await app.open('?panel=topic');
      await app.state.getByRole('button', { name: 'Try all' }).click();
      await expect(app.state.getByRole('list', { name: 'Handed out twice' })).toBeVisible();
    },
  ],
  ['a table updated in place', 'State', (app) => app.open('?world=Orders&panel=crud&at=7')],
  [
    'two actors, of whom one lost',
    'State',
    async (app) => {
      await app.open('?world=Users&panel=actors');
      await app.state.getByRole('radio', { name: 'By query' }).check();
      await app.state.getByLabel('Query for both').fill('category:user');
      for (const field of await app.state.getByLabel('Name', { exact: true }).all()) {
        await field.fill('Ada');
      }
      await app.state.getByRole('button', { name: 'Both act at once' }).click();
      await expect(app.state.getByRole('region', { name: 'Ben' })).toContainText('conflict');
      await app.state.getByRole('button', { name: 'Ask both ways' }).click();
      await expect(app.state).toContainText('Broken');
    },
  ],
  [
    'the last seat, given to one and to two',
    'State',
    async (app) => {
      await app.open('?world=Users&panel=actors');
      await app.state.getByRole('radio', { name: 'The last seat' }).check();
      await app.state.getByRole('button', { name: 'Ask both ways' }).click();
      await expect(app.state).toContainText('Broken');
    },
  ],
  [
    'a runner that is down',
    'State',
    async (app) => {
      await app.open();
      const failure = { process: 'transfer', step: 'credit', failure: 'crashBefore' };
      await app.request('arrangeFailure', failure);
      await app.send('Transfer', { Amount: '50' });
      const line = app.page.getByRole('region', { name: 'Runner of processes' });
      await expect(line).toContainText('is down, for all tabs');
    },
  ],
  [
    'a stale read model, and one that parted',
    'State',
    async (app) => {
      await app.open('?panel=delivery');
      await app.state.getByRole('checkbox', { name: 'A feeds the live Balances' }).check();
      await app.state.getByRole('tab', { name: 'Projections' }).click();
      await app.state.getByRole('button', { name: 'Pace of Statement' }).click();
      await app.state.getByRole('button', { name: 'Pause Statement' }).click();
      await app.send('Deposit', { Amount: '50' });
      await expect(app.state).toContainText('paused, lag 1');
      await expect(app.state).toContainText('parted at');
    },
  ],
  [
    'an outbox with mails that were sent again',
    'State',
    async (app) => {
      await app.open('?world=Orders');
      await app.state.getByRole('checkbox', { name: 'not again on replay' }).uncheck();
      await expect(app.state).toContainText('of them again');
    },
  ],
  ['deliveries', 'State', (app) => app.open('?panel=delivery')],
  [
    'schemas, with events that break',
    'State',
    async (app) => {
      await app.open('?panel=schema&at=13');
      const events = [{ type: 'LightningStruck', data: { volts: 7 } }];
      await app.request('append', { stream: 'account-1', events });
      await app.goToText('25');
      await expect(app.state).toContainText('Events that break');
    },
  ],
  [
    'snapshots, some of them stale',
    'State',
    async (app) => {
      await app.open('?panel=snapshots');
      await app.state.getByRole('button', { name: 'Deploy new fold code' }).click();
      await expect(app.state).toContainText('v5 is stale: not used');
    },
  ],
  [
    'a process that waits, and a runner that crashed',
    'State',
    async (app) => {
      await app.open('?world=Mall&panel=processes&stream=checkout-3');
      const failure = { process: 'checkout', step: 'return', failure: 'crashAfter' };
      await app.request('arrangeFailure', failure);
      const data = { card: 'pays at once', address: 'the old mill' };
      await app.request('command', { stream: 'basket-3', command: 'CheckOut', data });
      await expect(app.state).toContainText('It crashed at return of checkout-3, event 57');
      await expect(app.state).toContainText('What it led to');
    },
  ],
  [
    'what would undo an event',
    'Events',
    async (app) => {
      await app.open('?world=Mall&at=45&event=45');
      await app.row(45).getByRole('button', { name: 'Undo', exact: true }).click();
      await expect(app.row(45)).toContainText('Undo records the opposite');
    },
  ],
  ['the past', 'State', (app) => app.open('?at=5&event=5')],
  ['before the first event', 'Events', (app) => app.open('?at=0')],
  ['an address that cannot be', 'Command', (app) => app.open('?world=Moon&at=yes&event=842')],
  [
    'every outcome',
    'Command',
    async (app) => {
      await app.open();
      await app.send('Deposit', { Amount: '50' });
      await expect(app.outcomes).toHaveCount(1);
      await app.expectedVersion.fill('3');
      await app.sendButton('Deposit').click();
      await expect(app.outcomes).toHaveCount(2);
      await app.send('Withdraw', { Amount: '5000' });
      await expect(app.outcomes).toHaveCount(3);
      await app.goToText('5');
      await app.sendButton('Withdraw').click();
      await expect(app.outcomes).toHaveCount(4);
    },
  ],
  [
    'a form to be put right',
    'Command',
    async (app) => {
      await app.open();
      await app.stream.fill('account 1');
      await app.send('Deposit', { Amount: 'a lot' });
      await expect(app.field('Amount')).toHaveAttribute('aria-invalid', 'true');
    },
  ],
  [
    'a list of streams',
    'Command',
    async (app) => {
      await app.open();
      await app.stream.click();
      await expect(app.command.getByRole('option').first()).toBeVisible();
    },
  ],
  [
    'an event that was upcast, among those that match',
    'Events',
    async (app) => {
      await app.open('?filter=type:Money*&event=2');
      await expect(app.row(2).getByRole('group').first()).toBeVisible();
    },
  ],
  [
    'an event that nobody knows',
    'Events',
    async (app) => {
      await app.open();
      const events = [{ type: 'LightningStruck', data: { volts: [1, null, true, 'x'] } }];
      await app.request('append', { stream: 'account-1', events });
      await app.row(25).click();
      await expect(app.row(25).getByRole('group').first()).toBeVisible();
    },
  ],
  [
    'a filter that does not parse',
    'Events',
    async (app) => {
      await app.open('?tab=events');
      await app.filter.fill('type:Money* data.amount>');
      await expect(app.filter).toHaveAttribute('aria-invalid', 'true');
    },
  ],
  [
    'completions',
    'Events',
    async (app) => {
      await app.open();
      await app.filter.pressSequentially('type:');
      await expect(app.events.getByRole('option').first()).toBeVisible();
    },
  ],
  [
    'a filter that nothing matches',
    'Events',
    async (app) => {
      await app.open('?filter=stream:nobody-*');
      await expect(app.events).toContainText('No event matches.');
    },
  ],
  [
    'a projection that failed',
    'State',
    async (app) => {
      await app.open();
      const data = { amount: 500, currency: 'USD' };
      const events = [{ type: 'MoneyDeposited', schemaVersion: 2, data }];
      await app.request('append', { stream: 'account-99', events });
      await expect(app.state).toContainText('stopped, lag 1');
    },
  ],
  [
    'an empty log',
    'Events',
    async (app) => {
      await app.open();
      await app.request('reset', { to: 'empty' });
      await app.open();
      await expect(app.events).toContainText('Nothing has happened yet.');
    },
  ],
  [
    'something to go to that is nowhere',
    'Command',
    async (app) => {
      await app.open();
      await app.goToText('842');
      await expect(app.timeline.getByRole('alert')).toBeVisible();
    },
  ],
];
for (const [what, panel, reach] of states) {
  test(what, async ({ app }) => {
    await reach(app);
    await expectNothing(app, panel);
  });
}

test('what is asked before a log is thrown away', async ({ app, page }) => {
  await app.open();
  await app.header.getByRole('button', { name: 'Start over' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
});

test('a log that is not saved', async ({ app, context, page }) => {
  await context.route(/\/assets\/worker-\w+\.js$/, async (route) => {
    const response = await route.fetch();
    const none = 'delete WorkerGlobalScope.prototype.indexedDB;';
    await route.fulfill({ response, body: none + (await response.text()) });
  });
  await app.open();
  await expect(app.saved).toHaveText('not saved: memory only');
  await expectNothing(app, 'Command');
  await page.setViewportSize(desktop);
  await app.saved.getByRole('button').click();
  await expectAccessible(page);
});

test.describe('a page without its core', () => {
  test.use({ allowed: [/404/] });

  test('says so', async ({ context, page }) => {
    await context.route('**/core-*.wasm', (route) => route.fulfill({ status: 404 }));
    await page.goto('/');
    await expect(page.getByRole('alert')).toBeVisible();
    for (const size of [desktop, phone]) {
      await page.setViewportSize(size);
      await expectAccessible(page);
    }
  });
});
