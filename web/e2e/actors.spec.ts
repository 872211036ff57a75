// Two who act side by side, each on what they saw: one loses, and can look
// again, merge or give up. By stream, a rule over all streams is broken; by
// query it holds, on the same log at the same time.

import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

function actor(app: Playhead, name: string) {
  const card = app.state.getByRole('region', { name, exact: true });
  return {
    card,
    act: card.getByRole('button', { name: `${name} acts` }),
    field: (label: string) => card.getByLabel(label, { exact: true }),
    button: (label: string) => card.getByRole('button', { name: label }),
    async choose(command: string, fields: Record<string, string>) {
      await card.getByLabel('Command').selectOption(command);
      for (const [label, text] of Object.entries(fields)) await this.field(label).fill(text);
    },
  };
}

/** Both want 700.00 of the 1,000.00 on account-1, at once: Ben loses. */
async function bothWithdraw(app: Playhead) {
  const ada = actor(app, 'Ada');
  const ben = actor(app, 'Ben');
  for (const each of [ada, ben]) {
    await expect(each.card).toContainText('saw v7 of account-1');
    await each.choose('Withdraw', { Amount: '700' });
  }
  await app.state.getByRole('button', { name: 'Both act at once' }).click();
  await expect(ada.card).toContainText('recorded MoneyWithdrawn, v8');
  await expect(ben.card).toContainText('conflict: expected v7, the stream is at v8');
  await expect(ben.card.getByRole('list', { name: 'What came in between' })).toContainText('#25');
  await app.expectLive(seeded + 1);
  return { ada, ben };
}

test.describe('two who withdraw at once', () => {
  test.beforeEach(({ app }) => app.open('?panel=actors'));

  test('the loser merges, and the rule is asked again', async ({ app }) => {
    const { ben } = await bothWithdraw(app);
    await ben.button('Merge').click();
    await expect(ben.card).toContainText(
      'cannot be merged, refused: insufficient funds: the balance is 300.00, asked for 700.00',
    );
    await expect(app.narration).toContainText('Ben: Withdraw 700.00. Refused');
    await ben.field('Amount').fill('250');
    await ben.act.click(); // still on what he saw
    await expect(ben.card).toContainText('conflict');
    await ben.button('Merge').click();
    await expect(ben.card).toContainText('merged: recorded MoneyWithdrawn, v9');
    await app.expectLive(seeded + 2);
    expect((await app.request('event', { position: seeded + 2 })).actor).toBe('Ben');
  });

  test('the loser retries on what there is now', async ({ app }) => {
    const { ben } = await bothWithdraw(app);
    await expect(ben.card).toContainText('1,000.00');
    await ben.button('Retry on fresh state').click();
    await expect(ben.card).toContainText('saw v8 of account-1');
    await expect(ben.card).toContainText('300.00');
    await ben.field('Amount').fill('300');
    await ben.act.click();
    await expect(ben.card).toContainText('recorded MoneyWithdrawn, v9');
  });

  test('the loser gives up, and nothing is recorded', async ({ app }) => {
    const { ben } = await bothWithdraw(app);
    await ben.button('Give up').click();
    await expect(ben.card).toContainText('gave up: nothing was recorded');
    expect(await app.head()).toBe(seeded + 1);
  });

  test('what came in between is a place to jump to', async ({ app }) => {
    const { ben } = await bothWithdraw(app);
    await ben.card.getByRole('list').getByRole('button', { name: '#25' }).click();
    await app.expectAt(25);
  });
});

test('who acts on the past is sent back to now, and then learns what came', async ({ app }) => {
  await app.open('?panel=actors&at=20');
  const ada = actor(app, 'Ada');
  await ada.choose('Deposit', { Amount: '5' });
  await ada.act.click();
  await expect(ada.card).toContainText('Event 20 is in the past');
  await ada.button('Back to now').click();
  await app.expectLive(seeded);
  await ada.act.click();
  await expect(ada.card).toContainText('conflict');
});

test('by query, an event of another stream comes in between', async ({ app }) => {
  await app.open('?panel=actors');
  await app.state.getByRole('radio', { name: 'By query' }).check();
  const query = app.state.getByLabel('Query for both');
  await query.fill('amount>5');
  await expect(app.state).toContainText('Amount>5 is not a term');
  await expect(query).toHaveAttribute('aria-invalid', 'true');
  await query.fill('type:MoneyDeposited');
  const ada = actor(app, 'Ada');
  await expect(ada.card).toContainText(/rests on type:MoneyDeposited, \d+ events by then/);
  await app.request('command', {
    stream: 'account-2',
    command: 'Deposit',
    form: { amount: '1', source: 'cash' },
  });
  await app.expectLive(seeded + 1);
  await expect(ada.card).toContainText('1 match since');
  await ada.choose('Withdraw', { Amount: '1' });
  await ada.act.click();
  await expect(ada.card).toContainText('conflict: #25 matches, and came after #24');
  await query.fill('');
  await ada.act.click(); // account-1 itself has not changed
  await expect(ada.card).toContainText('recorded MoneyWithdrawn, v8');
});

