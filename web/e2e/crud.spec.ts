// The same commands run against a table updated in place: what it says is
// gone, the log answers with its events.

import { expect, test } from './fixtures';
import type { Playhead } from './playhead';

function question(app: Playhead, ask: string) {
  return app.state.getByRole('region', { name: ask });
}

test('the four questions of an order are gone from the table, and the log answers', async ({
  app,
}) => {
  await app.open('?world=Orders&panel=crud');
  const table = app.state.getByRole('table', { name: 'Table order' });
  await expect(table.getByRole('row', { name: /order-1/ })).toContainText('143.98');
  for (const [ask, answer] of [
    ['Where was it to be sent first?', '1 Harbour Road'],
    ['When did the discount come, and why?', 'by shop: late delivery last time'],
    ['What was taken out again?', 'nothing'],
    ['What was the total before the discount?', '179.97'],
  ] as const) {
    await expect(question(app, ask)).toContainText('Tablegone');
    await expect(question(app, ask)).toContainText(answer);
  }
  const fair = question(app, 'What is the total now?');
  await expect(fair).not.toContainText('gone');
  await expect(fair.getByText('143.98')).toHaveCount(2);
});

test('an answer is a place to jump to, where the table is what it was', async ({ app }) => {
  await app.open('?world=Orders&panel=crud');
  await question(app, 'Where was it to be sent first?')
    .getByRole('button', { name: /OrderCreated/ })
    .click();
  await app.expectPast(1);
  const table = app.state.getByRole('table', { name: 'Table order' });
  await expect(table.getByRole('row')).toHaveCount(2); // and its head
  await app.goToText('7');
  const address = table.getByRole('row', { name: /order-1/ }).getByRole('cell');
  await expect(address.locator('del')).toHaveText('1 Harbour Road');
  await expect(address.locator('ins')).toHaveText('9 Station Street');
  await expect(question(app, 'When did the discount come, and why?')).toContainText(
    'Tablethere was no discount',
  );
});

test('a command updates the row in place, and the log takes more bytes', async ({ app }) => {
  await app.open('?world=Orders&panel=crud');
  const bytes = app.state.getByRole('table', { name: 'Bytes of both' });
  await expect(bytes).toContainText('4 rows, 13 overwritten');
  const log = bytes
    .getByRole('row', { name: /with ids/ })
    .getByRole('cell')
    .nth(1);
  const before = Number((await log.textContent())?.replace(',', ''));
  await app.state.getByRole('button', { name: 'order-2', exact: true }).click();
  await app.send('Remove item', { Item: 'notebook', Quantity: '1' });
  await expect(question(app, 'What was taken out again?')).toContainText(
    '2 × notebook, 1 × notebook',
  );
  await expect(bytes).toContainText('4 rows, 14 overwritten');
  await expect
    .poll(async () => Number((await log.textContent())?.replace(',', '')))
    .toBeGreaterThan(before + 100);
});

test('every world asks, and says why a price is what it is', async ({ app }) => {
  await app.open('?world=Mall&panel=crud');
  const why = question(app, 'Why is the price what it is?');
  await expect(why).toContainText('cut to 41.50: the store across the hall is cheaper');
  await expect(why).toContainText('gone');
  await app.open('?panel=crud');
  await expect(question(app, 'What is the most that it ever held?')).toContainText('1,300.00');
  await app.open('?world=Users&panel=crud');
  await expect(question(app, 'How often was it updated?')).not.toContainText('gone');
});
