// Events come as lines of JSON, through window.playhead: in any alphabet, all of them or none.

import { expect, test } from './fixtures';
import { seeded } from './playhead';

const opened = (stream: string, owner: string) =>
  JSON.stringify({
    stream,
    type: 'AccountOpened',
    schemaVersion: 2,
    data: { owner, currency: 'USD' },
    actor: owner,
  });

test('what is not ASCII arrives as it was sent, and leaves so', async ({ app, page }) => {
  await app.open();
  const owners = ['Zoë', '日本', '🙂', 'a "quote" and a \\', 'line\u2028separator'];
  const lines = owners.map((owner, i) => opened(`account-${50 + i}`, owner)).join('\n');
  expect(await app.request('import', { lines })).toMatchObject({ recorded: owners.length, bad: 0 });
  await app.expectLive(seeded + owners.length);
  await page.reload();
  await app.expectLive(seeded + owners.length);
  const { lines: exported } = await app.request('export', { after: seeded as never, count: 10 });
  const read = exported.trim().split('\n');
  expect(read.map((line) => JSON.parse(line).data.owner)).toEqual(owners);
});

test('a bad line among good ones is named, and nothing is recorded', async ({ app }) => {
  await app.open();
  const lines = [
    opened('account-50', 'Ada'),
    opened('account 51', 'Grace'),
    opened('account-52', 'Mary').replace('{"owner"', '{owner"'),
  ].join('\n');
  const result = await app.request('import', { lines });
  expect(result.problems.map(({ line }) => line)).toEqual([2, 3]);
  expect(result).toMatchObject({ recorded: 0, bad: 2 });
  expect(await app.head()).toBe(seeded);
  expect(await app.request('import', { lines, partial: true })).toMatchObject({ recorded: 1 });
  await app.expectLive(seeded + 1);
});
