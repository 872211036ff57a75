import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPlace, parsePlace, samePlace } from './places';

test('a place comes back from its own text', () => {
  for (const place of [
    { where: 'Balances', key: 'account-1', field: 'balance' },
    { where: 'Open accounts', key: '', field: '' },
    { where: 'Balance over time', key: 'account-1', field: '' },
    { where: 'aggregates', key: 'order-1', field: 'items.=a/b%2F.price' },
    { where: 'Balances', key: '', field: 'balance' },
  ]) {
    assert.deepEqual(parsePlace(formatPlace(place)), place);
  }
});

test('a place reads well', () => {
  const place = { where: 'Balances', key: 'account-1', field: 'balance' };
  assert.equal(formatPlace(place), 'Balances/account-1/balance');
});

test('an empty text is no place, and anything else is one', () => {
  assert.equal(parsePlace(''), null);
  assert.deepEqual(parsePlace('%'), { where: '%', key: '', field: '' });
});

test('a field that is absent is an empty one', () => {
  const place = { where: 'Open accounts', key: '', field: '' };
  assert.equal(samePlace(place, { where: 'Open accounts', key: '' }), true);
  assert.equal(samePlace(place, { where: 'Open accounts', key: 'x' }), false);
});
