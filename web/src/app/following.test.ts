import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Position, ProjectionState } from '../protocol';
import { brief, Following } from './following';

function setUp() {
  const said: string[] = [];
  const clock = { time: 1000 };
  const following = new Following(
    () => clock.time,
    (sentence) => said.push(sentence),
  );
  const learn = (name: string, checkpoint: number, fed?: string) =>
    following.learn([
      { name, checkpoint: checkpoint as Position, ...(fed ? { fed } : {}) } as ProjectionState,
    ]);
  return { said, clock, following, learn };
}

test('a projection that shows it before the answer is here took no time', () => {
  const { clock, following, learn } = setUp();
  following.begin();
  clock.time = 1003;
  learn('Balances', 25);
  clock.time = 1005;
  following.recorded('Deposit 50.00', 25 as Position);
  assert.deepEqual(following.followed.value?.shown, { Balances: 0 });
  assert.equal(following.followed.value?.recorded, 5);
});

test('one that comes later is timed, told, and told once', () => {
  const { said, clock, following, learn } = setUp();
  following.begin();
  following.recorded('Deposit 50.00', 25 as Position);
  learn('Balances', 24);
  clock.time = 3100;
  learn('Balances', 25);
  clock.time = 4000;
  learn('Balances', 26);
  assert.deepEqual(following.followed.value?.shown, { Balances: 2100 });
  assert.deepEqual(said, ['Balances shows event 25 2.1 seconds after it was recorded.']);
});

test('what somebody else feeds shows nothing of the log', () => {
  const { following, learn } = setUp();
  following.begin();
  following.recorded('Deposit 50.00', 25 as Position);
  learn('Balances', 25, 'A');
  assert.deepEqual(following.followed.value?.shown, {});
});

test('another log is followed from nothing', () => {
  const { following } = setUp();
  following.begin();
  following.recorded('Deposit 50.00', 25 as Position);
  following.forget();
  assert.equal(following.followed.value, null);
});

test('times are brief', () => {
  assert.equal(brief(4.4), '4 ms');
  assert.equal(brief(2140), '2.1 s');
  assert.equal(brief(180_000), '3 min');
  assert.equal(brief(3 * 3_600_000), '3 h');
});
