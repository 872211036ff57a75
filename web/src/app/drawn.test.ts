import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Drawn, formatDrawn, parseDrawn, withoutPlace, withPlace } from './drawn';

const place = (key: string) => ({ where: 'Balances', key, field: 'balance' });

test('what is drawn comes back from its own text', () => {
  const cases: Drawn[] = [
    { over: 'log', places: [] },
    { over: 'clock', places: [] },
    { over: 'log', places: [place('a~b/%7E'), { where: 'Open accounts', key: '', field: '' }] },
    { over: 'clock', places: [place('account-1')] },
  ];
  for (const drawn of cases) assert.deepEqual(parseDrawn(formatDrawn(drawn)), drawn);
});

test('a place is drawn once, and of too many the oldest goes', () => {
  let drawn: Drawn = { over: 'log', places: [] };
  for (const key of ['a', 'b', 'a', 'c', 'd', 'e']) drawn = withPlace(drawn, place(key));
  assert.deepEqual(
    drawn.places.map(({ key }) => key),
    ['a', 'c', 'd', 'e'],
  );
  assert.equal(withoutPlace(drawn, place('c')).places.length, 3);
});