/** The table of how a contest ended, row by row. */
function ended(app: Playhead, row: RegExp) {
  return app.state.getByRole('table', { name: 'How it ended, both ways' }).getByRole('row', {
    name: row,
  });
}

test('a username is unique by query, and not by stream, on one log', async ({ app }) => {
  await app.open('?world=Users&panel=actors');
  await app.state.getByRole('button', { name: 'Ask both ways' }).click();
  await expect(ended(app, /^Ada/)).toContainText('recorded in user-5, UsernameChosen, v2');
  await expect(ended(app, /^Ben/)).toContainText('came first');
  await expect(ended(app, /^Ben/)).toContainText(
    'looked again: refused: the username grace is taken, by user-4',
  );
  await expect(ended(app, /^The rule/)).toContainText('Broken: ada is held by user-5 and user-6.');
  await expect(ended(app, /^The rule/)).toContainText('Holds: grace is held by user-4.');
  await expect(app.narration).toContainText('By stream: Broken');

  await app.state.getByRole('tab', { name: 'Projections' }).click();
  const usernames = app.state.getByRole('table', { name: 'Usernames' });
  await expect(usernames.getByRole('row', { name: /ada/ })).toContainText('2');
  await expect(usernames.getByRole('row', { name: /grace/ })).toContainText('1');

  // The Command panel acts by query.
  await app.send('Create', { Name: 'Eve', Email: 'eve@example.com', Username: 'Grace' });
  await expect(app.outcomes.first()).toContainText('the username grace is taken, by user-4');
});

test('the last seat goes to one by query, and to two by stream', async ({ app }) => {
  await app.open('?world=Users&panel=actors');
  await app.state.getByRole('radio', { name: 'The last seat' }).check();
  await expect(app.state).toContainText('A workshop has no more users than seats.');
  await app.state.getByRole('button', { name: 'Ask both ways' }).click();
  await expect(ended(app, /^Ada/)).toContainText('recorded in user-6, WorkshopJoined, v2');
  await expect(ended(app, /^Ben/)).toContainText(
    'looked again: refused: no seat is left in workshop-2: 3 of 3 are taken',
  );
  const rule = ended(app, /^The rule/);
  await expect(rule).toContainText('Broken: workshop-1 has 3 of 2 seats taken.');
  await expect(rule).toContainText('Holds: workshop-2 has 3 of 3 seats taken.');

  await app.state.getByRole('tab', { name: 'Projections' }).click();
  const seats = app.state.getByRole('table', { name: 'Seats' });
  await expect(seats.getByRole('row', { name: /workshop-1/ })).toContainText('-1');
  await expect(seats.getByRole('row', { name: /workshop-2/ })).toContainText('0');

  // The Command panel acts by query: a seat is free again when somebody leaves.
  await app.choose('Join workshop');
  await app.stream.fill('user-1');
  await app.field('Workshop').fill('workshop-2');
  await app.sendButton('Join workshop').click();
  await expect(app.outcomes.first()).toContainText('no seat is left in workshop-2');
  await app.choose('Leave workshop');
  await app.stream.fill('user-3');
  await app.field('Workshop').fill('workshop-2');
  await app.sendButton('Leave workshop').click();
  await expect(app.outcomes.first()).toContainText('recorded WorkshopLeft');
  await app.choose('Join workshop');
  await app.stream.fill('user-1');
  await app.field('Workshop').fill('workshop-2');
  await app.sendButton('Join workshop').click();
  await expect(app.outcomes.first()).toContainText('recorded WorkshopJoined');

  // What both want is still chosen when the tab is shown again.
  await app.state.getByRole('tab', { name: 'Two actors' }).click();
  await expect(app.state.getByRole('radio', { name: 'The last seat' })).toBeChecked();
  await app.state.getByLabel('Workshop by query').fill('a seat');
  await app.state.getByRole('button', { name: 'Ask both ways' }).click();
  await expect(app.state).toContainText('Workshop must be a name such as workshop-7.');
});

test('a prize that nobody named is said beside its field', async ({ app }) => {
  await app.open('?world=Users&panel=actors');
  await app.state.getByLabel('Username by query').fill(' ');
  await expect(app.state).toContainText('Both need a username to ask for.');
});
