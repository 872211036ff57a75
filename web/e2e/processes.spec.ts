// Process managers: what they do, where they fail, and how they go on.

import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

/** The tab of State, by what a visitor calls its parts. */
class Processes {
  readonly panel: Locator;
  readonly runner: Locator;
  readonly failures: Locator;

  constructor(readonly app: Playhead) {
    this.panel = app.state.getByRole('tabpanel', { name: 'Processes' });
    this.runner = this.panel.getByRole('article', { name: 'Runner' });
    this.failures = this.panel.getByRole('article', { name: 'Failures' });
  }

  async open(): Promise<void> {
    await this.app.state.getByRole('tab', { name: 'Processes' }).click();
    await expect(this.runner).toBeVisible();
  }

  row(name: string): Locator {
    const named = this.app.page.getByRole('button', { name, exact: true });
    return this.panel.getByRole('row').filter({ has: named });
  }

  button(name: string): Locator {
    return this.panel.getByRole('button', { name, exact: true });
  }

  opened(name: string): Locator {
    return this.panel.getByRole('article', { name: `Process ${name}` });
  }

  step(process: string, name: string): Locator {
    return this.opened(process)
      .getByRole('list', { name: 'Steps' })
      .getByRole('listitem')
      .filter({ hasText: name });
  }

  history(process: string): Locator {
    return this.opened(process).getByRole('list', { name: 'What it led to' }).getByRole('button');
  }

  async arrange(step: string, failure: string): Promise<void> {
    await this.failures.getByLabel('Step').selectOption(step);
    await this.failures.getByLabel('Failure', { exact: true }).selectOption({ label: failure });
    await this.failures.getByRole('button', { name: 'Arrange the failure' }).click();
    await expect(this.failures.getByRole('list', { name: 'Arranged failures' })).toContainText(
      step,
    );
  }
}

async function types(app: Playhead, after: number): Promise<string[]> {
  const { rows } = await app.request('events', { filter: '', from: after, count: 100, at: 0 });
  return rows.map(({ stream, type }) => `${stream} ${type}`);
}

const transferred = [
  'transfer-1 TransferRequested',
  'account-1 MoneyWithdrawn',
  'transfer-1 TransferDebited',
  'account-2 MoneyDeposited',
  'transfer-1 TransferCredited',
];

test('a transfer is seen through, and shown as it was at every moment', async ({ app }) => {
  await app.open();
  const processes = new Processes(app);
  await processes.open();
  await expect(processes.panel).toContainText('None had begun at this moment.');
  await app.send('Transfer', { Amount: '50' });
  await expect(processes.row('transfer-1')).toContainText('done');
  expect(await types(app, seeded)).toEqual(transferred);

  await processes.button('transfer-1').click();
  await expect(processes.step('transfer-1', 'debit')).toContainText('done');
  await expect(processes.step('transfer-1', 'debit')).toContainText(
    'undone by: give it back to account-1',
  );
  await expect(processes.history('transfer-1')).toHaveCount(5);
  await processes.history('transfer-1').filter({ hasText: 'TransferDebited' }).click();
  await app.expectPast(27);
  await expect(processes.row('transfer-1')).toContainText('running');
  await expect(processes.step('transfer-1', 'credit')).toContainText('now');
  await expect(processes.opened('transfer-1')).toContainText(
    'In the outbox: recorded, and not sent yet.',
  );
  await expect(processes.runner).toContainText('As it was at this moment.');
  await app.transport('Step forward').click();
  await expect(processes.opened('transfer-1')).toContainText(
    'It took effect, and the process has not noted that yet.',
  );
  expect(await app.head(), 'the past is looked at, not acted on').toBe(29);
});

test('a crash after the command took effect costs nothing, not even by a reload', async ({
  app,
  page,
}) => {
  await app.open();
  const processes = new Processes(app);
  await processes.open();
  await processes.arrange('credit', 'crash after it took effect');
  await app.send('Transfer', { Amount: '50' });
  await expect(processes.runner).toContainText('It crashed at credit of transfer-1');
  const before = await app.head();
  await page.reload();
  await expect(processes.runner).toContainText('crashed');
  await expect(processes.runner).toContainText('1 process waits for it.');
  expect(await app.head(), 'no process moves').toBe(before);
  await processes.button('Start the runner again').click();
  await expect(processes.row('transfer-1')).toContainText('done');
  const all = await types(app, seeded);
  expect(all.filter((each) => each === 'account-2 MoneyDeposited')).toHaveLength(1);
  await app.state.getByRole('tab', { name: 'Projections' }).click();
  await expect(app.balance('account-2')).toHaveText('462.50');
});

test('what is refused is undone, and what is never answered ends by the clock', async ({ app }) => {
  await app.open();
  const processes = new Processes(app);
  await processes.open();
  await processes.arrange('credit', 'is refused');
  await app.send('Transfer', { Amount: '50' });
  await expect(processes.row('transfer-1')).toContainText('undone');
  await processes.button('transfer-1').click();
  await expect(processes.step('transfer-1', 'debit')).toContainText('undone');

  await processes.arrange('debit', 'is never answered');
  await app.send('Transfer', { Amount: '50' });
  await expect(processes.row('transfer-2')).toContainText('running');
  await processes.button('transfer-2').click();
  await expect(processes.opened('transfer-2')).toContainText('no answer comes');
  await processes.button('To the next timeout (30 s)').click();
  await expect(processes.row('transfer-2')).toContainText('done');
  await expect(processes.runner).toContainText('00:00:30');
});

