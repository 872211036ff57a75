import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { View } from './app';
import type { Position, StreamID } from './protocol';
import { fitToLog, formatView, parseView } from './view-url';

const plain: View = {
  world: 'Bank',
  branch: 'main',
  cursor: { kind: 'live' },
  note: '',
  stream: 'account-1' as StreamID,
  filter: '',
  event: null,
  panel: 'projections',
  tab: 'command',
  why: '',
  compare: '',
  draw: '',
  trial: '',
};

const full: View = {
  world: 'Bank',
  branch: 'main',
  cursor: { kind: 'at', position: 842 as Position },
  note: 'before the refund & after',
  stream: 'account-0012' as StreamID,
  filter: 'type:Money* data.amount>100 "50 % & more"',
  event: 840 as Position,
  panel: 'aggregate',
  tab: 'state',
  why: 'Balance over time/account-1%2F2/items.=a b',
  compare: '12..24',
  draw: 'clock:Open accounts~aggregates/a-1/balance',
  trial: 'change:14:{"amount": 5, "currency": "EUR"}',
};

test('a branch is in the address, main is not', () => {
  assert.equal(parseView('?branch=what+if+1').view.branch, 'what if 1');
  assert.equal(parseView('?branch=').view.branch, undefined);
  const { view, problems } = parseView(`?branch=${'x'.repeat(200)}`);
  assert.equal(view.branch, undefined);
  assert.match(problems.join(), /names a branch by 200 characters/);
});

test('a view comes back from its own address', () => {
  for (const view of [plain, full, { ...plain, stream: null }]) {
    const { view: read, problems } = parseView(formatView(view));
    assert.deepEqual(fitToLog({ ...plain, ...read }, 1284 as Position).view, view);
    assert.deepEqual(problems, []);
  }
});

test('a filter stays readable in the address', () => {
  const address = formatView({ ...plain, filter: 'type:Money* stream:account-*' });
  assert.match(address, /filter=type:Money\*\+stream:account-\*$/);
});

test('an address without a query asks for nothing', () => {
  assert.deepEqual(parseView(''), { view: {}, problems: [] });
});

test('the moment before the first event has an address', () => {
  assert.deepEqual(parseView('?at=0').view.cursor, { kind: 'at', position: 0 });
});

for (const at of ['-1', 'abc', '1e3', '3.5', '99999999999999999999', '', ' 7', '٣']) {
  test(`a position of ${JSON.stringify(at)} is refused in a sentence`, () => {
    const { view, problems } = parseView(`?at=${encodeURIComponent(at)}`);
    assert.equal(view.cursor, undefined);
    assert.equal(problems.length, 1);
    assert.match(problems[0] as string, /not a position\. The page shows now\.$/);
  });
}

test('what is refused is not repeated at full length', () => {
  const [problem] = parseView(`?at=${'9'.repeat(10_000)}`).problems;
  assert.ok((problem as string).length < 200);
});

test('a position past the end becomes now, in a sentence', () => {
  const asked: View = { ...plain, cursor: { kind: 'at', position: 900 as Position } };
  const { view, problems } = fitToLog(asked, 24 as Position);
  assert.deepEqual(view.cursor, { kind: 'live' });
  assert.deepEqual(problems, [
    'The address asks for event 900, but the log ends at event 24. The page shows now.',
  ]);
});

test('an open event past the end is closed, also in an empty log', () => {
  const { view, problems } = fitToLog({ ...plain, event: 3 as Position }, 0 as Position);
  assert.equal(view.event, null);
  assert.match(problems[0] as string, /the log is empty/);
});

test('a filter of book length is left out, in a sentence', () => {
  const { view, problems } = parseView(`?filter=${'a'.repeat(3000)}`);
  assert.equal(view.filter, undefined);
  assert.match(problems[0] as string, /3,000 characters/);
});

test('a stream name of book length is left out, in a sentence', () => {
  const { view, problems } = parseView(`?stream=${'a'.repeat(10_000)}`);
  assert.equal('stream' in view, false);
  assert.match(problems[0] as string, /10,000 characters/);
});

test('a note of book length is left out, in a sentence', () => {
  const { view, problems } = parseView(`?at=3&note=${'a'.repeat(500)}`);
  assert.equal('note' in view, false);
  assert.match(problems[0] as string, /500 characters/);
});

test('a note without its moment is not in the address', () => {
  assert.doesNotMatch(formatView({ ...plain, note: 'now' }), /note/);
});

test('an unknown panel or tab is what a visitor finds anyway', () => {
  assert.deepEqual(parseView('?panel=sofa&tab=time'), { view: {}, problems: [] });
});

test('half a surrogate pair does not stop the address from being written', () => {
  assert.match(formatView({ ...plain, filter: '\ud800' }), /filter=%EF%BF%BD$/);
});
