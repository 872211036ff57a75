// Projections are built again, stop alone when they fail, and go on when told to.

import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

test.beforeEach(({ app }) => app.open());

/** The card of a read model. */
function card(app: Playhead, name: string): Locator {
  return app.state.getByRole('article').filter({ has: app.page.getByRole('heading', { name }) });
}

test('a rebuild comes to the same state', async ({ app }) => {
  await card(app, 'Balances').getByRole('button', { name: 'Rebuild Balances' }).click();
  await expect(card(app, 'Balances')).toContainText('caught up');
  await expect(card(app, 'Balances')).toContainText('checkpoint 24');
  await expect(app.balance('account-1')).toHaveText('1,000.00');
});

test.describe('of a long log', () => {
  const batches = 5;
  const perBatch = 1000;

  test.beforeEach(async ({ app }) => {
    const deposit = {
      type: 'MoneyDeposited',
      schemaVersion: 2,
      data: { amount: 1, currency: 'USD' },
    };
    const events = Array.from({ length: perBatch }, () => deposit);
    for (let i = 0; i < batches; i++) await app.request('append', { stream: 'account-1', events });
    await app.expectLive(seeded + batches * perBatch);
    await expect(card(app, 'Balances')).toContainText('caught up');
  });

  test('a rebuild shows how far it has come, and can be cancelled', async ({ app }) => {
    const balances = card(app, 'Balances');
    // Both are pressed by the page itself: a rebuild is over before a hand has moved.
    await app.page.evaluate(
      () =>
        new Promise<void>((done) => {
          const press = (name: string) =>
            document.querySelector<HTMLElement>(`[aria-label="${name}"]`)?.click();
          const observer = new MutationObserver(() => {
            if (!document.querySelector('progress[aria-label="Rebuilding Balances"]')) return;
            observer.disconnect();
            press('Cancel rebuilding Balances');
            done();
          });
          observer.observe(document.body, { childList: true, subtree: true });
          press('Rebuild Balances');
        }),
    );
    await expect(balances.getByRole('button', { name: 'Rebuild Balances' })).toBeVisible();
    await expect(balances).toContainText('caught up');
    await expect(app.balance('account-1').locator('ins')).toHaveText('1,050.00');
  });
});

test.describe('one that fails', () => {
  test.beforeEach(async ({ app }) => {
    await app.request('append', {
      stream: 'account-99',
      events: [
        { type: 'MoneyDeposited', schemaVersion: 2, data: { amount: 500, currency: 'USD' } },
      ],
    });
    await expect(card(app, 'Balances')).toContainText('stopped, lag 1');
  });

  test('says at which event and why, and the others go on', async ({ app }) => {
    await expect(card(app, 'Balances')).toContainText(
      /Stopped at #25 MoneyDeposited: .+account-99/,
    );
    await expect(card(app, 'Statement')).toContainText('caught up');
    await expect(app.state.getByRole('table', { name: 'Statement' })).toContainText('account-99');
    await app.send('Deposit', { Amount: '50' });
    await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited, v8');
    await expect(card(app, 'Statement')).toContainText('checkpoint 26');
    await expect(card(app, 'Balances')).toContainText('stopped, lag 2');
    await expect(app.balance('account-1')).toHaveText('1,000.00');
  });

  test('goes on past the event when it is skipped', async ({ app }) => {
    await app.send('Deposit', { Amount: '50' });
    await expect(card(app, 'Balances')).toContainText('lag 2');
    await app.state.getByRole('button', { name: 'Skip this event: Balances' }).click();
    await expect(card(app, 'Balances')).toContainText('caught up');
    await expect(app.balance('account-1').locator('ins')).toHaveText('1,050.00');
  });

  test('stops there again when the event is as it was', async ({ app }) => {
    await app.state.getByRole('button', { name: 'Try again: Balances' }).click();
    await expect(card(app, 'Balances')).toContainText('stopped, lag 1');
  });

  test('shows what it stopped at', async ({ app }) => {
    await card(app, 'Balances').getByRole('button', { name: '#25 MoneyDeposited' }).click();
    await app.expectAt(25);
    await expect(app.row(25)).toHaveAttribute('aria-current', 'true');
  });
});
