import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, ClientError, type Port } from './client';

/** A worker that answers what the test tells it to. */
class FakePort implements Port {
  onmessage: Port['onmessage'] = null;
  onerror: Port['onerror'] = null;
  onmessageerror: Port['onmessageerror'] = null;
  readonly sent: { id: number; kind: string; params: unknown }[] = [];
  terminated = false;

  postMessage(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  terminate(): void {
    this.terminated = true;
  }

  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) } as MessageEvent);
  }
}

function started() {
  const port = new FakePort();
  const client = new Client(port);
  port.says({ worker: 'ready' });
  return { port, client };
}

test('an answer finds its question, in whatever order answers come', async () => {
  const { port, client } = started();
  const log = client.request('log');
  const worlds = client.request('worlds');
  port.says({ id: 2, result: { worlds: [] } });
  port.says({ id: 1, result: { head: 24 } });
  assert.deepEqual(await worlds, { worlds: [] });
  assert.equal((await log).head, 24);
});

test('what is asked before the worker is ready waits until it is', async () => {
  const port = new FakePort();
  const client = new Client(port);
  const log = client.request('log');
  assert.deepEqual(port.sent, []);
  port.says({ worker: 'ready' });
  assert.deepEqual(port.sent, [{ id: 1, kind: 'log', params: {} }]);
  port.says({ id: 1, result: { head: 1 } });
  assert.equal((await log).head, 1);
});

test('an error is a ClientError with the code and the details of the core', async () => {
  const { port, client } = started();
  const answer = client.request('event', { position: 9 as never });
  port.says({ id: 1, error: { code: 'not_found', message: 'There is no event 9.', details: 9 } });
  await assert.rejects(answer, (reason: ClientError) => {
    assert.equal(reason.code, 'not_found');
    assert.equal(reason.message, 'There is no event 9.');
    assert.equal(reason.details, 9);
    return reason instanceof ClientError;
  });
});

test('when the worker dies nobody is left waiting, and the worker is ended', async () => {
  const { port, client } = started();
  const heard: string[] = [];
  client.onStatus((status) => heard.push(status.kind));
  const answers = [client.request('log'), client.request('worlds')];
  port.says({ worker: 'died', message: 'panic: out of memory' });
  for (const answer of answers) await assert.rejects(answer, { code: 'dead' });
  await assert.rejects(client.request('log'), { code: 'dead', message: 'panic: out of memory' });
  assert.deepEqual(heard, ['died']);
  assert.equal(port.terminated, true);
});

test('a worker that never was ready has failed, not died', () => {
  const port = new FakePort();
  const client = new Client(port);
  port.onerror?.({ message: 'SyntaxError' } as ErrorEvent);
  assert.deepEqual(client.status, { kind: 'failed', message: 'SyntaxError' });
  port.says({ worker: 'ready' });
  assert.equal(client.status.kind, 'failed');
});

test('a push reaches those who listen for its kind, until they stop', () => {
  const { port, client } = started();
  const heads: number[] = [];
  const stop = client.onPush('appended', ({ log }) => heads.push(log.head));
  port.says({ push: 'appended', data: { log: { head: 25 } } });
  port.says({ push: 'progress', data: {} });
  stop();
  port.says({ push: 'appended', data: { log: { head: 26 } } });
  assert.deepEqual(heads, [25]);
});

test('an answer that nobody waits for is dropped', () => {
  const { port } = started();
  port.says({ id: 99, result: {} });
  assert.equal(port.terminated, false);
});
