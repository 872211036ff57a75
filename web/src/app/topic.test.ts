import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTopic, toggleTrial, topicSettings } from './topic';

test('what is tried is put away by the same press, and other settings stay', () => {
  setTopic({ partitions: 7 });
  toggleTrial('order');
  toggleTrial('entity');
  toggleTrial('order');
  assert.deepEqual(topicSettings.value.try, ['entity']);
  assert.equal(topicSettings.value.partitions, 7);
});
