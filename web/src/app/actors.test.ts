import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signal } from '@preact/signals';
import type { App, View } from '../app';
import type { ActParams, Outcome, Position, StreamID, World } from '../protocol';
import { Actors } from './actors';

const field = (name: string) => ({ name, label: name, kind: 'text' });
const world = {
  name: 'Bank',
  commands: [
    { name: 'Open', category: 'account', creates: true, fields: [field('owner')] },
    { name: 'Deposit', category: 'account', creates: false, fields: [field('amount')] },
    { name: 'Ship', category: 'order', creates: false, fields: [] },
  ],
} as unknown as World;

/** Two actors in a page whose core answers as the test says. */
function stub(answer: Partial<Outcome>) {
  const sent: ActParams[] = [];
  const said: string[] = [];
  const streams = [{ id: 'account-1' }, { id: 'account-4' }];
  const app = {
    client: {
      async request(kind: string, params: ActParams) {
        if (kind === 'streams') return { streams };
        sent.push(params);
        return { kind: 'recorded', summary: 'Deposit', message: 'Done.', ...answer };
      },
    },
    world: signal(world),
    view: signal({ stream: 'account-1' as StreamID } as View),
    position: signal(24 as Position),
    head: signal(24 as Position),
    past: signal(false),
    say: (text: string) => said.push(text),
  } as unknown as App & {
    view: { value: View };
    head: { value: Position };
    position: { value: Position };
    past: { value: boolean };
  };
  const actors = new Actors(app);
  actors.follow();
  return { app, actors, ada: actors.both[0], ben: actors.both[1], sent, said, streams };
}

test('what somebody saw stands while the log goes on, until another stream is selected', () => {
  const { app, actors, ada } = stub({});
  app.head.value = app.position.value = 30 as Position;
  actors.follow();
  assert.equal(ada.at.value, 24);
  app.view.value = { ...app.view.value, stream: 'account-2' as StreamID };
  actors.follow();
  assert.equal(ada.at.value, 30);
});

test('a log that is shorter than what was seen is looked at anew', () => {
  const { app, actors, ada } = stub({});
  app.head.value = app.position.value = 3 as Position;
  actors.follow();
  assert.equal(ada.at.value, 3);
});

test('only commands for the selected stream are offered, those that start one last', () => {
  const { actors } = stub({});
  const names = actors.commands.value.map(({ name }) => name);
  assert.deepEqual(names, ['Deposit', 'Open']);
});

test('each acts on what they saw, a merge on what there is', async () => {
  const { ada, sent, said } = stub({});
  ada.setField('amount', '5');
  await ada.act();
  assert.equal(sent[0]?.seen, 24);
  assert.deepEqual(sent[0]?.form, { amount: '5' });
  await ada.act(true);
  assert.equal('seen' in (sent[1] ?? {}), false);
  assert.deepEqual(said, ['Ada: Deposit. Done.', 'Ada: Deposit. Done.']);
});

test('two who start a stream get a name each', async () => {
  const { actors, ada, ben, sent } = stub({});
  for (const each of actors.both) each.choose('Open');
  await actors.name();
  await actors.actAtOnce();
  assert.deepEqual([ada.stream.value, ben.stream.value], ['account-5', 'account-6']);
  assert.deepEqual(
    sent.map(({ stream }) => stream),
    ['account-5', 'account-6'],
  );
});

test('who lost keeps the name that they tried, while it is free', async () => {
  const { actors, ada, ben, streams } = stub({});
  for (const each of actors.both) each.choose('Open');
  await actors.name();
  streams.push({ id: 'account-5' });
  await actors.name();
  assert.deepEqual([ada.stream.value, ben.stream.value], ['account-7', 'account-6']);
});

test('who recorded something knows it; who lost does not', async () => {
  const recorded = [{ position: 25 }] as unknown as Outcome['recorded'];
  const won = stub(recorded ? { recorded } : {});
  await won.ada.act();
  assert.equal(won.ada.at.value, 25);
  const lost = stub({ kind: 'conflict' });
  await lost.ada.act();
  assert.equal(lost.ada.at.value, 24);
  lost.ada.retry();
  assert.equal(lost.ada.told.value?.kind, 'said');
});

test('in the past the moment is sent along', async () => {
  const { app, ada, sent } = stub({ kind: 'past' });
  app.position.value = 5 as Position;
  app.past.value = true;
  ada.look();
  await ada.act();
  assert.equal(sent[0]?.at, 5);
});

test('a problem of a field goes when the field is touched', async () => {
  const problems = [{ field: 'amount', message: 'Too large.' }];
  const { ada } = stub({ kind: 'invalid', problems });
  await ada.act();
  assert.deepEqual(ada.problems.value, { amount: 'Too large.' });
  ada.setField('amount', '1');
  assert.deepEqual(ada.problems.value, {});
});
