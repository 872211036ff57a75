import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { signal } from '@preact/signals';
import { fits, keep, recall, remember } from './kept';

const items = new Map<string, string>();

beforeEach(() => {
  items.clear();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  };
  Object.defineProperty(globalThis, 'sessionStorage', { value: storage, configurable: true });
});

test('a signal begins with what was kept, and is kept as it changes', () => {
  const first = signal({ n: 5, rule: 'every' });
  keep('snapshots', first);
  first.value = { n: 7, rule: 'never' };
  const second = signal({ n: 5, rule: 'every' });
  keep('snapshots', second);
  assert.deepEqual(second.value, { n: 7, rule: 'never' });
});

test('what an older page has kept in another shape is not taken', () => {
  remember('desk', { seed: '7', faults: { drop: 1 } });
  assert.equal(recall('desk', { seed: 7, faults: { drop: 0 } }), null);
  items.set('playhead.desk', '{"seed":');
  assert.equal(recall('desk', { seed: 7 }), null);
  assert.equal(recall('nothing', { seed: 7 }), null);
});

test('without a place to keep anything, settings hold as long as the page', () => {
  Object.defineProperty(globalThis, 'sessionStorage', {
    get() {
      throw new Error('refused');
    },
    configurable: true,
  });
  const settings = signal({ n: 5 });
  keep('snapshots', settings);
  settings.value = { n: 6 };
  assert.equal(settings.value.n, 6);
});

test('a shape is that of every field and every element', () => {
  const like = { a: 1, list: [{ b: 'x' }], any: [] as unknown[], names: {} };
  assert.ok(fits({ a: 2, list: [], any: [3], names: { Bank: 'Balances' }, more: true }, like));
  assert.ok(!fits({ a: 2, list: [{ b: 1 }], any: [], names: {} }, like));
  assert.ok(!fits({ a: 2, list: {}, any: [], names: {} }, like));
  assert.ok(!fits({ a: 2, any: [], names: {} }, like));
  assert.ok(!fits(null, like));
});
