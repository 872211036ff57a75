import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompareBranchesResult, ComparedPlace, CompareResult } from '../protocol';
import { alike, joinBranches, joinCompared, valuesOf } from './compared';

const place = (where: string, keys: readonly string[], rows = 1000): ComparedPlace => ({
  where,
  total: keys.length,
  rows,
  differ: keys.length,
  gone: 0,
  keys: keys.map((key) => ({
    key,
    change: 'changed',
    values: [{ field: 'balance', label: 'Balance', before: '1', after: '2' }],
  })),
});

const part = (change: Partial<CompareResult>) =>
  ({
    from: 1,
    to: 9,
    places: [],
    events: [],
    total: 0,
    streams: 0,
    types: [],
    ...change,
  }) as CompareResult;

const first = part({
  places: [place('aggregates', ['a-1', 'a-2']), place('Balances', [])],
  events: [{ position: 2 } as CompareResult['events'][number]],
  total: 8,
  progress: { work: 'compare', done: 2, total: 2000 },
  next: { where: 'aggregates', key: 'a-2' },
});

test('parts add up, and the log between stays that of the first', () => {
  const second = part({
    places: [place('aggregates', ['a-3']), place('Balances', ['a-1'])],
  });
  const whole = joinCompared(first, second);
  assert.deepEqual(
    whole.places.map(({ where, total, differ, rows }) => [where, total, differ, rows]),
    [
      ['aggregates', 3, 3, 1000],
      ['Balances', 1, 1, 1000],
    ],
  );
  assert.deepEqual(
    whole.places[0]?.keys.map(({ key }) => key),
    ['a-1', 'a-2', 'a-3'],
  );
  assert.equal(whole.total, 8);
  assert.equal(whole.events.length, 1);
  assert.equal(whole.progress, undefined);
  assert.equal(whole.next, undefined);
});

test('what is the same is there after, and does not differ', () => {
  assert.equal(alike({ ...place('Balances', ['a-1', 'a-2'], 3), gone: 1 }), 2);
});

test('a part that only folded changes nothing that was found', () => {
  const folded = part({
    progress: { work: 'fold', done: 3, total: 10 },
    ...(first.next && { next: first.next }),
  });
  const whole = joinCompared(first, folded);
  assert.deepEqual(whole.places, first.places);
  assert.equal(whole.progress?.work, 'fold');
  assert.deepEqual(whole.next, first.next);
});

test('what was not begun begins with the part', () => {
  const begun = part({ places: [place('Balances', ['a-1'])] });
  assert.deepEqual(joinCompared(part({ total: 8 }), begun).places, begun.places);
});

test('no more values are kept than are shown, all are counted', () => {
  const keys = (prefix: string) => Array.from({ length: 40 }, (_, i) => `${prefix}-${i}`);
  const whole = joinCompared(
    part({ places: [place('Balances', keys('a'))] }),
    part({ places: [place('Balances', keys('b'))] }),
  );
  assert.equal(whole.places[0]?.total, 80);
  assert.equal(valuesOf(whole.places[0]?.keys ?? []), 60);
});

test('of two branches the events stay those of the first part', () => {
  const known = { compared: first, common: 4, there: [{}], thereTotal: 1, unpaired: 0 };
  const later = { compared: part({}), common: 4, there: [], thereTotal: 1, unpaired: 0 };
  const whole = joinBranches(
    known as unknown as CompareBranchesResult,
    later as unknown as CompareBranchesResult,
  );
  assert.equal(whole.there.length, 1);
  assert.equal(whole.compared.total, 8);
});
