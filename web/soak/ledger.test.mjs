// Whoever says that nothing was lost has to notice when something is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ledger } from './ledger.mjs';

const event = (id, stream, version, position) => ({
  id,
  stream,
  version,
  position,
  data: { about: id },
  hash: `hash-${id}`,
});
const a = event('a', 'soak-1', 1, 1);
const b = event('b', 'soak-1', 2, 2);
const c = event('c', 'soak-2', 1, 3);
const d = event('d', 'soak-1', 3, 4);
const e = event('e', 'soak-1', 4, 5);

test('a log with all that was acknowledged has no faults', () => {
  assert.deepEqual(told().check(log(a, b, c)), []);
});

test('an append that was not acknowledged may be there or not', () => {
  const ledger = told();
  ledger.sending(appended('soak-1', 'd', 'e'));
  assert.deepEqual(ledger.check(log(a, b, c)), []);
  assert.deepEqual(ledger.check(log(a, b, c, d, e)), []);
  assert.equal(ledger.early, 1);
  assert.deepEqual(
    ledger.pending.map(({ events }) => events.length),
    [2],
  );
});

test('an event is lost that was acknowledged and is not there', () => {
  const faults = told().check(log(a, b));
  assert.deepEqual(
    faults.map(({ kind }) => kind),
    ['lost'],
  );
  assert.match(faults[0].text, /event c, #3, soak-2 v1 was acknowledged/);
});

const wrongs = [
  ['a gap in the positions', log(a, b, { ...c, position: 4 }), /#3 is at #4/],
  ['a gap in the versions', log(a, { ...b, version: 3 }, c), /soak-1 v3, not v2/],
  ['an event that is there twice', log(a, b, c, { ...c, position: 4, version: 2 }), /there twice/],
  ['an event that was never sent', log(a, b, c, d), /event d at #4 was never sent/],
  [
    'an event at another position',
    log({ ...b, position: 1, version: 1 }, { ...a, position: 2, version: 2 }, c),
    /event b was #2 v2/,
  ],
  [
    'an event in another stream',
    log(a, b, { ...c, stream: 'soak-3' }),
    /c at #3 is not as it was sent/,
  ],
  ['other data', log(a, b, { ...c, data: {} }), /c at #3 is not as it was sent/],
  ['another hash', log(a, b, { ...c, hash: 'other' }), /#3 had hash hash-c and has other/],
];
for (const [what, lines, text] of wrongs) {
  test(`${what} is wrong`, () => {
    const faults = told().check(lines);
    assert.ok(
      faults.some((fault) => fault.kind === 'wrong' && text.test(fault.text)),
      JSON.stringify(faults),
    );
  });
}

test('a part of an append is wrong', () => {
  const ledger = told();
  ledger.sending(appended('soak-1', 'd', 'e'));
  assert.match(ledger.check(log(a, b, c, d))[0].text, /append d is there with 1 of 2 events/);
});

test('what was seen and is gone is wrong, also without an acknowledgement', () => {
  const ledger = told();
  ledger.sending(appended('soak-1', 'd', 'e'));
  ledger.check(log(a, b, c, d, e));
  assert.match(ledger.check(log(a, b, c))[0].text, /event d, #4, soak-1 v3 was in the log/);
});

test('an acknowledgement of another place than the one it was found at is wrong', () => {
  const ledger = told();
  ledger.sending(appended('soak-1', 'd', 'e'));
  ledger.check(log(a, b, c, d, e));
  const recorded = [
    { position: 6, version: 3 },
    { position: 7, version: 4 },
  ];
  assert.equal(ledger.acknowledge({ id: 'd', recorded }).length, 2);
});

/** A ledger that was told of a, b and c. */
function told() {
  const ledger = new Ledger();
  ledger.sending(appended('soak-1', 'a', 'b'));
  ledger.acknowledge({ id: 'a', recorded: [a, b] });
  ledger.sending(appended('soak-2', 'c'));
  ledger.acknowledge({ id: 'c', recorded: [c], head: { position: 3, hash: 'hash-c' } });
  return ledger;
}

function appended(stream, ...ids) {
  return { stream, events: ids.map((id) => ({ id, data: { about: id } })) };
}

function log(...events) {
  return events.map((event) => JSON.stringify(event)).join('\n');
}