test('a runner that is held takes a step when it is asked', async ({ app }) => {
  await app.open();
  const processes = new Processes(app);
  await processes.open();
  await processes.button('Hold, to go step by step').click();
  await expect(processes.runner).toContainText('held');
  await app.send('Transfer', { Amount: '50' });
  await expect(processes.row('transfer-1')).toContainText('running');
  await processes.button('transfer-1').focus();
  await app.page.keyboard.press('Enter');
  for (const count of [2, 3, 4, 5]) {
    await processes.button('Take one step').click();
    await expect(processes.history('transfer-1')).toHaveCount(count);
  }
  await expect(processes.row('transfer-1')).toContainText('done');
  await processes.button('Take one step').click();
  await expect(app.notices).toContainText('There is no step to take');
});

test('with two tabs open nothing happens twice', async ({ app }) => {
  await app.open();
  const other = await app.openTab('?panel=processes');
  for (const amount of ['10', '20', '30']) await app.send('Transfer', { Amount: amount });
  await expect(new Processes(other).row('transfer-3')).toContainText('done');
  await expect(new Processes(other).row('transfer-1')).toContainText('done');
  const all = await types(other, seeded);
  expect(all).toHaveLength(15);
  expect(all.filter((each) => each === 'account-2 MoneyDeposited')).toHaveLength(3);
});

test('the Mall undoes what it did, and waits for the holder of a card', async ({ app }) => {
  await app.open('?world=Mall&panel=processes&stream=basket-3');
  const processes = new Processes(app);
  await expect(processes.row('checkout-1')).toContainText('done');
  await expect(processes.row('checkout-2')).toContainText('out of stock');
  await app.choose('Check out');
  await app.field('Card').selectOption('asks its holder');
  await app.sendButton('Check out').click();
  await expect(processes.row('checkout-3')).toContainText('waits for the holder');
  await processes.button('checkout-3').click();
  await expect(processes.opened('checkout-3')).toContainText('Somebody else has to act.');
  await processes.button('To the next timeout (15 min)').click();
  await expect(processes.row('checkout-3')).toContainText('undone');
  for (const [step, state] of [
    ['reserve', 'undone'],
    ['charge', 'failed'],
    ['ship', 'not needed'],
    ['notify', 'done'],
  ] as const) {
    await expect(processes.step('checkout-3', step)).toContainText(state);
  }
});

test('steps fail at random, as the seed says', async ({ app }) => {
  await app.open('?panel=processes');
  const processes = new Processes(app);
  await processes.failures.getByLabel('Percent that fail').fill('40');
  await processes.failures.getByLabel('Seed of failures').fill('12');
  await processes.button('Fail at random').click();
  await expect(processes.failures).toContainText('at random, 40 %');
  await app.send('Transfer', { Amount: '50' });
  // The core's own tests say that 12 strikes here in every run.
  await expect(processes.runner).toContainText('It crashed at credit of transfer-1');
  await processes.button('Start the runner again').click();
  await expect(processes.row('transfer-1')).toContainText('done');
});

test('a world without processes says so, and which have some', async ({ app }) => {
  await app.open('?world=Users&panel=processes');
  await expect(app.state).toContainText('The world Users has no process managers');
  await expect(app.state).toContainText('Bank and Mall');
});

test('a bad setting gets a sentence', async ({ app }) => {
  await app.open('?panel=processes');
  const processes = new Processes(app);
  const seconds = processes.runner.getByLabel('Run the clock forward by seconds');
  for (const text of ['ten', '0', '-1', '99999999999', '']) {
    await seconds.fill(text);
    await processes.button('Run forward').click();
    await expect(seconds).toHaveAccessibleDescription(/A whole number from 1 to 31,622,400\./);
  }
  const percent = processes.failures.getByLabel('Percent that fail');
  await percent.fill('200');
  await processes.button('Fail at random').click();
  await expect(percent).toHaveAccessibleDescription(/A whole number from 0 to 100\./);
  expect(await app.head(), 'nothing was recorded').toBe(seeded);
});

test('a page that is opened afresh says that the runner is down', async ({ app }) => {
  await app.open();
  const processes = new Processes(app);
  await processes.open();
  await processes.arrange('credit', 'crash before it is sent');
  await app.send('Transfer', { Amount: '50' });
  await expect(processes.runner).toContainText('It crashed at credit of transfer-1');
  await expect(app.page.getByRole('region', { name: 'Runner of processes' })).toHaveCount(0);

  const other = await app.openTab('?world=Bank');
  const line = other.page.getByRole('region', { name: 'Runner of processes' });
  await expect(line).toContainText(
    /is down, for all tabs, since event 29, [\d:.]+: it crashed at credit of transfer-1/,
  );
  await expect(line).toContainText('1 process waits for it. Nothing is lost.');
  await line.getByRole('button', { name: 'Start the runner again' }).click();
  await expect(line).toHaveCount(0);
  await expect(processes.row('transfer-1')).toContainText('done');

  // Held is no failure: it is told of when something waits.
  await processes.button('Hold, to go step by step').click();
  await expect(line).toHaveCount(0);
  await app.send('Transfer', { Amount: '5' });
  await expect(line).toContainText('is held');
  await line.getByRole('button', { name: 'Show processes' }).click();
  await expect(other.state.getByRole('tab', { name: 'Processes' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(line).toHaveCount(0);
});
