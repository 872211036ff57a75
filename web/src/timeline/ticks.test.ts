import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClock } from './clock';
import { scaleOf } from './scale';
import { roundStep, tickPositions, ticksOf } from './ticks';

const clock = createClock('UTC');
const span = { start: -0.5, end: 199.5 };
const scale = scaleOf(span, 0, 1000);
const morning = Date.UTC(2026, 10, 20, 9, 0, 0, 118);

const labels = (timeAt: (position: number) => number | null) =>
  ticksOf(span, 199, scale, timeAt, clock).map(({ time, day }) => (day ? `${day} ${time}` : time));

describe('roundStep', () => {
  it('rounds up to 1, 2 or 5 times a power of ten', () => {
    assert.deepEqual(
      [0.2, 1, 1.1, 3, 7, 10, 11, 4999, 5001].map(roundStep),
      [1, 1, 2, 5, 10, 10, 20, 5000, 10_000],
    );
  });
});

describe('tickPositions', () => {
  it('stands at round positions, never at 0 and never past the end', () => {
    assert.deepEqual(tickPositions(span, 60, scale, 92), [20, 40, 60]);
  });

  it('keeps labels apart however far one zooms', () => {
    for (const end of [8, 40, 199, 5000, 1_000_000]) {
      const zoomed = { start: -0.5, end };
      const positions = tickPositions(zoomed, end, scaleOf(zoomed, 0, 1000), 92);
      const gaps = positions.slice(1).map((p, i) => p - (positions[i] as number));
      const { perEvent } = scaleOf(zoomed, 0, 1000);
      for (const gap of gaps) assert.ok(gap * perEvent >= 91.9, `${gap} at ${end}`);
      assert.ok(positions.length >= 3, `${positions.length} ticks at ${end}`);
    }
  });
});

describe('ticksOf', () => {
  it('writes seconds where events are seconds apart, and no date within a day', () => {
    assert.deepEqual(labels((p) => morning + p * 250).slice(0, 3), [
      '09:00:05',
      '09:00:10',
      '09:00:15',
    ]);
  });

  it('writes minutes where they tell the ticks apart', () => {
    assert.deepEqual(labels((p) => morning + p * 30_000).slice(0, 2), ['09:10', '09:20']);
  });

  it('writes milliseconds where nothing else would', () => {
    assert.equal(labels((p) => morning + p)[0], '09:00:00.138');
  });

  it('writes the date where the day changes, and at the first tick when there are several', () => {
    const ticks = labels((p) => morning + p * 360_000);
    assert.deepEqual(ticks[0], '20 Nov 14:00');
    assert.equal(ticks.filter((text) => text.includes('Nov')).length, 2);
    assert.ok(ticks.some((text) => text.startsWith('21 Nov')));
  });

  it('gives labels with a date more room', () => {
    const daily = ticksOf(span, 199, scale, (p) => morning + p * 86_400_000, clock);
    const [first, second] = daily;
    assert.ok(first && second && (second.position - first.position) * scale.perEvent >= 131);
    assert.ok(daily.every(({ day }) => day !== ''));
  });

  it('leaves the label out where the time is not known', () => {
    assert.deepEqual(labels((p) => (p > 100 ? null : morning + p * 250)).slice(-2), ['', '']);
  });
});
