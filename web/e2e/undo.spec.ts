// To undo is to let the opposite happen as well: the log only grows.

import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

const ask = (app: Playhead, position: number) =>
  app.row(position).getByRole('button', { name: 'Undo', exact: true });
const box = (app: Playhead, position: number) =>
  app.row(position).getByRole('group', { name: `Undo event ${position}` });

test('a withdrawal does the opposite of a deposit, and both know of each other', async ({
  app,
}) => {
  await app.open();
  await app.send('Deposit', { Amount: '20' });
  await app.expectLive(seeded + 1);
  await app.row(seeded + 1).click();
  await ask(app, seeded + 1).click();
  const asked = box(app, seeded + 1);
  await expect(asked).toContainText(
    'The log only grows, so nothing is taken back. Undo records the opposite: Withdraw 20.00 on account-1.',
  );
  await expect(asked).toContainText('The money was there, and the statement says so');
  await expect(app.narration).toContainText('Undo records the opposite: Withdraw 20.00');
  expect(await app.head()).toBe(seeded + 1);

  await asked.getByRole('button', { name: 'Withdraw 20.00' }).click();
  await app.expectLive(seeded + 2);
  const card = app.outcomes.first();
  await expect(card).toContainText('Withdraw 20.00');
  await expect(card).toContainText(`recorded MoneyWithdrawn, v9, which undoes #${seeded + 1}`);
  await expect(app.balance('account-1')).toContainText('1,000.00');
  await expect(asked).toContainText(`is undone by #${seeded + 2} MoneyWithdrawn`);
  await expect(asked).toBeFocused();
  await expect(asked.getByRole('button', { name: 'Withdraw 20.00' })).toHaveCount(0);
  await expect(app.row(seeded + 1)).toContainText(`Undone by#${seeded + 2} MoneyWithdrawn`);

  await asked.getByRole('button', { name: `#${seeded + 2} MoneyWithdrawn` }).click();
  const opposite = app.row(seeded + 2);
  await expect(opposite).toContainText(`Undoes#${seeded + 1} MoneyDeposited`);
  await expect(opposite).toContainText(`command Withdraw #${seeded + 1} MoneyDeposited`);
  await expect(opposite.getByRole('tree')).toContainText(
    'MoneyWithdrawn account-1 Withdraw by you',
  );

  await ask(app, seeded + 2).click();
  await box(app, seeded + 2)
    .getByRole('button', { name: 'Deposit 20.00 cash' })
    .click();
  await app.expectPast(seeded + 2); // where the jump led to
  await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited, v10');
  await app.row(seeded + 1).click();
  await ask(app, seeded + 1).click();
  await expect(box(app, seeded + 1)).toContainText(
    `is undone by #${seeded + 2} MoneyWithdrawnand that by #${seeded + 3} MoneyDeposited`,
  );
  await app.filter.fill(`caused-by:#${seeded + 1}`);
  await expect(app.grid).toHaveAttribute('aria-rowcount', '2');
});

test('from the past it acts now, or on a branch as if it were then', async ({ app }) => {
  await app.open('?world=Bank&at=5&event=5');
  await app.expectPast(5);
  await ask(app, 5).click();
  const asked = box(app, 5);
  await expect(asked).toContainText('Undo records the opposite: Deposit 120.00 cash on account-1.');
  await expect(asked).toContainText(
    `You look at event 5. Undo acts now: what it records comes after event ${seeded}, at the end of main.`,
  );
  await asked.getByRole('button', { name: 'Deposit 120.00 cash' }).click();
  await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited, v8, which undoes #5');
  await app.expectPast(5);
  expect(await app.head()).toBe(seeded + 1);
  await expect(app.row(5)).toContainText(`Undone by#${seeded + 1} MoneyDeposited`);
  await expect(app.balance('account-1')).toContainText('880.00');

  await app.row(4).click();
  await app.expectPast(4);
  await ask(app, 4).click();
  await box(app, 4).getByRole('button', { name: 'Branch and send' }).click();
  await app.expectLive(5);
  await expect(app.header.getByRole('combobox', { name: 'Branch' })).not.toHaveValue('main');
  await expect(app.outcomes.first()).toContainText('recorded MoneyWithdrawn, v3, which undoes #4');
  await app.header.getByRole('combobox', { name: 'Branch' }).selectOption('main');
  await app.expectLive(seeded + 1);
});

