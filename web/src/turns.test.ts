import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurn } from './turns';

/** Waits until all that asked so far was called. */
function turns(): Promise<void> {
  return new Promise((resolve) => inTurn(resolve));
}

test('each is called in a task of its own, in the order in which they asked', async () => {
  const called: string[] = [];
  inTurn(() => {
    called.push('shell');
    inTurn(() => called.push('part'));
    queueMicrotask(() => called.push('what the shell leads to'));
  });
  inTurn(() => called.push('formats'));
  assert.deepEqual(called, []);
  await turns();
  await turns();
  assert.deepEqual(called, ['shell', 'what the shell leads to', 'formats', 'part']);
});

test('one that asks while it is called is called later, not at once', async () => {
  const called: string[] = [];
  inTurn(() => {
    inTurn(() => called.push('second'));
    called.push('first');
  });
  await turns();
  await turns();
  assert.deepEqual(called, ['first', 'second']);
});
