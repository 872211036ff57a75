import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences, jsonLines } from './json-lines';

const indented = (value: unknown) => JSON.stringify(value, null, 2);
const written = (text: string) =>
  jsonLines(text).map((line) => ' '.repeat(line.indent) + line.tokens.map((t) => t.text).join(' '));

test('every character of the data is in a token', () => {
  const text = indented({
    a: 'x "y" \\ é',
    n: -1.5e-7,
    list: [1, [], {}, null, true],
    o: { k: '' },
  });
  const rejoined = jsonLines(text)
    .map((line) => ' '.repeat(line.indent) + line.tokens.map((t) => t.text).join(''))
    .join('\n');
  assert.equal(rejoined, text.replaceAll('": ', '":'));
});

test('numbers keep their digits', () => {
  assert.deepEqual(
    written('{\n  "big": 12345678901234567890123\n}')[1],
    '  "big" : 12345678901234567890123',
  );
});

test('a string with a colon or a brace in it is one token', () => {
  const [, line] = jsonLines(indented({ a: 'b: {c}, "d"' }));
  assert.deepEqual(
    line?.tokens.map((t) => t.kind),
    ['key', 'mark', 'string'],
  );
});

test('each line knows its path', () => {
  const paths = jsonLines(indented({ a: { b: [10, { c: 1 }] }, d: 2 })).map((line) => line.path);
  assert.deepEqual(paths, [
    '',
    '."a"',
    '."a"."b"',
    '."a"."b"[0]',
    '."a"."b"[1]',
    '."a"."b"[1]."c"',
    '."a"."b"[1]',
    '."a"."b"',
    '."a"',
    '."d"',
    '',
  ]);
});

test('what an upcaster added and changed is found, and a comma is no change', () => {
  const stored = jsonLines(indented({ amount: 5000, from: 'x' }));
  const read = jsonLines(indented({ amount: 5000, from: 'y', currency: 'EUR', tags: ['a'] }));
  assert.deepEqual(differences(read, stored, 'added'), [
    'same',
    'same',
    'changed',
    'added',
    'added',
    'added',
    'added',
    'same',
  ]);
  assert.deepEqual(differences(stored, read, 'removed'), ['same', 'same', 'changed', 'same']);
});

test('a key named __proto__ is a key', () => {
  const lines = jsonLines('{\n  "__proto__": 1\n}');
  assert.deepEqual(differences(lines, jsonLines('{}'), 'added'), ['same', 'added', 'same']);
});

test('text that is no JSON is cut without failing', () => {
  for (const text of ['', '}', '"', '{\n', ']]]', 'null', '\u0000']) assert.ok(jsonLines(text));
});
