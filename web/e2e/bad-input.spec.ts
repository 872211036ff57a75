// Whatever is typed, the page says in a sentence beside the field what is
// wrong, keeps what was typed, and goes on.

import { expect, test } from './fixtures';
import { seeded } from './playhead';

test.beforeEach(({ app }) => app.open());

const amounts: [what: string, text: string, sentence: RegExp][] = [
  ['letters', 'a lot', /amount like 300\.00/],
  ['nothing', '', /Amount must not be empty/],
  ['a negative one', '-5', /at least 0\.01/],
  ['zero', '0', /at least 0\.01/],
  ['40 digits', '4'.repeat(40), /too large/],
  ['three decimals', '1.999', /amount like 300\.00|two decimals/],
  ['10,000 characters', '9x'.repeat(5000), /amount like 300\.00/],
];
test('an amount that is none', async ({ app }) => {
  await app.choose('Withdraw');
  for (const [what, text, sentence] of amounts) {
    await test.step(what, async () => {
      await app.field('Amount').fill(text);
      await app.sendButton('Withdraw').click();
      await expect(app.field('Amount')).toHaveAttribute('aria-invalid', 'true');
      await expect(app.field('Amount')).toHaveAccessibleDescription(sentence);
      await expect(app.field('Amount')).toBeFocused();
      await expect(app.field('Amount')).toHaveValue(text);
    });
  }
  await expect(app.outcomes).toHaveCount(0);
  expect(await app.head()).toBe(seeded);
  await app.field('Amount').fill('5');
  await expect(app.field('Amount')).not.toHaveAttribute('aria-invalid');
  await app.sendButton('Withdraw').click();
  await expect(app.outcomes.first()).toContainText('recorded MoneyWithdrawn, v8');
});

const streams: [what: string, name: string, sentence: RegExp][] = [
  ['nothing', '', /it is empty/],
  ['a space', 'account 1', /it has a space/],
  ['slashes', 'account-1/../2', /slash|"\/"/],
  ['emoji', 'account-🦊', /🦊/],
  ['10,000 characters', `account-${'1'.repeat(10_000)}`, /long/],
  ['another category', 'order-1', /category account/],
];
test('a stream that cannot be', async ({ app }) => {
  for (const [what, name, sentence] of streams) {
    await test.step(what, async () => {
      await app.stream.fill(name);
      await app.sendButton('Deposit').click();
      await expect(app.stream).toHaveAttribute('aria-invalid', 'true');
      await expect(app.stream).toHaveAccessibleDescription(sentence);
      await expect(app.stream).not.toHaveAccessibleDescription(/new stream/);
      await expect(app.stream).toHaveValue(name);
    });
  }
  expect(await app.head()).toBe(seeded);
  await app.stream.fill('account-1');
  await app.sendButton('Deposit').click();
  await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited, v8');
});

test('a text that is too long, and one with everything in it', async ({ app }) => {
  await app.send('Open', { Owner: 'x'.repeat(10_000) });
  await expect(app.field('Owner')).toHaveAccessibleDescription(/80/);
  const owner = '<img src=x onerror=alert(1)> ‮𝕺ḽ̂ “& \\u0000';
  await app.send('Open', { Owner: owner });
  await expect(app.outcomes.first()).toContainText('recorded AccountOpened');
  await expect(app.balances).toContainText('<img src=x onerror=alert(1)>');
});

test('a version that is none', async ({ app }) => {
  for (const text of ['-1', '1.5', '1e2']) {
    await app.expectedVersion.fill('');
    await app.expectedVersion.pressSequentially(text);
    await app.sendButton('Deposit').click();
    await expect(app.expectedVersion).toHaveAccessibleDescription(/whole number/);
    await expect(app.expectedVersion).toHaveValue(text);
  }
  await app.expectedVersion.fill('');
  await expect(app.expectedVersion).toHaveAccessibleDescription('any version will do');
  await app.sendButton('Deposit').click();
  await expect(app.outcomes.first()).toContainText('recorded MoneyDeposited, v8');
});

test('what is typed to go to, of any length', async ({ app }) => {
  for (const text of ['🦊'.repeat(5000), '9'.repeat(400), '-3', '2026-02-31', '']) {
    await app.goToText(text);
    await expect(app.timeline.getByRole('alert')).toContainText(/\S/);
    const length = (await app.timeline.getByRole('alert').innerText()).length;
    expect(length).toBeLessThan(200);
  }
  await app.expectLive(seeded);
});

test('a filter of any length and depth', async ({ app }) => {
  for (const text of ['('.repeat(5000), 'x'.repeat(10_000), 'type:"', 'foo:1', '((']) {
    await app.filter.fill(text);
    await app.filter.press('Enter');
    await expect(app.filter).toHaveValue(text);
    await expect(app.filter).toHaveAttribute('aria-invalid', 'true');
    await expect(app.filter).toHaveAccessibleDescription(/\S/);
  }
  await app.filter.fill('');
  await expect(app.grid).toHaveAttribute('aria-rowcount', String(seeded));
});

test('how fast and from where traffic comes', async ({ app }) => {
  const rate = app.command.getByRole('spinbutton', { name: 'Commands per second' });
  for (const text of ['0', '-4', '1000000', '2.5']) {
    await rate.fill(text);
    await expect(rate).toHaveAccessibleDescription('A whole number from 1 to 100.');
  }
  await rate.blur();
  await expect(rate).toHaveValue('20');
});
