import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Guarantee, Log, Position } from '../protocol';
import { Notices } from './notices';
import { Warnings } from './warnings';

function setUp() {
  const notices = new Notices();
  const warnings = new Warnings(notices);
  const tell = (guarantee: Guarantee, findings: Finding[] = []) =>
    warnings.tell({ branch: 'main', head: 24, guarantee, findings } as unknown as Log);
  const said = () => notices.list.value.map(({ kind, text }) => `${kind}: ${text}`);
  return { notices, warnings, tell, said };
}

const damage = (sentence: string, restored: boolean): Finding => ({
  ...{ sentence, restored },
  from: 3 as Position,
  to: 3 as Position,
});

test('a log in memory is told when it comes to that, not each time it grows', () => {
  const { tell, said, notices } = setUp();
  tell('twoCopies');
  assert.deepEqual(said(), []);
  tell('memory');
  notices.dismiss(1);
  tell('memory');
  assert.deepEqual(said(), []);
  tell('oneCopy');
  tell('memory');
  assert.equal(said().length, 1);
});

test('each damage is told once in a log, and is an error where nothing could be restored', () => {
  const { tell, said, warnings, notices } = setUp();
  tell('twoCopies', [damage('Event #3 was restored.', true)]);
  tell('oneCopy', [damage('Event #3 was restored.', true), damage('Event #4 is lost.', false)]);
  assert.deepEqual(said(), ['info: Event #3 was restored.', 'error: Event #4 is lost.']);
  for (const { id } of notices.list.value) notices.dismiss(id);
  tell('oneCopy', [damage('Event #4 is lost.', false)]);
  assert.deepEqual(said(), []);
  warnings.startOver();
  tell('oneCopy', [damage('Event #4 is lost.', false)]);
  assert.deepEqual(said(), ['error: Event #4 is lost.']);
});
