import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effect, signal } from '@preact/signals';
import type { App, View } from '../../app';
import { ClientError } from '../../client';
import type { Code, Log, Moment, Position, StreamsResult, World } from '../../protocol';
import { Draft } from './draft';

const world = {
  name: 'Bank',
  commands: [
    {
      name: 'Deposit',
      label: 'Deposit',
      category: 'account',
      creates: false,
      fields: [{ name: 'amount' }],
    },
  ],
} as unknown as World;

/** A draft in a page whose core answers when the test says so. */
function stubDraft() {
  const lookups: { answer(version: number): void; fail(message: string): void }[] = [];
  const sent: unknown[][] = [];
  const request = (_: string, { query }: { query: string }) =>
    new Promise<StreamsResult>((resolve, reject) => {
      lookups.push({
        answer: (version) =>
          resolve({ total: 1, streams: [{ id: query, version }] } as unknown as StreamsResult),
        fail: (message) => reject(new ClientError('unavailable' as Code, message)),
      });
    });
  const app = {
    client: { request },
    world: signal(world),
    view: signal({ stream: null } as View),
    head: signal(24 as Position),
    log: signal({} as Log),
    moment: signal<Moment | null>(null),
    selectStream() {},
    async send(...params: unknown[]) {
      sent.push(params);
      return { kind: 'refused', summary: '', message: '' };
    },
  } as unknown as App;
  const draft = new Draft(app);
  draft.begin();
  effect(() => draft.look());
  effect(() => draft.retarget());
  effect(() => draft.see());
  return { draft, lookups, sent };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('who fills in a field before the version is known expects the first that is', async () => {
  const { draft, lookups, sent } = stubDraft();
  draft.typeStream('account-4');
  draft.setField('amount', '5');
  lookups[0]?.answer(2);
  await settled();
  await draft.send();
  assert.deepEqual(sent, [['account-4', 'Deposit', { amount: '5' }, 2]]);
});

test('a command waits for the version that is being looked up', async () => {
  const { draft, lookups, sent } = stubDraft();
  draft.typeStream('account-4');
  draft.setField('amount', '5');
  const sending = draft.send();
  await settled();
  assert.deepEqual(sent, []);
  assert.equal(draft.sending.value, true);
  for (const lookup of lookups) lookup.answer(2);
  await sending;
  assert.deepEqual(sent, [['account-4', 'Deposit', { amount: '5' }, 2]]);
});

test('what was known first stands, although a later answer knows more', async () => {
  const { draft, lookups, sent } = stubDraft();
  draft.typeStream('account-4');
  draft.setField('amount', '5');
  const sending = draft.send();
  lookups[0]?.answer(2);
  await settled();
  lookups[1]?.answer(3);
  await sending;
  assert.equal(sent[0]?.[3], 2);
});

test('a version that cannot be looked up is said beside its field, and nothing is sent', async () => {
  const { draft, lookups, sent } = stubDraft();
  draft.typeStream('account-4');
  const sending = draft.send();
  for (const lookup of lookups) lookup.fail('The log is closed.');
  await sending;
  assert.deepEqual(sent, []);
  assert.equal(draft.sending.value, false);
  assert.match(draft.problems.value.expectedVersion ?? '', /looked up\. The log is closed\./);
  // Sent again, it is asked for again.
  const again = draft.send();
  lookups.at(-1)?.answer(2);
  await again;
  assert.equal(sent[0]?.[3], 2);
});

test('a typed version is sent at once', async () => {
  const { draft, sent } = stubDraft();
  draft.typeStream('account-4');
  draft.setExpected('7');
  await draft.send();
  assert.equal(sent[0]?.[3], 7);
});
