// All of the view is in the address: a link opens at that moment.

import { expect, test } from './fixtures';
import { seeded } from './playhead';

test('a link opens its world, moment, stream, filter, event and panel', async ({ app }) => {
  await app.open('?world=Bank&at=9&stream=account-2&filter=type:Money*&event=6&panel=aggregate');
  await app.expectPast(9);
  await expect(app.stream).toHaveValue('account-2');
  await expect(app.filter).toHaveValue('type:Money*');
  await expect(app.grid).toHaveAttribute('aria-rowcount', '18');
  await expect(app.row(6).getByRole('group').first()).toBeVisible();
  await expect(app.state.getByRole('tab', { name: 'Aggregate' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(app.state.getByRole('tabpanel')).toContainText('412.50');
});

test('what the visitor does is in the address, and a reload comes back to it', async ({
  app,
  page,
}) => {
  await app.open();
  await app.world.selectOption('Orders');
  await expect(app.stream).toHaveValue('order-1'); // it is open: what came before is of the Bank
  await app.filter.fill('type:Item*');
  await app.state.getByRole('tab', { name: 'Aggregate' }).click();
  await app.goToText('8');
  await app.expectPast(8);
  await expect(page).toHaveURL(
    /\?world=Orders&at=8&stream=order-1&filter=type:Item\*&panel=aggregate$/,
  );
  await page.reload();
  await app.expectPast(8);
  await expect(app.world).toHaveValue('Orders');
  await expect(app.filter).toHaveValue('type:Item*');
});

test('back and forward go through what was selected', async ({ app, page }) => {
  await app.open();
  await app.balances.getByRole('button', { name: 'account-2', exact: true }).click();
  await expect(app.stream).toHaveValue('account-2');
  await page.goBack();
  await expect(app.stream).toHaveValue('account-1');
  await page.goForward();
  await expect(app.stream).toHaveValue('account-2');
});

const bad: [what: string, query: string, sentence: string][] = [
  [
    'a position past the end',
    '?world=Bank&at=842',
    'The address asks for event 842, but the log ends at event 24. The page shows now.',
  ],
  [
    'no position',
    '?world=Bank&at=yes',
    'The address asks for event “yes”, which is not a position. The page shows now.',
  ],
  [
    'an event past the end',
    '?world=Bank&event=842',
    'The address opens event 842, but the log ends at event 24. No event is open.',
  ],
  ['an unknown world', '?world=Moon', 'There is no world “Moon”. The page shows Bank.'],
  ['a filter that does not parse', '?filter=type:', 'The filter in the address cannot be used'],
];
for (const [what, query, sentence] of bad) {
  test(`${what} gets a sentence and a page that works`, async ({ app }) => {
    await app.open(query);
    await expect(app.notices).toContainText(sentence);
    await app.expectLive(seeded);
    await app.send('Deposit', { Amount: '1' });
    await expect(app.outcomes.first()).toContainText('recorded');
    await app.notices.getByRole('button', { name: 'Dismiss' }).click();
    await expect(app.notices).toHaveText('');
  });
}

test('nonsense of every other kind is passed over', async ({ app }) => {
  await app.open(`?panel=sofa&tab=9&x[]=%00&stream=${'a%20/🦊'.repeat(300)}#<script>`);
  await app.expectLive(seeded);
  await app.balances.getByRole('button', { name: 'account-1', exact: true }).click();
  await app.send('Deposit', { Amount: '1' });
  await expect(app.outcomes.first()).toContainText('recorded');
});
