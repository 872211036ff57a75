import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClock } from './clock';
import { sentenceOf, textOf } from './sentence';

const clock = createClock('UTC');
const timestamp = Date.UTC(2026, 10, 20, 14, 3, 22, 118);

describe('sentenceOf', () => {
  const say = (...args: [number, number, Parameters<typeof sentenceOf>[2]]) =>
    textOf(sentenceOf(...args, clock));

  it('says the event, how many there are, and when it was recorded', () => {
    assert.equal(
      say(842, 1284, { timestamp, precision: 'exact' }),
      'Event 842 of 1,284 recorded 20 Nov 2026, 14:03:22.118',
    );
  });

  it('says no more of the time than is known', () => {
    const recorded = (precision: 'second' | 'minute' | 'day') =>
      sentenceOf(842, 1284, { timestamp, precision }, clock).recorded;
    assert.equal(recorded('second'), 'recorded 20 Nov 2026, 14:03:22');
    assert.equal(recorded('minute'), 'recorded 20 Nov 2026, 14:03');
    assert.equal(recorded('day'), 'recorded 20 Nov 2026');
    assert.equal(say(842, 1284, null), 'Event 842 of 1,284');
  });

  it('has words for the moment before everything, and for nothing at all', () => {
    assert.equal(say(0, 1284, null), 'Before the first event');
    assert.equal(say(0, 0, null), 'No events yet');
  });
});
