import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bookmark, Branch, BranchesResult, Position } from '../protocol';
import { bookmarksOn, flagsOf } from './bookmarks';

const at = (position: number) => position as Position;
const mark = (branch: string, position: number): Bookmark => ({
  branch,
  position: at(position),
  note: '',
});
const branch = (name: string, parent: string, parts: number): Branch => ({
  name,
  parent,
  at: at(parts),
  head: at(99),
  made: 0,
});
const list: BranchesResult = {
  branches: [branch('a', 'main', 10), branch('b', 'a', 20), branch('c', 'b', 5)],
  bookmarks: [mark('main', 3), mark('main', 10), mark('a', 11), mark('main', 12), mark('b', 30)],
  main: at(50),
  unused: '',
};
const shown = (name: string) => bookmarksOn(list, name).map((each) => each.position as number);

test('a branch shows its own bookmarks and those of the past that it shares', () => {
  assert.deepEqual(shown('main'), [3, 10, 12]);
  assert.deepEqual(shown('a'), [3, 10, 11]);
  assert.deepEqual(shown('b'), [3, 10, 11, 30]);
});

test('what parted earlier than its parent did shares no more than that', () => {
  assert.deepEqual(shown('c'), [3]);
});

test('a branch that nobody knows has none', () => {
  assert.deepEqual(shown('gone'), []);
});

test('a note has the room up to the next flag', () => {
  const flags = flagsOf([mark('main', 10), mark('main', 60)], 99);
  assert.deepEqual(
    flags.map(({ x, room, before }) => [x, room, before]),
    [
      [10.5, 50, false],
      [60.5, 39.5, false],
    ],
  );
});

test('the last note stands left of its flag at the end, and shares the room there', () => {
  const flags = flagsOf([mark('main', 10), mark('main', 90)], 99);
  assert.deepEqual(
    flags.map(({ room, before }) => [room, before]),
    [
      [40, false],
      [40, true],
    ],
  );
  assert.deepEqual(
    flagsOf([mark('main', 99)], 99).map(({ room, before }) => [room, before]),
    [[99.5, true]],
  );
});

test('a bookmark beyond the end of the log is not drawn', () => {
  assert.deepEqual(flagsOf([mark('main', 100)], 99), []);
});