test('a rule that would refuse it now says so before anything is sent', async ({ app }) => {
  await app.open('?world=Bank&at=18&event=18');
  await ask(app, 18).click();
  const asked = box(app, 18);
  await expect(asked).toContainText(
    'It would be refused now: insufficient funds: the balance is 744.75, asked for 1,200.00.',
  );
  await expect(asked.getByRole('button', { name: 'Withdraw' })).toHaveCount(0);
  await app.request('command', {
    stream: 'account-5',
    command: 'Deposit',
    form: { amount: '455.25' },
  });
  await expect(asked.getByRole('button', { name: 'Withdraw 1,200.00' })).toBeVisible();
  await expect(asked).not.toContainText('refused');
});

test('somebody who was faster is a conflict, and the way on is on the card', async ({ app }) => {
  await app.open();
  await app.row(seeded - 1).click();
  await ask(app, seeded - 1).click();
  const send = box(app, seeded - 1).getByRole('button', { name: 'Deposit 300.00 cash' });
  await send.evaluate((button: HTMLElement) => {
    const deposit = { stream: 'account-1', command: 'Deposit', form: { amount: '1' } };
    void window.playhead.request('command', deposit as never);
    button.click();
  });
  const card = app.outcomes.first();
  await expect(card).toContainText('conflict: expected v7, the stream is at v8');
  await expect(box(app, seeded - 1)).toContainText('Conflict: expected v7');
  await card.getByRole('button', { name: 'Reload and retry' }).click();
  await expect(card).toContainText(`recorded MoneyDeposited, v9, which undoes #${seeded - 1}`);
});

test('two who undo the same event at once undo it once', async ({ app }) => {
  await app.open();
  const other = await app.openTab();
  for (const tab of [app, other]) {
    await tab.row(seeded - 1).click();
    await ask(tab, seeded - 1).click();
  }
  // What is pressed is found before either is: the first would take the other's button away.
  const found = [app, other].map((tab) =>
    box(tab, seeded - 1)
      .getByRole('button', { name: 'Deposit 300.00 cash' })
      .elementHandle(),
  );
  const buttons = await Promise.all(found);
  await Promise.all(
    buttons.map((button) => button?.evaluate((node) => (node as HTMLElement).click())),
  );
  for (const tab of [app, other]) {
    await expect(tab.outcomes.first()).toContainText('recorded MoneyDeposited, v8');
    await expect(box(tab, seeded - 1)).toContainText(`is undone by #${seeded + 1}`);
  }
  expect(await app.head()).toBe(seeded + 1);
});

test('where nothing does the opposite, the world says why', async ({ app }) => {
  await app.open('?world=Orders&event=11');
  await ask(app, 11).click();
  await expect(box(app, 11)).toContainText("Nothing undoes an order's completion");
  await expect(box(app, 11).getByRole('button')).toHaveCount(0);
  await app.open('?world=Mall&event=17');
  await ask(app, 17).click();
  await expect(box(app, 17)).toContainText('This is a step of checkout-1');
  await app.open('?world=Mall&event=45');
  await ask(app, 45).click();
  await expect(box(app, 45)).toContainText('Cut price 45.50 taken back: a longer guarantee');
});

test('the card of what was just recorded leads there, and all of it goes by keyboard', async ({
  app,
  page,
}) => {
  await app.open();
  await app.send('Withdraw', { Amount: '30' });
  const undo = app.outcomes.first().getByRole('button', { name: 'Undo Withdraw 30.00' });
  await undo.press('Enter');
  const asked = box(app, seeded + 1);
  await expect(asked).toBeFocused();
  await expect(asked).toContainText('Undo records the opposite: Deposit 30.00 cash');
  await page.keyboard.press('Escape');
  await expect(asked).toHaveCount(0);
  await expect(ask(app, seeded + 1)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(asked.getByRole('button', { name: 'Deposit 30.00' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(
    app.row(seeded + 1).getByRole('button', { name: 'What if it had been otherwise?' }),
  ).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(app.outcomes.first()).toContainText(`which undoes #${seeded + 1}`);
  await app.expectLive(seeded + 2);
});

test.describe('at the width of a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('it is asked on the card, told with the event, and nothing is too wide', async ({
    app,
    page,
  }) => {
    await app.open('?world=Mall&stream=product-2');
    await app.send('Raise price', {
      Price: '48.00',
      Reason: 'the supplier asks for more than anybody would have thought possible a year ago',
    });
    await expect(app.outcomes.first()).toContainText('recorded PriceRaised');
    const head = await app.head();
    await app.outcomes.first().getByRole('button', { name: 'Undo Raise price 48.00' }).click();
    await expect(box(app, head)).toBeInViewport();
    const send = box(app, head).getByRole('button', { name: 'Cut price 47.00 taken back' });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await send.click();
    await expect(box(app, head)).toContainText(`is undone by #${head + 1} PriceCut`);
  });
});
