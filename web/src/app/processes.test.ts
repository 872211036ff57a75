import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Position } from '../protocol';
import { duration, standstillText, waitingText, wholeNumber } from './processes';

describe('duration', () => {
  it('says seconds as people do', () => {
    assert.deepEqual([1, 30, 90, 900, 7200, 86_400, 172_800].map(duration), [
      '1 s',
      '30 s',
      '90 s',
      '15 min',
      '2 h',
      '1 day',
      '2 days',
    ]);
  });
});

describe('wholeNumber', () => {
  it('reads what is within its bounds', () => {
    assert.deepEqual(wholeNumber(' 42 ', 1, 100), { value: 42 });
  });
  it('says what is wrong with everything else', () => {
    for (const text of ['', '0', '101', '1.5', '-3', 'ten', '1e2', '99999999999999999999']) {
      const answer = wholeNumber(text, 1, 100);
      assert.ok('problem' in answer, text);
      assert.match(answer.problem, /A whole number from 1 to 100\./);
    }
  });
});

describe('a standstill', () => {
  const at = () => '14:03';
  const still = { held: false, since: 31 as Position, timestamp: 1, events: 0, processes: 0 };
  it('is none while the runner runs', () => {
    assert.equal(standstillText({ ...still, since: 0 as Position }, at), null);
  });
  it('says where, since when, and that it is so in all tabs', () => {
    assert.equal(
      standstillText({ ...still, crashed: 'charge of checkout-3' }, at),
      'The runner of processes is down, for all tabs, since event 31, 14:03: it crashed at charge of checkout-3.',
    );
    assert.match(standstillText({ ...still, held: true }, at) ?? '', /is held, for all tabs/);
  });
  it('counts what waits', () => {
    assert.equal(waitingText(still), 'Nothing waits for it yet.');
    assert.match(waitingText({ ...still, events: 1000 }), /^1,000 events or more wait for it/);
    assert.match(waitingText({ ...still, events: 1 }), /^1 event waits for it/);
    assert.match(
      waitingText({ ...still, events: 2, processes: 1 }),
      /^2 events and 1 process wait/,
    );
  });
});
