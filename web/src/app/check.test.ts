import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from '../client';
import type { CheckState, EventRow, Position } from '../protocol';
import { ReplayCheck } from './check';

const equal = {
  status: 'equal',
  position: 24,
  from: 1,
  models: 4,
  parted: [],
} as unknown as CheckState;
const parted = {
  ...equal,
  status: 'parted',
  parted: [
    {
      projection: 'Balances',
      event: { position: 2 as Position, type: 'MoneyDeposited' } as EventRow,
      key: 'account-1',
      field: 'Balance',
      live: '2,000.00',
      rebuilt: '1,000.00',
    },
  ],
} as CheckState;

test('a verdict is told when it becomes another one, and only then', async () => {
  const said: string[] = [];
  let push: (state: CheckState) => void = () => {};
  const client = {
    request: async () => equal,
    onPush(_: string, listener: (state: CheckState) => void) {
      push = listener;
    },
  } as unknown as Client;
  const check = new ReplayCheck(client, (sentence) => said.push(sentence));
  push(equal);
  push(parted);
  push(parted);
  push(equal);
  assert.deepEqual(said, [
    'Replay check: Balances parts from its rebuild at #2 MoneyDeposited: account-1 balance is 2,000.00 live and 1,000.00 rebuilt.',
    'Replay check: everything is equal again.',
  ]);
  assert.equal(check.state.value?.status, 'equal');
  push(parted);
  check.startOver();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(check.state.value?.status, 'equal');
  assert.equal(said.length, 3);
});
