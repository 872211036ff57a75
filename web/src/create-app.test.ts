import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Browser } from './app/browser';
import { type Port, Supervisor } from './app/supervisor';
import { Client } from './client';
import { createApp } from './create-app';
import type { Finding, Position, StreamID, Version } from './protocol';

/** A core with as much of a bank as the page's own state needs. */
class FakeCore implements Port {
  onmessage: Port['onmessage'] = null;
  onerror: Port['onerror'] = null;
  onmessageerror: Port['onmessageerror'] = null;
  readonly asked: { kind: string; params: Record<string, unknown> }[] = [];
  readonly answers: Record<string, (params: Record<string, unknown>) => unknown> = {
    worlds: () => ({ worlds: [{ name: 'Bank' }, { name: 'Orders' }] }),
    open: ({ world }) => this.opened(String(world)),
    reset: () => this.opened('Bank'),
    moment: ({ position }) => ({
      position: position ?? this.head,
      head: this.head,
      narration: `event ${position ?? this.head}`,
      projections: [],
    }),
  };
  head = 24;
  seeded = false;
  guarantee = 'twoCopies';
  findings: Finding[] = [];

  terminate(): void {}

  postMessage(text: Parameters<Port['postMessage']>[0]): void {
    if (typeof text !== 'string') return;
    const { id, kind, params } = JSON.parse(text);
    this.asked.push({ kind, params });
    queueMicrotask(() => {
      try {
        this.says({ id, result: this.answers[kind]?.(params) });
      } catch (error) {
        this.says({ id, error });
      }
    });
  }

  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) } as MessageEvent);
  }

  log() {
    const { head, guarantee, findings } = this;
    return { branch: 'main', head, streams: 5, hash: 'ab', guarantee, persisted: false, findings };
  }

  opened(name: string) {
    const commands = [{ name: 'Deposit', label: 'Deposit', fields: [] }];
    const world = { name, commands, projections: [], example: 'account-1', try: '' };
    const branches = { branches: [], main: this.head, unused: 'what if 1', bookmarks: [] };
    return { world, log: this.log(), branches, seeded: this.seeded };
  }

  params(kind: string) {
    return this.asked.filter((each) => each.kind === kind).map((each) => each.params);
  }
}

/** A browser in which time passes when the test says so. */
class FakeBrowser implements Browser {
  query: string;
  time = 0;
  reduced = false;
  readonly steps: string[] = [];
  readonly saved: { name: string; content: Blob }[] = [];
  #frames: ((now: number) => void)[] = [];
  #travel = () => {};

  constructor(query: string) {
    this.query = query;
  }

  search = () => this.query;
  goTo(search: string, how: 'push' | 'replace'): void {
    this.query = search;
    if (how === 'push') this.steps.push(search);
  }
  onTravel(callback: () => void): void {
    this.#travel = callback;
  }
  travelTo(search: string): void {
    this.query = search;
    this.#travel();
  }
  reducedMotion = () => this.reduced;
  now = () => this.time;
  after = () => () => {};
  frame(callback: (now: number) => void): () => void {
    this.#frames.push(callback);
    return () => {
      this.#frames = this.#frames.filter((each) => each !== callback);
    };
  }
  newId = () => '7e57';
  save(name: string, content: Blob): void {
    this.saved.push({ name, content });
  }
  stored = async () => new Blob(['bytes']);
  promises = false;
  persist = async () => this.promises;
  preference = () => null;
  setPreference = () => {};

  pass(milliseconds: number): void {
    this.time += milliseconds;
    const frames = this.#frames;
    this.#frames = [];
    for (const frame of frames) frame(this.time);
  }
}

