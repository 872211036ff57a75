import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Compensation, EventRow, Position, StreamID, UndoResult, Version } from '../protocol';
import { obstacle, told, whereTo } from './undo';

const opposite: Compensation = {
  stream: 'account-1' as StreamID,
  version: 7 as Version,
  command: 'Withdraw',
  summary: 'Withdraw 20.00',
  form: { amount: '20.00' },
};
const result: UndoResult = { position: 24 as Position, why: 'It was there.', opposite };

test('where a compensation goes is said, be it to a stream of its own', () => {
  assert.equal(whereTo(opposite), 'on account-1');
  const fresh = { ...opposite, stream: 'transfer-3' as StreamID, version: 0 as Version };
  assert.equal(whereTo(fresh), 'in a new stream, transfer-3');
});

test('what stands in its way is one sentence, and a field comes before a rule', () => {
  assert.equal(obstacle(opposite), null);
  const refusal = { code: 'account_closed', message: 'this account is closed' };
  assert.equal(
    obstacle({ ...opposite, refusal }),
    'It would be refused now: this account is closed.',
  );
  const problems = [{ field: 'amount', message: 'Amount must be at least 0.01.' }];
  assert.equal(
    obstacle({ ...opposite, refusal, problems }),
    'It cannot be sent: Amount must be at least 0.01.',
  );
});

test('it is told with its reason, or with what stands in its way', () => {
  assert.equal(
    told(result),
    'Undo records the opposite: Withdraw 20.00 on account-1. It was there.',
  );
  const refusal = { code: 'account_closed', message: 'this account is closed' };
  assert.equal(
    told({ ...result, opposite: { ...opposite, refusal } }),
    'Undo records the opposite: Withdraw 20.00 on account-1. It would be refused now: this account is closed.',
  );
  const { opposite: _, ...none } = result;
  assert.equal(told({ ...none, why: 'Nothing undoes it.' }), 'Nothing undoes it.');
});

test('what is undone already is told by what undid it', () => {
  const first = { position: 25, type: 'MoneyWithdrawn' } as EventRow;
  const second = { position: 26, type: 'MoneyDeposited' } as EventRow;
  assert.equal(
    told({ ...result, done: [first] }),
    'Event 24 is undone by event 25, MoneyWithdrawn.',
  );
  assert.equal(
    told({ ...result, done: [first, second] }),
    'Event 24 is undone by event 25, MoneyWithdrawn, and that by event 26, MoneyDeposited.',
  );
});
