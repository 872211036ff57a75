import assert from 'node:assert/strict';
import { test } from 'node:test';
import { across, down, frameOf, pathOf, stepAt } from './step-chart';

const steps = [
  { position: 10, value: 0 },
  { position: 20, value: 100 },
  { position: 40, value: 50 },
];

test('the frame reaches from the first step to the end, with zero in it', () => {
  assert.deepEqual(frameOf(steps, 110), { from: 10, to: 110, low: 0, high: 100 });
  assert.deepEqual(frameOf([{ position: 3, value: -40 }], 3), {
    from: 3,
    to: 4,
    low: -40,
    high: 0,
  });
});

test('a value holds until the next step, and the last one to the end of the line', () => {
  const frame = frameOf(steps, 110);
  assert.equal(pathOf(steps, frame, 60, 100, 50), 'M0 50H10V0H30V25H50');
});

test('a chart without steps has no line', () => {
  assert.equal(pathOf([], frameOf([], 5), 5, 100, 50), '');
});

test('a chart of zeros is a line at its foot', () => {
  const zeros = [{ position: 1, value: 0 }];
  const frame = frameOf(zeros, 11);
  assert.equal(down(frame, 0), 1);
  assert.equal(across(frame, 6), 0.5);
});

test('a place on the chart is read from the step that holds there', () => {
  const frame = frameOf(steps, 110);
  assert.equal(stepAt(steps, frame, 0), 0);
  assert.equal(stepAt(steps, frame, 0.09), 0);
  assert.equal(stepAt(steps, frame, 0.1), 1);
  assert.equal(stepAt(steps, frame, 1), 2);
});
