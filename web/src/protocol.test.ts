// The goldens that the core's TestProtocol_Golden writes, read twice: by the
// compiler, which knows protocol.ts, and through the client, as the page does.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import worlds from '../../testdata/protocol/01-worlds.json';
import open from '../../testdata/protocol/02-open.json';
import recorded from '../../testdata/protocol/03-command.json';
import refused from '../../testdata/protocol/04-command.json';
import conflict from '../../testdata/protocol/05-command.json';
import invalid from '../../testdata/protocol/06-command.json';
import momentThen from '../../testdata/protocol/07-moment.json';
import momentNow from '../../testdata/protocol/08-moment.json';
import events from '../../testdata/protocol/09-events.json';
import badFilter from '../../testdata/protocol/10-events.json';
import event from '../../testdata/protocol/11-event.json';
import timeline from '../../testdata/protocol/12-timeline.json';
import rebuild from '../../testdata/protocol/13-rebuild.json';
import undo from '../../testdata/protocol/14-undo.json';
import { type Port, Supervisor } from './app/supervisor';
import { Client, ClientError, type RequestKind } from './client';
import type { Error as Failure, Requests } from './protocol';

/**
 * A type as the compiler sees it in a file of JSON, where a position is any
 * number and a kind is any text.
 */
type Json<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends object
      ? { [K in keyof T]: Json<T[K]> }
      : T;

interface Golden<K extends RequestKind> {
  request: { kind: string; params?: Json<Requests[K]['params']> };
  response: { id: number; result?: Json<Requests[K]['result']>; error?: Json<Failure> };
}

/** Has the compiler read a golden of the kind K: what does not fit protocol.ts is no program. */
function read<K extends RequestKind>(golden: Golden<K>): Golden<RequestKind> {
  return golden as Golden<RequestKind>;
}

const goldens: Record<string, Golden<RequestKind>> = {
  '01-worlds.json': read<'worlds'>(worlds),
  '02-open.json': read<'open'>(open),
  '03-command.json': read<'command'>(recorded),
  '04-command.json': read<'command'>(refused),
  '05-command.json': read<'command'>(conflict),
  '06-command.json': read<'command'>(invalid),
  '07-moment.json': read<'moment'>(momentThen),
  '08-moment.json': read<'moment'>(momentNow),
  '09-events.json': read<'events'>(events),
  '10-events.json': read<'events'>(badFilter),
  '11-event.json': read<'event'>(event),
  '12-timeline.json': read<'timeline'>(timeline),
  '13-rebuild.json': read<'rebuild'>(rebuild),
  '14-undo.json': read<'undo'>(undo),
};

/** A worker that answers as a golden does. */
class GoldenPort implements Port {
  onmessage: Port['onmessage'] = null;
  onerror: Port['onerror'] = null;
  onmessageerror: Port['onmessageerror'] = null;
  sent: { id: number; kind: string; params: unknown } | undefined;

  constructor(readonly golden: Golden<RequestKind>) {}

  postMessage(text: Parameters<Port['postMessage']>[0]): void {
    if (typeof text !== 'string') return;
    const sent = JSON.parse(text) as { id: number; kind: string; params: unknown };
    this.sent = sent;
    this.says({ ...this.golden.response, id: sent.id });
  }

  terminate(): void {}

  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) } as MessageEvent);
  }
}

for (const [file, golden] of Object.entries(goldens)) {
  const { request, response } = golden;

  test(`${file}: what the page asks and gets is what the core hears and says`, async () => {
    const port = new GoldenPort(golden);
    const clock = { now: () => 0, after: () => () => {} };
    const client = new Client(new Supervisor(() => port, clock), () => '7e57');
    port.says({ worker: 'running' });
    const kind = request.kind as RequestKind;
    const answer = await client.request(kind, request.params as never).catch((reason) => reason);
    // A command gets an id, so that it can be sent twice.
    const id = kind === 'command' ? { id: '7e57' } : {};
    assert.deepEqual(port.sent, { id: 1, kind, params: { ...id, ...request.params } });
    if (response.error) {
      assert.ok(answer instanceof ClientError, 'an error is a ClientError');
      const { code, message, details } = answer;
      assert.deepEqual({ code, message, details }, response.error);
    } else {
      assert.deepEqual(answer, response.result);
    }
  });
}

test('no golden is left out', () => {
  assert.deepEqual(readdirSync('../testdata/protocol').sort(), Object.keys(goldens));
});
