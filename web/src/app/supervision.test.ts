import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  begin,
  follow,
  type Happening,
  patience,
  type Supervision,
  tickEvery,
} from './supervision';

/** What happens to a core, one thing after the other, and the last order that follows. */
class Story {
  known: Supervision = begin(0);
  now = 0;
  orders: string[] = [];

  /** Lets time pass, and then something happen. */
  after(milliseconds: number, ...happenings: Happening[]): this {
    this.now += milliseconds;
    for (const happening of happenings) {
      const { known, order } = follow(this.known, happening, this.now);
      this.known = known;
      if (order) this.orders.push(order === 'start' ? `start ${known.mode}` : order);
    }
    return this;
  }

  /** Lets so many ticks go by on time. */
  ticks(count: number): this {
    for (let i = 0; i < count; i++) this.after(tickEvery, 'tick');
    return this;
  }
}

const running = () => new Story().after(100, 'loading').after(300, 'running');
const untilSilent = Math.ceil(patience / tickEvery);

test('a core that crashes is replaced at once', () => {
  const story = running().after(1000, 'crashed');
  assert.deepEqual(story.orders, ['start full']);
  assert.equal(story.known.phase, 'starting');
});

test('the third crash within a minute starts a core that only reads', () => {
  const story = running().after(1000, 'crashed').after(20_000, 'crashed').after(38_000, 'crashed');
  assert.deepEqual(story.orders, ['start full', 'start full', 'start safe']);
});

test('crashes that are far apart never lead to safe mode', () => {
  const story = running();
  for (let i = 0; i < 20; i++) story.after(31_000, 'crashed');
  assert.deepEqual(new Set(story.orders), new Set(['start full']));
});

test('a core that only reads and crashes is not replaced', () => {
  const story = running()
    .after(1, 'crashed', 'crashed', 'crashed')
    .after(500, 'running', 'crashed');
  assert.equal(story.orders.at(-1), 'end');
  assert.equal(story.known.phase, 'ended');
});

test('after safe mode the whole core has three lives again', () => {
  const story = running().after(1, 'crashed', 'crashed', 'crashed').after(9, 'running', 'retry');
  assert.equal(story.orders.at(-1), 'start full');
  story.after(1, 'crashed', 'crashed');
  assert.equal(story.orders.at(-1), 'start full');
});

test('a core that cannot be loaded is not tried again, until the visitor wants it', () => {
  const story = new Story().after(10, 'loading', 'unloadable');
  assert.deepEqual(story.orders, ['end']);
  story.ticks(20).after(1, 'crashed', 'running');
  assert.deepEqual(story.orders, ['end']);
  story.after(1, 'retry');
  assert.deepEqual(story.orders, ['end', 'start full']);
});

test('a core that answers late, but in time, lives on', () => {
  const story = running();
  for (let i = 0; i < 50; i++) story.ticks(untilSilent).after(patience % tickEvery, 'answered');
  assert.deepEqual(new Set(story.orders), new Set(['beat']));
});

test('a core that hangs is replaced when patience is at its end', () => {
  const story = running().ticks(untilSilent);
  assert.deepEqual(story.orders, ['beat']);
  story.ticks(1);
  assert.deepEqual(story.orders, ['beat', 'start full']);
});

test('one beat is out at a time', () => {
  const story = running().ticks(untilSilent - 1);
  assert.deepEqual(story.orders, ['beat']);
  story.after(1, 'answered').ticks(1);
  assert.deepEqual(story.orders, ['beat', 'beat']);
});

test('a device that slept for a day is no reason to end the core', () => {
  const story = running().ticks(1).after(86_400_000, 'tick').after(5, 'answered');
  assert.deepEqual(story.orders, ['beat']);
});

test('a page that is frozen again and again counts only the time in which it was awake', () => {
  const story = running().ticks(1);
  for (let i = 0; i < untilSilent - 1; i++) story.after(600_000, 'tick');
  assert.deepEqual(story.orders, ['beat']);
});

test('in the background, where a tick comes once a minute, a core that hangs is found all the same', () => {
  const story = running();
  for (let i = 0; i <= untilSilent; i++) story.after(60_000, 'tick');
  assert.deepEqual(story.orders, ['beat', 'start full']);
});

test('a clock that goes backwards does no harm', () => {
  const story = running().ticks(1).after(-50_000, 'tick').after(-1, 'tick', 'answered');
  assert.deepEqual(story.orders, ['beat']);
});

test('a script that is long on its way is not a core that hangs', () => {
  const story = new Story().ticks(100);
  assert.deepEqual(story.orders, []);
});

test('a core that hangs while it starts is replaced', () => {
  const story = new Story().after(1, 'loading').ticks(untilSilent + 1);
  assert.deepEqual(story.orders, ['beat', 'start full']);
});

test('a core that starts has nothing to answer for the one before it', () => {
  const story = running().ticks(untilSilent).after(1, 'crashed', 'loading').ticks(untilSilent);
  assert.deepEqual(story.orders, ['beat', 'start full', 'beat']);
});
