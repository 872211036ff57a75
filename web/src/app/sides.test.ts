import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Position } from '../protocol';
import { formatSides, parseSides, readSide, type Sides } from './sides';

const at = (n: number) => n as Position;

test('sides come back from their own text', () => {
  const cases: Sides[] = [
    { kind: 'moments', from: at(12), to: at(24) },
    { kind: 'moments', from: at(0), to: 'playhead' },
    { kind: 'moments', from: 'playhead', to: 'playhead' },
    { kind: 'code', projection: 'Balance over time' },
    { kind: 'branch', branch: 'what if 1', sameTime: false },
    { kind: 'branch', branch: 'main', sameTime: true },
  ];
  for (const sides of cases) assert.deepEqual(parseSides(formatSides(sides), at(40)), sides);
});

test('what is no comparison is the usual one', () => {
  for (const text of ['', '12', 'a..b', '1..2..3', '-1..2']) {
    assert.deepEqual(parseSides(text, at(40)), { kind: 'moments', from: 30, to: 'playhead' });
  }
  assert.deepEqual(parseSides('', at(4)), { kind: 'moments', from: 0, to: 'playhead' });
});

test('a moment is read as people type it', () => {
  const typed: [string, number | 'playhead' | null][] = [
    ['12', 12],
    [' #12 ', 12],
    ['event 1,284', 1284],
    ['', 'playhead'],
    ['Playhead', 'playhead'],
    ['yesterday', null],
    ['-3', null],
    ['1.5', null],
    ['9'.repeat(16), null],
  ];
  for (const [text, want] of typed) assert.equal(readSide(text), want, text);
});
