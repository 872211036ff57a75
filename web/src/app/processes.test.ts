import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { duration, wholeNumber } from './processes';

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
