import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Latest } from './latest';

/** Questions that are answered when the test says so. */
function oracle() {
  const asked: number[] = [];
  const answered: string[] = [];
  const failed: unknown[] = [];
  const waiting: { resolve: (answer: string) => void; reject: (reason: unknown) => void }[] = [];
  const latest = new Latest<number, string>(
    (question) => {
      asked.push(question);
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
      });
    },
    (answer) => answered.push(answer),
    (reason) => failed.push(reason),
  );
  const settle = async (how: 'resolve' | 'reject', value: string) => {
    waiting.shift()?.[how](value);
    await new Promise(setImmediate);
  };
  return { latest, asked, answered, failed, settle };
}

test('of what is wanted meanwhile only the latest is asked', async () => {
  const { latest, asked, answered, settle } = oracle();
  for (const question of [1, 2, 3, 4]) latest.want(question);
  assert.deepEqual(asked, [1]);
  await settle('resolve', 'one');
  assert.deepEqual(asked, [1, 4]);
  await settle('resolve', 'four');
  assert.deepEqual(answered, ['one', 'four']);
});

test('a failure does not stop what waits', async () => {
  const { latest, asked, failed, settle } = oracle();
  latest.want(1);
  latest.want(2);
  await settle('reject', 'no');
  assert.deepEqual(failed, ['no']);
  assert.deepEqual(asked, [1, 2]);
});

test('nothing is asked before the rest is over, and then the latest', async () => {
  const asked: number[] = [];
  const rests: (() => void)[] = [];
  const latest = new Latest<number, number>(
    async (question) => {
      asked.push(question);
      return question;
    },
    () => {},
    () => {},
    () => new Promise((resolve) => rests.push(resolve)),
  );
  latest.want(1);
  await new Promise(setImmediate);
  latest.want(2);
  latest.want(3);
  assert.deepEqual(asked, [1]);
  rests.shift()?.();
  await new Promise(setImmediate);
  assert.deepEqual(asked, [1, 3]);
});

test('what was forgotten is answered to nobody and holds nothing up', async () => {
  const { latest, asked, answered, settle } = oracle();
  latest.want(1);
  latest.want(2);
  latest.forget();
  latest.want(3);
  assert.deepEqual(asked, [1, 3]);
  await settle('resolve', 'one');
  await settle('resolve', 'three');
  assert.deepEqual(answered, ['three']);
  assert.deepEqual(asked, [1, 3]);
});
