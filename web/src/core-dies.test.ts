// What the page keeps and says when the core dies under it, or cannot be had.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assembled, recorded, settled, started } from './fake-app';
import type { Position, StreamID } from './protocol';

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
  const { app, core } = assembled('?world=Bank&at=5');
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
