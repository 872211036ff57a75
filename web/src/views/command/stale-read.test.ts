import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effect, signal } from '@preact/signals';
import type { App, Reading, View } from '../../app';
import { meaning, textOf } from '../../app/expected-version';
import type { Log, Moment, Position, StreamID, World } from '../../protocol';
import { Draft } from './draft';

const world = {
  name: 'Bank',
  commands: [{ name: 'Deposit', category: 'account', creates: false, fields: [] }],
} as unknown as World;

const stream = 'account-1' as StreamID;

/** A moment at which account-1 is at v8, and read models show other versions of it. */
function momentWith(versions: Record<string, number | undefined>): Moment {
  const projections = Object.entries(versions).map(([name, version]) => ({
    state: { name },
    ...(version === undefined ? {} : { version }),
  }));
  return { aggregate: { stream, latest: 8 }, projections } as unknown as Moment;
}

function stub(versions: Record<string, number | undefined>) {
  const app = {
    client: { request: () => new Promise(() => {}) },
    world: signal(world),
    view: signal({ stream } as View),
    head: signal(25 as Position),
    log: signal({} as Log),
    moment: signal<Moment | null>(momentWith(versions)),
    reading: signal<Reading | null>(null),
  };
  const draft = new Draft(app as unknown as App);
  draft.begin();
  effect(() => draft.look());
  effect(() => draft.retarget());
  effect(() => draft.see());
  effect(() => draft.readPicked());
  return { app, draft };
}

test('read models that are behind in the stream are told, with the version that they show', () => {
  const { draft } = stub({ Balances: 7, Statement: undefined, 'Open accounts': 8 });
  assert.deepEqual(draft.behind.value, [{ model: 'Balances', version: 7 }]);
  assert.equal(textOf(draft.expected.value), '8');
});

test('whoever picks the stream in a stale read model expects what that shows', () => {
  const { app, draft } = stub({ Balances: 7, Statement: undefined });
  app.reading.value = { model: 'Balances', stream };
  assert.equal(textOf(draft.expected.value), '7');
  assert.equal(meaning(draft.expected.value), 'as Balances shows it, now v8');
});

test('whoever picks it in one that is not behind expects what it is at', () => {
  const { app, draft } = stub({ Balances: 7, Statement: undefined });
  app.reading.value = { model: 'Statement', stream };
  assert.equal(textOf(draft.expected.value), '8');
});

test('what was picked once does not come back when the log goes on', () => {
  const { app, draft } = stub({ Balances: 7 });
  app.reading.value = { model: 'Balances', stream };
  draft.catchUp();
  app.moment.value = momentWith({ Balances: 6 });
  assert.equal(textOf(draft.expected.value), '8');
});
