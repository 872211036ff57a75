// Seeded traffic: a class sees the same run.

import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

test.beforeEach(({ app }) => app.open());

/** Lets traffic run from the example until so many commands were sent, and tells what was recorded. */
async function run(app: Playhead, seed: string, commands: number): Promise<string[]> {
  await app.request('reset', { to: 'example' });
  await app.page.reload();
  await app.expectLive(seeded);
  await app.typeOver(app.command.getByRole('spinbutton', { name: 'Commands per second' }), '100');
  await app.typeOver(app.command.getByRole('spinbutton', { name: 'Seed' }), seed);
  const traffic = app.command.getByRole('switch', { name: 'Traffic' });
  await traffic.click();
  await expect.poll(() => sent(app)).toBeGreaterThanOrEqual(commands);
  await traffic.click();
  await expect(traffic).toHaveAttribute('aria-checked', 'false');
  const window = { filter: '', from: seeded, count: 500, at: 0 };
  const { rows } = await app.request('events', window);
  return rows.map((row) => `${row.stream} v${row.version} ${row.type} ${row.summary}`);
}

/** How many commands the panel says were sent. */
async function sent(app: Playhead): Promise<number> {
  const text = await app.command.getByText(/\d+ sent/).textContent();
  return Number.parseInt(text ?? '', 10);
}

test('the same seed on the same log does the same, another one does not', async ({ app }) => {
  const first = await run(app, '7', 30);
  const second = await run(app, '7', 30);
  const other = await run(app, '8', 30);
  const length = Math.min(first.length, second.length, other.length);
  expect(length).toBeGreaterThan(10);
  expect(second.slice(0, length)).toEqual(first.slice(0, length));
  expect(other.slice(0, length)).not.toEqual(first.slice(0, length));
});

test('the page follows, and what is typed meanwhile stays', async ({ app }) => {
  await app.field('Amount').fill('12.34');
  const traffic = app.command.getByRole('switch', { name: 'Traffic' });
  await traffic.click();
  await expect.poll(() => app.position()).toBeGreaterThan(seeded + 5);
  await expect(app.field('Amount')).toHaveValue('12.34');
  await expect(app.events).toContainText('following live');
  await traffic.click();
});

test('it leaves whoever looks at the past in peace', async ({ app }) => {
  await app.goToText('5');
  await app.expectPast(5);
  const traffic = app.command.getByRole('switch', { name: 'Traffic' });
  await traffic.click();
  await expect.poll(() => app.head()).toBeGreaterThan(seeded + 5);
  await app.expectPast(5);
  await traffic.click();
});