const recorded = (stream: string) => ({
  kind: 'recorded',
  stream,
  summary: 'Deposit',
  message: 'Recorded.',
  recorded: [],
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function started(
  query = '',
  prepare: (core: FakeCore, browser: FakeBrowser) => void = () => {},
) {
  const core = new FakeCore();
  const browser = new FakeBrowser(query);
  prepare(core, browser);
  const client = new Client(new Supervisor(() => core, browser), browser.newId);
  const app = createApp(client, browser);
  core.says({ worker: 'running' });
  await app.start();
  await settled();
  return { core, browser, app };
}

test('a first visit finds the Bank, live, with its example selected, and has an address', async () => {
  const { app, browser } = await started();
  assert.equal(app.world.value?.name, 'Bank');
  assert.equal(app.view.value.stream, 'account-1');
  assert.deepEqual(app.view.value.cursor, { kind: 'live' });
  assert.equal(app.saving.value.kind, 'saved');
  assert.equal(app.moment.value?.position, 24);
  assert.equal(browser.query, '?world=Bank&stream=account-1');
});

test('a link opens at its moment', async () => {
  const { app, core } = await started('?world=Orders&at=7&stream=order-2');
  assert.equal(app.world.value?.name, 'Orders');
  assert.equal(app.position.value, 7);
  assert.equal(app.past.value, true);
  assert.deepEqual(core.params('moment').at(-1), { windows: {}, position: 7, stream: 'order-2' });
});

test('a link to a world that there is not shows the Bank, and says so', async () => {
  const { app } = await started('?world=Atlantis&at=7');
  assert.equal(app.world.value?.name, 'Bank');
  assert.deepEqual(app.view.value.cursor, { kind: 'live' });
  assert.deepEqual(
    app.notices.value.map((notice) => notice.text),
    ['There is no world “Atlantis”. The page shows Bank.'],
  );
});

test('a link past the end shows now, and says so', async () => {
  const { app } = await started('?at=5000');
  assert.equal(app.past.value, false);
  assert.match(app.notices.value[0]?.text ?? '', /asks for event 5,000/);
});

test('a filter of a link that does not parse is said, and stays to be put right', async () => {
  const { app } = await started('?filter=type:', (core) => {
    core.answers.events = () => {
      throw { code: 'bad_filter', message: 'A type is missing.' };
    };
  });
  assert.equal(app.view.value.filter, 'type:');
  assert.match(app.notices.value[0]?.text ?? '', /A type is missing\./);
});

test('a seeded history plays into place, does not call itself the past, and ends live', async () => {
  const { app, browser } = await started('', (core) => {
    core.seeded = true;
  });
  assert.equal(app.position.value, 0);
  assert.equal(app.past.value, false);
  browser.pass(16);
  browser.pass(1500);
  assert.ok(app.position.value > 0 && app.position.value < 24);
  browser.pass(1500);
  assert.deepEqual(app.view.value.cursor, { kind: 'live' });
  assert.equal(app.playing.value, false);
});

test('a seeded history is simply there for who asked for less motion', async () => {
  const { app } = await started('', (core, browser) => {
    core.seeded = true;
    browser.reduced = true;
  });
  assert.equal(app.introducing.value, false);
  assert.deepEqual(app.view.value.cursor, { kind: 'live' });
});

test('moving the playhead ends the introduction where it was moved to', async () => {
  const { app, browser } = await started('', (core) => {
    core.seeded = true;
  });
  app.seek(5 as Position);
  browser.pass(3000);
  assert.equal(app.position.value, 5);
  assert.equal(app.past.value, true);
});

test('a fast drag asks for the first and the last moment only', async () => {
  const { app, core } = await started();
  const before = core.params('moment').length;
  for (let position = 1; position <= 20; position++) app.seek(position as Position);
  await settled();
  const asked = core
    .params('moment')
    .slice(before)
    .map((params) => params.position);
  assert.deepEqual(asked, [1, 20]);
  assert.equal(app.moment.value?.position, 20);
});

test('a position past the end is the last event, not the live head', async () => {
  const { app } = await started();
  app.seek(900 as Position);
  assert.deepEqual(app.view.value.cursor, { kind: 'at', position: 24 });
  await app.step(1);
  assert.deepEqual(app.view.value.cursor, { kind: 'live' });
});

test('a command sent from the past says from where, and moves nothing', async () => {
  const { app, core } = await started('?at=7');
  core.answers.command = () => ({
    kind: 'past',
    summary: 'Deposit',
    message: 'It needs a branch.',
  });
  const answer = await app.send('account-1' as StreamID, 'Deposit', { amount: '1' }, 7);
  assert.equal(answer.kind, 'past');
  assert.equal(core.params('command')[0]?.at, 7);
  assert.equal(app.position.value, 7);
  assert.equal(app.outcomes.value.length, 1);
});

test('a command sent from now does not say from where', async () => {
  const { app, core } = await started();
  core.answers.command = () => recorded('account-9');
  await app.send('account-9' as StreamID, 'Deposit', {}, 0);
  assert.equal('at' in (core.params('command')[0] ?? {}), false);
  assert.equal(app.view.value.stream, 'account-9');
});

test('fields to put right make no card', async () => {
  const { app, core } = await started();
  core.answers.command = () => ({
    kind: 'invalid',
    summary: 'Deposit',
    message: 'no',
    problems: [],
  });
  await app.send('account-1' as StreamID, 'Deposit', {}, 7);
  assert.deepEqual(app.outcomes.value, []);
});

test('after a conflict, retrying sends the same command at the actual version', async () => {
  const { app, core } = await started();
  const conflict = { expected: 6, actual: 9 };
  core.answers.command = () => ({ kind: 'conflict', summary: 'Deposit', message: '', conflict });
  await app.send('account-1' as StreamID, 'Deposit', { amount: '5' }, 6);
  core.answers.command = () => recorded('account-1');
  await app.retry('7e57');
  const [first, second] = core.params('command');
  assert.deepEqual(second, { ...first, expectedVersion: 9 });
  assert.deepEqual(
    app.outcomes.value.map((card) => card.outcome.kind),
    ['recorded'],
  );
});

test('what undoes an event acts now, also from the past and when it is sent again', async () => {
  const { app, core } = await started('?world=Bank&at=12');
  core.answers.command = ({ stream }) => ({
    ...{ kind: 'conflict', stream, summary: 'Withdraw 20.00', message: 'Conflict.' },
    conflict: { expected: 7, actual: 8 },
  });
  const form = { amount: '20.00' };
  const stream = 'account-1' as StreamID;
  const [version, event] = [7 as Version, 12 as Position];
  await app.undo(event, { stream, version, command: 'Withdraw', summary: 'Withdraw 20.00', form });
  core.answers.command = () => recorded('account-1');
  await app.retry('7e57');
  const sent = { id: '7e57', stream, command: 'Withdraw', form, undoes: 12 };
  assert.deepEqual(core.params('command'), [
    { ...sent, expectedVersion: 7 },
    { ...sent, expectedVersion: 8 },
  ]);
  assert.equal(app.past.value, true);
  assert.equal(app.outcomes.value.length, 1);
});

test('an append that could not be written is told, until one can', async () => {
  const { app, core } = await started();
  core.answers.command = () => {
    throw { code: 'unavailable', message: 'The disk is full.' };
  };
  const answer = await app.send('account-1' as StreamID, 'Deposit', {}, 7);
  assert.equal(answer.kind, 'unanswered');
  assert.deepEqual(app.saving.value, { kind: 'notSaved', why: 'The disk is full.' });
  core.answers.command = () => recorded('account-1');
  await app.retry('7e57');
  assert.deepEqual(app.saving.value, { kind: 'saved' });
});

test('a log in memory is said in the header, and in one notice however often it is opened', async () => {
  const { app } = await started('', (core) => {
    core.guarantee = 'memory';
  });
  await app.openWorld('Orders');
  assert.equal(app.saving.value.kind, 'notSaved');
  assert.equal(app.notices.value.length, 1);
});

test('damage is told once, in a notice that stays until it is dismissed', async () => {
  const sentence =
    'Event #3 was changed in the browser’s storage and restored from the second copy.';
  const { app, core } = await started('', (core) => {
    core.findings = [{ sentence, from: 3 as Position, to: 3 as Position, restored: true }];
  });
  for (let i = 0; i < 5; i++) app.notify('info', `another ${i}`);
  assert.equal(app.notices.value[0]?.text, sentence);
  assert.equal(app.notices.value.length, 4);
  app.dismissNotice(app.notices.value[0]?.id ?? 0);
  core.says({ push: 'guarantee', data: { log: core.log() } });
  assert.ok(app.notices.value.every(({ text }) => text !== sentence));
});

test('the browser is asked to keep the log, and what it says is told', async () => {
  const { app, browser } = await started();
  await app.askToKeep();
  assert.equal(app.log.value?.persisted, false);
  assert.match(app.notices.value[0]?.text ?? '', /did not promise/);
  browser.promises = true;
  await app.askToKeep();
  assert.equal(app.log.value?.persisted, true);
});

test('new events move the live page, and leave the past alone', async () => {
  const { app, core, browser } = await started();
  core.head = 25;
  core.says({ push: 'appended', data: { log: core.log(), first: 25, elsewhere: true } });
  browser.pass(16);
  await settled();
  assert.equal(app.moment.value?.position, 25);
  app.seek(7 as Position);
  await settled();
  const before = core.params('moment').length;
  core.head = 26;
  core.says({ push: 'appended', data: { log: core.log(), first: 26, elsewhere: true } });
  browser.pass(16);
  await settled();
  assert.equal(core.params('moment').length, before);
  assert.equal(app.head.value, 26);
});

test('what every projection says of one event asks for one moment', async () => {
  const { core, browser } = await started();
  const before = core.params('moment').length;
  core.head = 25;
  core.says({ push: 'appended', data: { log: core.log(), first: 25, elsewhere: false } });
  for (const name of ['Balances', 'Statement']) {
    core.says({ push: 'projected', data: { name, status: 'caughtUp', checkpoint: 25, lag: 0 } });
  }
  browser.pass(16);
  await settled();
  assert.equal(core.params('moment').length, before + 1);
});

test('selections are steps of the history, the playhead is not', async () => {
  const { app, browser } = await started();
  app.selectStream('account-2' as StreamID);
  app.seek(7 as Position);
  app.openEvent(7 as Position);
  assert.equal(browser.steps.length, 2);
  browser.travelTo('?world=Bank&stream=account-1');
  assert.equal(app.view.value.stream, 'account-1');
  assert.equal(app.view.value.event, null);
  assert.equal(app.past.value, false);
});

test('a core that dies leaves the page as it was, and the next one takes its place', async () => {
  const { app, core, browser } = await started();
  app.selectStream('account-2' as StreamID);
  app.seek(7 as Position);
  await settled();
  const { query } = browser;
  core.says({ worker: 'died', message: 'panic: oh' });
  assert.equal(app.core.value.kind, 'restarting');
  assert.equal(app.saving.value.kind, 'restarting');
  assert.equal(app.fatal.value, null);
  assert.equal(app.moment.value?.position, 7);
  core.head = 26;
  core.says({ worker: 'running' });
  await settled();
  assert.equal(app.core.value.kind, 'working');
  assert.equal(app.saving.value.kind, 'saved');
  assert.equal(app.head.value, 26);
  assert.equal(app.position.value, 7);
  assert.equal(app.view.value.stream, 'account-2');
  assert.equal(browser.query, query);
  assert.deepEqual(app.notices.value, []);
});

test('a command that was in flight when the core died ends as a card', async () => {
  const { app, core } = await started();
  const { postMessage } = core;
  core.postMessage = () => {}; // it takes what it is sent, and no more
  const answer = app.send('account-1' as StreamID, 'Deposit', { amount: '5' }, 7);
  await settled();
  core.says({ worker: 'died', message: 'panic: oh' });
  core.postMessage = postMessage;
  core.answers.command = ({ stream }) => recorded(String(stream));
  core.says({ worker: 'running' });
  assert.equal((await answer).kind, 'recorded');
  assert.equal(app.outcomes.value.length, 1);
  assert.deepEqual(
    core.params('command').map(({ id }) => id),
    ['7e57'],
  );
});

test('a log in memory begins anew with another core, and that is said', async () => {
  const { app, core } = await started('', (fake) => {
    fake.guarantee = 'memory';
  });
  app.seek(7 as Position);
  core.says({ worker: 'died', message: 'panic: oh' });
  core.says({ worker: 'running' });
  await settled();
  assert.equal(app.view.value.cursor.kind, 'live');
  assert.match(app.notices.value.at(-1)?.text ?? '', /gone/);
});

test('three crashes leave a page that reads, and keeps what was typed and done', async () => {
  const { app, core, browser } = await started();
  core.answers.command = ({ stream }) => recorded(String(stream));
  await app.send('account-1' as StreamID, 'Deposit', { amount: '5' }, 7);
  for (const message of ['one', 'two', 'three']) core.says({ worker: 'died', message });
  core.says({ worker: 'running' });
  await settled();
  assert.deepEqual(app.core.value, { kind: 'safe', reason: 'three' });
  assert.equal(app.outcomes.value.length, 1);
  core.answers.export = ({ after }) => ({
    lines: `${after}\n`,
    last: Number(after) + 12,
    head: 24,
  });
  await app.saveLog();
  assert.equal(browser.saved[0]?.name, 'Bank.ndjson');
  assert.equal(await browser.saved[0]?.content.text(), '0\n12\n');
  app.tryAgain();
  core.says({ worker: 'running' });
  await settled();
  assert.equal(app.core.value.kind, 'working');
  assert.equal(app.outcomes.value.length, 1);
});

test('a core that dies three times before there is a log leaves a page that reads', async () => {
  const core = new FakeCore();
  const browser = new FakeBrowser('?world=Bank&at=5');
  const client = new Client(new Supervisor(() => core, browser), browser.newId);
  const app = createApp(client, browser);
  void app.start();
  for (const message of ['one', 'two', 'three']) core.says({ worker: 'died', message });
  core.says({ worker: 'running' });
  await settled();
  assert.equal(app.core.value.kind, 'safe');
  assert.equal(app.head.value, 24);
  app.tryAgain();
  core.says({ worker: 'running' });
  await settled();
  assert.equal(app.core.value.kind, 'working');
  assert.equal(app.position.value, 5);
  assert.equal(app.moment.value?.position, 5);
});

test('a core that cannot be had is told with what is safe', async () => {
  const { app, core } = await started();
  core.says({ worker: 'failed', message: 'the server answered 404' });
  assert.equal(app.fatal.value?.kind, 'stopped');
  assert.match(app.fatal.value?.advice ?? '', /safe/);
  assert.deepEqual(app.notices.value, []);
  app.tryAgain();
  core.says({ worker: 'running' });
  await settled();
  assert.equal(app.fatal.value, null);
});

test('a log that cannot be opened leaves the choice of another world', async () => {
  const { app, core } = await started('', (fake) => {
    fake.answers.open = () => {
      throw { code: 'damaged', message: 'Event 7 cannot be read.' };
    };
  });
  assert.equal(app.fatal.value?.kind, 'open');
  core.answers.open = ({ world }) => core.opened(String(world));
  await app.openWorld('Orders');
  assert.equal(app.fatal.value, null);
  assert.equal(app.world.value?.name, 'Orders');
});

test('a core that dies while it starts a log over leaves open whether it did', async () => {
  const { app, core } = await started();
  const { postMessage } = core;
  core.postMessage = () => {}; // it takes what it is sent, and no more
  const reset = app.reset('example');
  core.says({ worker: 'died', message: 'panic: oh' });
  core.postMessage = postMessage;
  core.says({ worker: 'running' });
  await reset;
  assert.equal(app.fatal.value, null);
  assert.match(app.notices.value.at(-1)?.text ?? '', /Whether this took effect is not known/);
  assert.doesNotMatch(app.notices.value.at(-1)?.text ?? '', /could not be started over/);
});

test('a log that cannot be started over is opened again, and that is said', async () => {
  const { app, core } = await started();
  core.answers.reset = () => {
    throw { code: 'unavailable', message: 'The disk is full.' };
  };
  await app.reset('example');
  assert.equal(app.fatal.value, null);
  assert.equal(app.saving.value.kind, 'saved');
  assert.equal(app.head.value, 24);
  assert.equal(
    app.notices.value.at(-1)?.text,
    'Bank could not be started over; the log that there is was opened again. The disk is full.',
  );
});

test('a log that was reset elsewhere while it was opened is not waited for', async () => {
  const { app, core } = await started('', (fake) => {
    fake.answers.open = () => {
      throw { code: 'replaced', message: 'Another tab reset this log.' };
    };
  });
  assert.equal(app.fatal.value?.kind, 'open');
  core.answers.open = ({ world }) => core.opened(String(world));
  await app.openWorld('Bank');
  assert.equal(app.fatal.value, null);
  assert.equal(app.saving.value.kind, 'saved');
});
