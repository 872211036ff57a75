import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signal } from '@preact/signals';
import type { CoreState } from '../app';
import type { Log } from '../protocol';
import { savingOf } from './saving';

/** What saving is told from, and a clock that rings when the test says so. */
function setUp() {
  const core = signal<CoreState>({ kind: 'working' });
  const opening = signal(false);
  const log = signal<Log | null>({ guarantee: 'twoCopies' } as Log);
  const busy = signal(false);
  const failure = signal<string | null>(null);
  let ring = () => {};
  const browser = {
    after(_: number, callback: () => void) {
      ring = callback;
      return () => {
        ring = () => {};
      };
    },
  };
  const saving = savingOf(core, { opening, log }, { busy, failure }, browser);
  return { core, opening, log, busy, failure, saving, later: () => ring() };
}

test('an append is worth a word only while it takes long', () => {
  const { busy, saving, later } = setUp();
  busy.value = true;
  assert.deepEqual(saving.value, { kind: 'saved' });
  later();
  assert.deepEqual(saving.value, { kind: 'saving' });
  busy.value = false;
  assert.deepEqual(saving.value, { kind: 'saved' });
  busy.value = true;
  busy.value = false;
  later();
  assert.deepEqual(saving.value, { kind: 'saved' });
});

test('what is worse is said first', () => {
  const { core, opening, log, failure, saving } = setUp();
  log.value = { guarantee: 'memory', why: 'A test keeps nothing.' } as Log;
  assert.deepEqual(saving.value, { kind: 'notSaved', why: 'A test keeps nothing.' });
  failure.value = 'The disk is full.';
  assert.deepEqual(saving.value, { kind: 'notSaved', why: 'The disk is full.' });
  opening.value = true;
  assert.deepEqual(saving.value, { kind: 'opening' });
  core.value = { kind: 'safe', reason: 'panic' };
  assert.deepEqual(saving.value, { kind: 'readOnly' });
  core.value = { kind: 'restarting' };
  assert.deepEqual(saving.value, { kind: 'restarting' });
});
