import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientError } from './client';
import { clientWithWorkers } from './fake-workers';
import type { Position } from './protocol';

function started() {
  const all = clientWithWorkers();
  all.runs();
  return all;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('an answer finds its question, in whatever order answers come', async () => {
  const { worker, client } = started();
  const log = client.request('log');
  const worlds = client.request('worlds');
  worker().says({ id: 2, result: { worlds: [] } });
  worker().says({ id: 1, result: { head: 24 } });
  assert.deepEqual(await worlds, { worlds: [] });
  assert.equal((await log).head, 24);
});

test('what is asked before the core takes requests waits until it does', async () => {
  const { client, worker, runs } = clientWithWorkers();
  const log = client.request('log');
  assert.deepEqual(worker().sent, []);
  runs();
  assert.deepEqual(worker().sent, [{ id: 1, kind: 'log', params: {} }]);
  worker().says({ id: 1, result: { head: 1 } });
  assert.equal((await log).head, 1);
});

test('an error is a ClientError with the code and the details of the core', async () => {
  const { worker, client } = started();
  const answer = client.request('event', { position: 9 as never });
  worker().says({
    id: 1,
    error: { code: 'not_found', message: 'There is no event 9.', details: 9 },
  });
  await assert.rejects(answer, (reason: ClientError) => {
    assert.equal(reason.code, 'not_found');
    assert.equal(reason.message, 'There is no event 9.');
    assert.equal(reason.details, 9);
    return reason instanceof ClientError;
  });
});

test('a core that cannot be loaded leaves nobody waiting, and is ended', async () => {
  const { client, worker } = clientWithWorkers();
  const heard: string[] = [];
  client.onStatus((status) => heard.push(status.kind));
  const answers = [client.request('log'), client.request('worlds')];
  worker().says({ worker: 'failed', message: 'the server answered 404' });
  for (const answer of answers) await assert.rejects(answer, { code: 'dead' });
  await assert.rejects(client.request('log'), { code: 'dead', message: 'the server answered 404' });
  assert.deepEqual(heard, ['ended']);
  assert.equal(worker().terminated, true);
});

test('a worker whose script cannot be run is not tried again by itself, but by the visitor', async () => {
  const { client, workers, worker, runs } = clientWithWorkers();
  worker().onerror?.({ message: 'SyntaxError' } as ErrorEvent);
  assert.deepEqual(client.status, { kind: 'ended', message: 'SyntaxError' });
  runs();
  assert.equal(client.status.kind, 'ended');
  client.retry();
  assert.equal(workers.length, 2);
  runs();
  assert.equal(client.status.kind, 'ready');
});

test('a push reaches those who listen for its kind, until they stop', () => {
  const { worker, client } = started();
  const heads: number[] = [];
  const stop = client.onPush('appended', ({ log }) => heads.push(log.head));
  worker().says({ push: 'appended', data: { log: { head: 25 } } });
  worker().says({ push: 'progress', data: {} });
  stop();
  worker().says({ push: 'appended', data: { log: { head: 26 } } });
  assert.deepEqual(heads, [25]);
});

test('an answer that nobody waits for is dropped', () => {
  const { worker } = started();
  worker().says({ id: 99, result: {} });
  assert.equal(worker().terminated, false);
});

test('what a core left unanswered is asked of the next one under its old id', async () => {
  const { client, worker, workers, runs, dies } = started();
  const command = client.request('command', { stream: 'account-1' as never, command: 'Open' });
  const [first] = worker().sent;
  dies();
  assert.equal(workers[0]?.terminated, true);
  assert.deepEqual(worker().sent, []);
  runs();
  assert.deepEqual(worker().sent, [first]);
  assert.deepEqual(first?.params, { id: 'id-1', stream: 'account-1', command: 'Open' });
  worker().says({ id: 1, result: { kind: 'recorded' } });
  assert.equal((await command).kind, 'recorded');
});

test('events that are appended twice are the same events', () => {
  const { client, worker } = started();
  const events = [
    { type: 'A', data: 1 },
    { type: 'B', data: 2, id: 'mine' },
  ];
  void client.request('append', { stream: 'account-1' as never, events });
  assert.deepEqual(worker().sent[0]?.params, {
    stream: 'account-1',
    events: [{ id: 'id-1', type: 'A', data: 1 }, events[1]],
  });
});

test('the lines of an import come behind the request, as they are', () => {
  const { client, worker } = started();
  const lines = '{"stream":"account-1","type":"A","data":{}}\n{"stream":"account-2"}';
  void client.request('import', { lines, partial: true });
  void client.request('log');
  assert.deepEqual(worker().sent, [
    { id: 1, kind: 'import', params: { partial: true } },
    { id: 2, kind: 'log', params: {} },
  ]);
  assert.deepEqual(worker().attached, [lines, undefined]);
});

test('the world is open again before anything is asked of it', async () => {
  const { client, worker, runs, dies } = started();
  const opening = client.request('open', { world: 'Orders' });
  worker().says({ id: 1, result: { log: { head: 7 } } });
  await opening;
  const heads: number[] = [];
  client.onReopen(async (answer) => heads.push((await answer).log.head));
  const moment = client.request('moment', {});
  dies();
  const asked = client.request('log');
  assert.equal(client.status.kind, 'restarting');
  runs();
  assert.deepEqual(worker().asked, ['4 open']);
  assert.deepEqual(worker().sent[0]?.params, { world: 'Orders' });
  worker().says({ id: 4, result: { log: { head: 8 } } });
  await settled();
  assert.deepEqual(heads, [8]);
  assert.equal(client.status.kind, 'ready');
  assert.deepEqual(worker().asked, ['4 open', '2 moment', '3 log']);
  worker().says({ id: 2, result: { position: 8 } });
  worker().says({ id: 3, result: { head: 8 } });
  assert.equal((await moment).position, 8);
  assert.equal((await asked).head, 8);
});

test('the next core opens the branch that was on show', async () => {
  const { client, worker, runs, dies } = started();
  const opening = client.request('open', { world: 'Bank' });
  worker().says({ id: 1, result: { log: { branch: 'main' } } });
  await opening;
  const branching = client.request('branch', { name: 'one' });
  worker().says({ id: 2, result: { log: { branch: 'one' } } });
  await branching;
  dies();
  runs();
  assert.deepEqual(worker().sent[0]?.params, { world: 'Bank', branch: 'one' });
  worker().says({ push: 'replaced', data: { log: { branch: 'main' } } });
  dies();
  runs();
  assert.deepEqual(worker().sent[0]?.params, { world: 'Bank', branch: 'main' });
});

test('a core that dies while it opens the world again leaves that to the next', async () => {
  const { client, worker, runs, dies } = started();
  const opening = client.request('open', { world: 'Bank' });
  worker().says({ id: 1, result: {} });
  await opening;
  const log = client.request('log');
  dies();
  runs();
  dies();
  await settled();
  client.retry();
  runs();
  assert.deepEqual(worker().asked, ['4 open']);
  worker().says({ id: 4, result: {} });
  await settled();
  worker().says({ id: 2, result: { head: 3 } });
  assert.equal((await log).head, 3);
});

test('what would do something new each time is not asked again', async () => {
  const { client, worker, runs, dies } = started();
  const answers = [
    client.request('reset', { to: 'empty' }),
    client.request('traffic', { seed: 1, step: 1 }),
  ];
  dies();
  for (const answer of answers) await assert.rejects(answer, { code: 'interrupted' });
  runs();
  assert.deepEqual(worker().asked, []);
});

test('what two cores died beside is not asked of a third', async () => {
  const { client, worker, runs, dies } = started();
  const moment = client.request('moment', {});
  dies();
  runs();
  dies();
  await assert.rejects(moment, { code: 'interrupted' });
  const log = client.request('log');
  client.retry();
  runs();
  assert.deepEqual(worker().asked, ['2 log']);
  worker().says({ id: 2, result: {} });
  await log;
});

test('a log is opened until that leads to a core that only reads', async () => {
  const { client, worker, runs, dies } = started();
  const opening = client.request('open', { world: 'Bank' });
  dies();
  runs();
  dies();
  runs();
  assert.deepEqual(worker().asked, ['1 open']);
  dies();
  runs();
  await assert.rejects(opening, { code: 'safe' });
});

test('a core that hangs is replaced, and what it was asked is asked again', async () => {
  const { client, worker, workers, runs, tick } = started();
  const log = client.request('log');
  while (workers.length === 1) tick();
  assert.equal(workers[0]?.terminated, true);
  assert.match((client.status as { message: string }).message, /did not answer/);
  runs();
  worker().says({ id: 1, result: { head: 5 } });
  assert.equal((await log).head, 5);
});

test('a core that answers heartbeats is left alone, however long a request takes', () => {
  const { client, worker, workers, tick } = started();
  void client.request('log');
  for (let i = 0; i < 100; i++) {
    tick();
    if (worker().sent.at(-1)?.id === 0) worker().says({ id: 0, result: {} });
  }
  assert.equal(workers.length, 1);
});

test('what a worker leaves is handed to the next one', () => {
  const { workers, worker, dies } = started();
  assert.equal(workers[0]?.left, null);
  worker().onmessage?.({ data: { worker: 'compiled', port: 'a port' } } as MessageEvent);
  dies();
  assert.equal(workers[1]?.left, 'a port');
  dies();
  assert.equal(workers[2]?.left, null);
});

test('nothing is heard of a worker that was ended', () => {
  const { client, workers, runs, dies } = started();
  dies();
  workers[0]?.says({ worker: 'died', message: 'again' });
  workers[0]?.onerror?.({ message: 'again' } as ErrorEvent);
  assert.equal(workers.length, 2);
  runs();
  assert.equal(client.status.kind, 'ready');
});

test('in safe mode what only reads is answered, and all else fails', async () => {
  const { client, worker, runs, dies } = started();
  dies();
  dies();
  const before = client.request('moment', {});
  dies('panic: the third');
  assert.equal(worker().mode, 'safe');
  runs();
  assert.deepEqual(client.status, { kind: 'ready', mode: 'safe', message: 'panic: the third' });
  await assert.rejects(before, { code: 'safe' });
  await assert.rejects(client.request('traffic', { seed: 1, step: 1 }), { code: 'safe' });
  const opening = client.request('open', { world: 'Bank' });
  worker().says({ id: 2, result: {} });
  await opening;
  const log = client.request('log');
  worker().says({ id: 3, result: { head: 9 } });
  assert.equal((await log).head, 9);
});

test('in safe mode nothing is read before a log is open', async () => {
  const { client, worker, runs, dies } = started();
  dies();
  dies();
  const before = client.request('log');
  dies();
  runs();
  const meanwhile = client.request('event', { position: 3 as Position });
  assert.deepEqual(worker().asked, []);
  const opening = client.request('open', { world: 'Bank' });
  assert.deepEqual(worker().asked, ['3 open']);
  worker().says({ id: 3, error: { code: 'unavailable', message: 'It could not be opened.' } });
  await assert.rejects(opening, { code: 'unavailable' });
  assert.deepEqual(worker().asked, ['3 open', '1 log', '2 event']);
  worker().says({ id: 1, result: { head: 9 } });
  worker().says({ id: 2, result: {} });
  assert.equal((await before).head, 9);
  await meanwhile;
});

test('when the core that only reads dies there is none', async () => {
  const { client, workers, runs, dies } = started();
  dies();
  dies();
  dies();
  runs();
  const log = client.request('log');
  dies('panic: safe');
  await assert.rejects(log, { code: 'dead' });
  assert.deepEqual(client.status, { kind: 'ended', message: 'panic: safe' });
  assert.equal(workers.length, 4);
});
