import assert from 'node:assert/strict';
import { test } from 'node:test';
import { categoryOf, nextFreeName } from './stream-name';

test('the category is what stands before the first dash', () => {
  assert.equal(categoryOf('account-7'), 'account');
  assert.equal(categoryOf('account-7-b'), 'account');
  assert.equal(categoryOf('account'), 'account');
});

test('the next free name follows the highest number', () => {
  assert.equal(nextFreeName('account', ['account-2', 'account-7', 'account-3']), 'account-8');
});

test('the next free name is as wide as the others', () => {
  assert.equal(nextFreeName('account', ['account-0009', 'account-0012']), 'account-0013');
  assert.equal(nextFreeName('account', ['account-99']), 'account-100');
});

test('names without a number, and of other categories, do not count', () => {
  assert.equal(nextFreeName('user', ['user-ada', 'users-9', 'order-4', 'user-2b']), 'user-1');
  assert.equal(nextFreeName('user', []), 'user-1');
});
