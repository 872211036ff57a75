import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventRow } from '../protocol';
import {
  formatTrial,
  longestData,
  parseTrial,
  questionOf,
  type Trial,
  titleOf,
  trialOf,
} from './what-if';

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

test('a trial comes back from its own text', () => {
  const tried: [Partial<Trial>, string][] = [
    [{ kind: 'leaveOut' }, 'leaveOut:14'],
    [
      { kind: 'change', changed: '{"amount": 5,\n "a:b": "c"}' },
      'change:14:{"amount": 5,\n "a:b": "c"}',
    ],
    [{ kind: 'change', changed: '' }, 'change:14'],
    [{ kind: 'move', after: '9' }, 'move:14:9'],
    [{ kind: 'move', after: 'soon' }, 'move:14:soon'],
    [
      { kind: 'insert', stream: 'account-1', type: 'AccountClosed', inserted: '{"reason":"x"}' },
      'insert:14:account-1:AccountClosed:{"reason":"x"}',
    ],
    [
      { kind: 'insert', stream: 'a:50%3A', type: 'Odd:Type', inserted: '{}' },
      'insert:14:a%3A50%253A:Odd%3AType:{}',
    ],
  ];
  for (const [change, text] of tried) {
    const asked = { ...trial, ...change };
    assert.equal(formatTrial(asked), text);
    const read = parseTrial(text);
    assert.deepEqual({ ...asked, ...read }, asked, text);
    assert.equal(read?.position, 14);
  }
});

test('data that is too long for an address is left out of it', () => {
  const long = { ...trial, kind: 'change' as const, changed: 'x'.repeat(longestData + 1) };
  assert.equal(formatTrial(long), 'change:14');
  assert.deepEqual(parseTrial('change:14'), { kind: 'change', position: 14 });
});

test('what is no trial is none', () => {
  for (const text of [
    '',
    'dance:14',
    'leaveOut',
    'leaveOut:x',
    'leaveOut:0',
    'insert:14:account-1',
    'move:-1:2',
  ]) {
    assert.equal(parseTrial(text), null, text);
  }
});
