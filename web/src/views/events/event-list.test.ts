import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientError } from '../../client';
import type { Position } from '../../protocol';
import { EventList } from './event-list';
import { settled, stubApp } from './stub-app';

function connected(length: number) {
  const stub = stubApp(length);
  const list = new EventList(stub.app);
  const end = list.connect();
  return { ...stub, list, end };
}

test('without a filter the rows are the positions, and nothing is asked to know how many', () => {
  const { list, head, position, asked, end } = connected(1_000);
  assert.equal(list.total.value, 1_000);
  head.value = 1_001 as Position;
  position.value = 40 as Position;
  assert.equal(list.total.value, 1_001);
  assert.equal(list.reached.value, 40);
  assert.deepEqual(asked, []);
  end();
});

test('rows arrive with the window that wants them', async () => {
  const { list, end } = connected(1_000);
  list.want(250, 280);
  assert.equal(list.row(250), undefined);
  await settled();
  assert.equal(list.row(250)?.position, 251);
  end();
});

test('a filter that parses is shown with its rows around the playhead, and goes into the view', async () => {
  const { list, position, view, end } = connected(3_000);
  position.value = 1_500 as Position;
  await list.apply(' type:Third ');
  assert.equal(list.filter.value, 'type:Third');
  assert.equal(view.value.filter, 'type:Third');
  assert.equal(list.total.value, 1_000);
  assert.equal(list.reached.value, 500);
  assert.equal(list.row(499)?.position, 1_500);
  end();
});

test('a filter that does not parse is told, and what was shown stays', async () => {
  const { list, view, end } = connected(300);
  await list.apply('type:Third');
  await list.apply('type:');
  assert.equal(list.refused.value?.message, 'needs a value');
  assert.equal(list.refused.value?.text, 'type:');
  assert.equal(list.filter.value, 'type:Third');
  assert.equal(view.value.filter, 'type:Third');
  await list.apply('type:Third');
  assert.equal(list.refused.value, null);
  end();
});

test('a filter that could not be asked for is asked for when it is tried again', async () => {
  const { app, list, view, end } = connected(300);
  const { request } = app.client;
  app.client.request = (async () => {
    throw new ClientError('unavailable', 'The log cannot be read now.');
  }) as typeof request;
  await list.apply('type:Third');
  assert.equal(list.failure.value, 'The log cannot be read now.');
  assert.equal(list.filter.value, '');
  app.client.request = request;
  list.retry();
  await settled();
  assert.equal(list.failure.value, null);
  assert.equal(list.filter.value, 'type:Third');
  assert.equal(view.value.filter, 'type:Third');
  end();
});

test('the answer to an earlier filter does not replace a later one', async () => {
  const { list, end } = connected(300);
  const first = list.apply('type:Third');
  await list.apply('');
  await first;
  assert.equal(list.filter.value, '');
  assert.equal(list.total.value, 300);
  end();
});

test('a filter follows the playhead and the log', async () => {
  const { list, head, position, end } = connected(300);
  await list.apply('type:Third');
  position.value = 150 as Position;
  await settled();
  assert.equal(list.reached.value, 50);
  head.value = 330 as Position;
  await settled();
  assert.equal(list.total.value, 110);
  end();
});

test('a filter that is still looking says how far it is, and ends with all that match', async () => {
  const { list, scanned, push, end } = connected(3_000);
  scanned.upTo = 900;
  await list.apply('type:Third');
  assert.equal(list.total.value, 300);
  assert.equal(list.scan.value?.done, 900);
  scanned.upTo = Number.POSITIVE_INFINITY;
  push('progress', { task: 'filter', name: 'type:Third', done: 3_000, total: 3_000 });
  await settled();
  assert.equal(list.scan.value, null);
  assert.equal(list.total.value, 1_000);
  end();
});

test('the row of an event is found by its position, unless it does not match', async () => {
  const { list, end } = connected(300);
  assert.equal(await list.indexOf(7 as Position), 6);
  assert.equal(await list.indexOf(301 as Position), null);
  await list.apply('type:Third');
  assert.equal(await list.indexOf(9 as Position), 2);
  assert.equal(await list.indexOf(10 as Position), null);
  assert.equal(await list.indexOf(1 as Position), null);
  end();
});

test('another world, or another branch, is another log: its rows are asked for again', async () => {
  const { list, logs, end } = connected(300);
  list.want(0, 10);
  await settled();
  assert.ok(list.row(0));
  logs.value += 1;
  assert.equal(list.row(0), undefined);
  end();
});

test('a filter from the address is applied', async () => {
  const { list, app, end } = connected(300);
  app.setFilter('type:Third');
  await settled();
  assert.equal(list.total.value, 100);
  end();
});

test('after it ended, nothing is asked any more', async () => {
  const { list, position, asked, end } = connected(300);
  await list.apply('type:Third');
  await settled();
  end();
  const before = asked.length;
  position.value = 3 as Position;
  await settled();
  assert.equal(asked.length, before);
});
