// The same events as a partitioned topic: what each can and cannot do is tried.

import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

test.beforeEach(({ app }) => app.open('?panel=topic'));

function trial(app: Playhead, label: string) {
  return app.state.getByRole('region', { name: label });
}

/** Writes a number as a person does: Playwright's fill adds to what a number field of Firefox holds. */
async function set(field: Locator, text: string) {
  await field.press('ControlOrMeta+a');
  await field.press('Delete');
  await field.pressSequentially(text);
}

async function tryIt(app: Playhead, label: string) {
  await trial(app, label).getByRole('button', { name: 'Try it' }).click();
  await expect(trial(app, label)).toContainText('Streams can');
  return trial(app, label);
}

test('of two writers who saw one version the topic takes both', async ({ app }) => {
  const tried = await tryIt(app, 'Expected version');
  await expect(tried).toContainText('The second is refused: expected v7, the stream is at v8.');
  await expect(tried).toContainText('Both are taken');
  await expect(tried.getByRole('row', { name: /Balance/ })).toContainText('700.00400.00');
  await expect(app.narration).toContainText('Expected version. Streams: The second is refused');
  expect(await app.head()).toBe(seeded); // it was tried on a copy
  await tried.getByRole('button', { name: 'Put away' }).click();
  await expect(tried).not.toContainText('refused');
});

test('between keys a topic has no order, and within one it has', async ({ app }) => {
  const tried = await tryIt(app, 'Order across keys');
  await expect(tried).toContainText('Topic cannot');
  await expect(tried).toContainText('of those, of one stream0');
  await tried
    .getByRole('list', { name: 'Came after a later one' })
    .getByRole('button')
    .first()
    .click();
  await app.expectPast(1);
  await expect(app.state.getByText('1 message', { exact: true })).toBeVisible();
  await app.goToText('24');
  await set(app.state.getByLabel('Partitions'), '1');
  await expect(tried).toContainText('Topic can');
  await expect(tried).toContainText('after a later one0');
});

test('one entity is read by its stream, and by a whole partition', async ({ app }) => {
  await set(app.state.getByLabel('Partitions'), '1');
  const tried = await tryIt(app, 'Read one entity');
  await expect(tried).toContainText(
    'account-1 is read by its own events alone.read7of use7missing0',
  );
  await expect(tried).toContainText('read24of use7missing0');
  // What retention has dropped is missing, and the fold is another one.
  await set(app.state.getByLabel('Keep the newest, 0: all'), '3');
  await expect(tried).toContainText('read3of use1missing6');
  await expect(tried.getByRole('row', { name: /Balance/ })).toContainText('1,000.00-300.00');
});

test('a topic forgets by itself, and what is left folds wrong', async ({ app }) => {
  await app.state.getByRole('switch', { name: /Compact/ }).click();
  const partitions = app.state.getByRole('table', { name: 'The log as a topic' });
  await expect(app.state).toContainText('5 keys; 5 of 24 messages kept, 19 compacted away.');
  await expect(partitions.getByRole('row')).toHaveCount(4);
  for (const label of ['Forget what is old', 'Keep the last of each key']) {
    await trial(app, label).getByRole('button', { name: 'Try it' }).click();
    await expect(trial(app, label)).toContainText('Streams cannot');
    await expect(trial(app, label)).toContainText('Topic can');
    await expect(trial(app, label)).toContainText('streams folded wrong, of 5');
    await expect(trial(app, label).getByRole('list', { name: 'Dropped first' })).toBeVisible();
  }
  await expect(trial(app, 'Keep the last of each key')).toContainText('kept5dropped19');
});

test('a group shares the partitions, and what was not committed comes twice', async ({ app }) => {
  await set(app.state.getByLabel('Consumers'), '4');
  await expect(app.state).toContainText('1 consumer has no partition to read.');
  await trial(app, 'Share the work').getByRole('button', { name: 'Try it' }).click();
  await expect(trial(app, 'Share the work')).toContainText(/handed out twice[1-9]/);
  await set(app.state.getByLabel('Partitions'), '1');
  await expect(trial(app, 'Share the work')).toContainText('One consumer had all the work');
});

test('what cannot be a setting is said beside it', async ({ app }) => {
  const partitions = app.state.getByLabel('Partitions');
  for (const wrong of ['0', '33', '-1', '']) {
    await set(partitions, wrong);
    await expect(partitions).toHaveAccessibleDescription('A whole number from 1 to 32.');
  }
  await set(partitions, '2');
  await expect(
    app.state.getByRole('table', { name: 'The log as a topic' }).getByRole('row'),
  ).toHaveCount(3);
});
