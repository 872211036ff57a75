// What becomes of a command in the whole application.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recorded, started } from './fake-app';
import type { Position, StreamID, Version } from './protocol';

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
