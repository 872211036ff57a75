import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type GoTo, type Here, parseGoTo } from './go-to';
import { parseWords } from './words';

// Local time, as people type it.
const at = (year: number, month: number, ...rest: number[]) =>
  new Date(year, month, ...rest).getTime();

const now = at(2026, 10, 21, 14, 0, 0, 500);
const here: Here = { head: 1284, now, shown: at(2026, 10, 20, 9, 30) };

const position = (n: number): GoTo => ({ kind: 'position', position: n });
const time = (timestamp: number): GoTo => ({ kind: 'time', timestamp });

/** What a text leads to, the words' parser included. */
function lead(text: string, from: Here = here): GoTo {
  const to = parseGoTo(text, from);
  return to.kind === 'words' ? parseWords(to.text, from) : to;
}

function refused(text: string, from: Here = here): string {
  const to = lead(text, from);
  assert.equal(to.kind, 'problem', `${text} leads to ${JSON.stringify(to)}`);
  return (to as { message: string }).message;
}

describe('parseGoTo: positions', () => {
  it('reads a position however it is written', () => {
    for (const text of ['842', '#842', ' event 842 ', 'Event #842', 'position 842']) {
      assert.deepEqual(lead(text), position(842), text);
    }
    assert.deepEqual(lead('1,284'), position(1284));
    assert.deepEqual(lead('1 284'), position(1284));
    assert.deepEqual(lead('0'), position(0));
  });

  it('reads the words for both ends', () => {
    assert.deepEqual(lead('first'), position(1));
    assert.deepEqual(lead('before the first event'), position(0));
    for (const text of ['latest', 'now', 'Latest event', 'end']) {
      assert.deepEqual(lead(text), { kind: 'live' }, text);
    }
  });

  it('says where the log ends, of numbers of any length', () => {
    assert.match(refused('1285'), /no event 1,285: the log ends at event 1,284/);
    assert.match(refused('9'.repeat(40)), /no event 9{16}…: the log ends/);
    assert.match(refused('-1'), /numbered from 1/);
  });

  it('goes nowhere in an empty log', () => {
    const empty = { ...here, head: 0 };
    assert.match(refused('1', empty), /no events/);
    assert.match(refused('yesterday', empty), /no events/);
    assert.deepEqual(lead('now', empty), { kind: 'live' });
  });
});

describe('parseGoTo: times', () => {
  it('means the end of what was named, on the day on show', () => {
    assert.deepEqual(lead('14:03:22'), time(at(2026, 10, 20, 14, 3, 22, 999)));
    assert.deepEqual(lead('14:03'), time(at(2026, 10, 20, 14, 3, 59, 999)));
    assert.deepEqual(lead('14:03:22.118'), time(at(2026, 10, 20, 14, 3, 22, 118)));
    assert.deepEqual(lead('14:03:22.1'), time(at(2026, 10, 20, 14, 3, 22, 199)));
    assert.deepEqual(lead('2:03 pm'), time(at(2026, 10, 20, 14, 3, 59, 999)));
    assert.deepEqual(lead('12:00 am'), time(at(2026, 10, 20, 0, 0, 59, 999)));
  });

  it('means today when no event is on show', () => {
    const unknown = { ...here, shown: null };
    assert.deepEqual(lead('13:59', unknown), time(at(2026, 10, 21, 13, 59, 59, 999)));
  });

  it('reads dates, with a time and without', () => {
    assert.deepEqual(lead('2026-11-20'), time(at(2026, 10, 20, 23, 59, 59, 999)));
    assert.deepEqual(lead('2026-11-20 14:03:22'), time(at(2026, 10, 20, 14, 3, 22, 999)));
    assert.deepEqual(lead('2026-11-20T12:00:00Z'), time(Date.UTC(2026, 10, 20, 12, 0, 0, 999)));
  });

  it('means as much of the day, the minute or the second as has passed', () => {
    assert.deepEqual(lead('today'), time(now));
    assert.deepEqual(lead('14:00', { ...here, shown: now }), time(now));
  });

  it('refuses times that do not exist or have not come', () => {
    for (const text of ['25:00', '14:60', '14:03:61', '13:00 pm', '2026-13-01', '2026-02-30']) {
      assert.match(refused(text), /no such time/, text);
    }
    assert.match(refused('15:00', { ...here, shown: now }), /not come yet/);
    assert.match(refused('tomorrow'), /not come yet/);
    assert.match(refused('2027-01-01'), /not come yet/);
  });
});

describe('parseWords', () => {
  it('reads plain words', () => {
    assert.deepEqual(lead('yesterday 15:00'), time(at(2026, 10, 20, 15, 0, 59, 999)));
    assert.deepEqual(lead('yesterday at 14:03:22'), time(at(2026, 10, 20, 14, 3, 22, 999)));
    assert.deepEqual(lead('yesterday'), time(at(2026, 10, 20, 23, 59, 59, 999)));
    assert.deepEqual(lead('20 minutes ago'), time(at(2026, 10, 21, 13, 40, 0, 500)));
    assert.deepEqual(lead('friday'), time(at(2026, 10, 20, 23, 59, 59, 999)));
    assert.deepEqual(lead('at 3pm yesterday'), time(at(2026, 10, 20, 15, 0, 59, 999)));
    assert.deepEqual(lead('yesterday morning'), time(at(2026, 10, 20, 6, 0, 59, 999)));
    assert.deepEqual(lead('october'), time(at(2026, 9, 31, 23, 59, 59, 999)));
  });

  it('refuses what is not a time, or only partly one', () => {
    for (const text of ['v7', 'asdf', 'account-0012', 'yesterday or so 15:00 maybe', '🎈', '<b>']) {
      assert.match(refused(text), /is not an event or a time/, text);
    }
  });

  it('quotes little of a text of any length', () => {
    assert.ok(refused('x'.repeat(10_000)).length < 160);
    assert.match(refused('   '), /Type where to go/);
  });
});
