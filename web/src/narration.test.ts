import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Clock, Narrator, rest } from './narration';

/** A clock that stands still until it is moved. */
class Hands implements Clock {
  #now = 0;
  #due: { at: number; callback: () => void }[] = [];

  after(milliseconds: number, callback: () => void): () => void {
    const entry = { at: this.#now + milliseconds, callback };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((each) => each !== entry);
    };
  }

  move(milliseconds: number): void {
    this.#now += milliseconds;
    const due = this.#due.filter(({ at }) => at <= this.#now);
    this.#due = this.#due.filter(({ at }) => at > this.#now);
    for (const { callback } of due) callback();
  }
}

function narrator() {
  const said: string[] = [];
  const clock = new Hands();
  return { said, clock, narrator: new Narrator((sentence) => said.push(sentence), clock) };
}

test('an answer is said at once', () => {
  const { said, narrator: n } = narrator();
  n.say('Recorded.');
  assert.deepEqual(said, ['Recorded.']);
});

test('a playhead that moves is described where it rests', () => {
  const { said, clock, narrator: n } = narrator();
  for (let event = 1; event <= 100; event++) {
    n.describe(`event ${event}`);
    clock.move(16);
  }
  assert.deepEqual(said, []);
  clock.move(rest);
  assert.deepEqual(said, ['event 100']);
});

test('an answer takes the place of a description that has not been said', () => {
  const { said, clock, narrator: n } = narrator();
  n.describe('event 7');
  n.say('There is no later event.');
  clock.move(rest);
  assert.deepEqual(said, ['There is no later event.']);
});

test('nothing is described while the log plays', () => {
  const { said, clock, narrator: n } = narrator();
  n.describe('event 7');
  n.quiet();
  clock.move(rest);
  assert.deepEqual(said, []);
});
