import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventRow } from '../protocol';
import { questionOf, titleOf, trialOf } from './what-if';

const row = { position: 14, stream: 'account-1', type: 'MoneyWithdrawn' } as EventRow;
const trial = trialOf(row, '{"amount":5}');

test('each way asks with what was filled in for it', () => {
  assert.deepEqual(questionOf(trial), { kind: 'leaveOut', position: 14 });
  assert.deepEqual(questionOf({ ...trial, kind: 'change' }), {
    kind: 'change',
    position: 14,
    data: '{"amount":5}',
  });
  assert.deepEqual(questionOf({ ...trial, kind: 'move', after: ' 9 ' }), {
    kind: 'move',
    position: 14,
    after: 9,
  });
  assert.deepEqual(questionOf({ ...trial, kind: 'insert' }), {
    kind: 'insert',
    position: 14,
    stream: 'account-1',
    type: 'MoneyWithdrawn',
    data: '{}',
  });
});

test('a position that is none is not asked for', () => {
  for (const after of ['', 'soon', '-1', '1.5']) {
    assert.match(String(questionOf({ ...trial, kind: 'move', after })), /^Write the position/);
  }
});

test('the title says what is asked', () => {
  assert.equal(titleOf(trial), 'What if event 14 had not happened?');
  assert.match(titleOf({ ...trial, kind: 'move', after: '3' }), /earlier/);
  assert.match(titleOf({ ...trial, kind: 'move', after: '20' }), /later/);
});
