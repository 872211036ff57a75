import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, started } from './fake-app';
import type { Position, StreamID } from './protocol';

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
