import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BlameResult, Cause } from '../../protocol';
import { behind, extent, remark, whereabouts } from './blame-words';

const cause = (effect: string) => ({ effect }) as Cause;
const answer = (change: Partial<BlameResult>) =>
  ({
    causes: [],
    looked: 0,
    more: false,
    value: '1.00',
    position: 24,
    reached: 24,
    ...change,
  }) as BlameResult;

test('the extent of an answer', () => {
  const cases: [Partial<BlameResult>, string][] = [
    [{}, 'No event has touched it: it is as it began.'],
    [{ value: undefined as never }, 'No event up to here gave it a value.'],
    [{ causes: [cause('counts')] }, 'One event made it what it is.'],
    [{ causes: [cause('counts'), cause('stage')] }, '2 events made it what it is.'],
    [{ causes: [cause('counts'), cause('idle')] }, '2 events touched it; 1 still counts.'],
    [
      { causes: [cause('counts'), cause('counts'), cause('idle')] },
      '3 events touched it; 2 still count.',
    ],
    [{ reached: 8 as never, looked: 24 as never }, 'The log has yet to be folded up to here.'],
    [{ looked: 1284 as never, causes: [cause('counts')] }, 'Looked back to event 1,284.'],
    [{ more: true, causes: [cause('counts')] }, 'The newest 1 event of those that changed it.'],
  ];
  for (const [change, sentence] of cases) assert.equal(extent(answer(change)), sentence);
});

test('where a value stands', () => {
  assert.equal(whereabouts({ where: 'Balances', key: 'account-1' }), 'account-1 in Balances');
  assert.equal(whereabouts({ where: 'Open accounts', key: '' }), 'Open accounts');
  assert.equal(whereabouts({ where: 'aggregates', key: 'a-1' }), 'a-1, the aggregate');
});

test('who is behind an event', () => {
  assert.equal(behind({ command: 'Deposit', actor: 'ada' } as Cause), 'Deposit by ada');
  assert.equal(behind({ command: 'Deposit' } as Cause), 'Deposit');
  assert.equal(behind({ actor: 'ada' } as Cause), 'by ada');
  assert.equal(behind({} as Cause), 'recorded without a command');
});

test('only what is not plain gets a remark', () => {
  assert.equal(remark(cause('counts')), '');
  assert.equal(remark(cause('idle')), 'the same without it');
});
