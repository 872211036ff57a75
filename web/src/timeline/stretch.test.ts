import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Position, StreamID, TimelineResult } from '../protocol';
import { sizeOf } from './span';
import {
  type Ask,
  askForLog,
  askForSpan,
  barHeights,
  bucketOf,
  firstOf,
  isExact,
  lengthOf,
  narrowest,
  type Stretch,
  timeIn,
  unpack,
} from './stretch';

const noon = Date.UTC(2026, 10, 20, 12);

/** A stretch without lanes. */
function stretchOf(ask: Ask, times: number[]): Stretch {
  return {
    ...ask,
    times,
    tempo: new Uint8Array(ask.buckets),
    laneFrom: 0,
    laneTotal: 0,
    lanes: [],
  };
}

describe('askForSpan', () => {
  it('asks for a bucket an event while marks have room', () => {
    const ask = askForSpan({ start: 99.5, end: 199.5 }, 1000, 1000);
    assert.deepEqual(ask, { from: 99, to: 200, buckets: 102 });
  });

  it('asks for cells of the same events wherever the span is', () => {
    const size = 100_000;
    const asks = [0, 1, 37, 5000].map((start) =>
      askForSpan({ start, end: start + size }, 1_000_000, 1200),
    ) as Ask[];
    const perBucket = asks.map((ask) => lengthOf(ask) / ask.buckets);
    assert.equal(new Set(perBucket).size, 1);
    for (const ask of asks) assert.equal((ask.from - 1) % (perBucket[0] as number), 0);
  });

  it('never asks for more than the protocol allows, nor for a haze', () => {
    for (const width of [1, 300, 1300, 4000, 20_000]) {
      for (const size of [8, 500, 10_000, 1_000_000]) {
        const span = { start: 0.3, end: size + 0.3 };
        const ask = askForSpan(span, 1_000_000, width);
        assert.ok(ask && ask.buckets <= 2000 && ask.buckets >= 1, `${width} ${size}`);
        const cell = (lengthOf(ask) / ask.buckets) * (width / sizeOf(span));
        assert.ok(ask.buckets <= 2 || cell >= narrowest - 0.01, `${width} ${size}: ${cell} px`);
      }
    }
  });

  it('asks for nothing when there is nothing to see', () => {
    assert.equal(askForSpan({ start: -0.5, end: 24.5 }, 0, 1000), null);
    assert.equal(askForSpan({ start: -0.5, end: 24.5 }, 10, 0), null);
    assert.equal(askForSpan({ start: 12, end: 24 }, 10, 1000), null);
  });
});

describe('askForLog', () => {
  it('asks for a bar every few pixels, or one an event', () => {
    assert.deepEqual(askForLog(10_000, 1200, 6), { from: 1, to: 10_000, buckets: 200 });
    assert.deepEqual(askForLog(5, 1200, 6), { from: 1, to: 5, buckets: 5 });
    assert.equal(askForLog(0, 1200, 6), null);
  });
});

describe('bucketOf', () => {
  it('finds the bucket that the core put each position into', () => {
    for (const ask of [
      { from: 1, to: 10, buckets: 3 },
      { from: 4, to: 1003, buckets: 7 },
      { from: 1, to: 64, buckets: 64 },
      { from: 513, to: 1000, buckets: 61 },
    ]) {
      for (let bucket = 0; bucket < ask.buckets; bucket++) {
        for (let p = firstOf(ask, bucket); p < firstOf(ask, bucket + 1); p++) {
          assert.equal(bucketOf(ask, p), bucket, `${p} of ${JSON.stringify(ask)}`);
        }
      }
      assert.equal(firstOf(ask, ask.buckets), ask.to + 1);
    }
  });
});

describe('unpack', () => {
  it('unpacks the bytes of tempo and lanes', () => {
    const result: TimelineResult = {
      from: 1 as Position,
      to: 3 as Position,
      buckets: 3,
      times: [1, 2, 3, 3],
      tempo: btoa('\x00\x7f\xff'),
      laneTotal: 9,
      lanes: [
        {
          stream: 'account-1' as StreamID,
          colours: btoa('\x01\x00\xff'),
          counts: btoa('\x01\x00\x01'),
        },
      ],
    };
    const stretch = unpack(result, 4);
    assert.deepEqual([...stretch.tempo], [0, 127, 255]);
    assert.deepEqual([...(stretch.lanes[0]?.colours ?? [])], [1, 0, 255]);
    assert.equal(stretch.laneFrom, 4);
    assert.equal(isExact(stretch), true);
  });
});

describe('timeIn', () => {
  const second = 1000;
  const coarse = stretchOf({ from: 1, to: 40, buckets: 4 }, [
    noon,
    noon + 0.5 * second, // the first ten in half a second
    noon + 30 * second, // the next ten within the minute
    noon + 7_200_000, // the next ten within the day
    noon + 90_000_000, // the last ten over night
  ]);

  it('is exact for the first event of a bucket and the last of all', () => {
    assert.deepEqual(timeIn(coarse, 11), { timestamp: noon + 500, precision: 'exact' });
    assert.deepEqual(timeIn(coarse, 40), { timestamp: noon + 90_000_000, precision: 'exact' });
  });

  it('says no more than both ends of a bucket agree on', () => {
    assert.equal(timeIn(coarse, 5)?.precision, 'second');
    assert.equal(timeIn(coarse, 15)?.precision, 'minute');
    assert.equal(timeIn(coarse, 25)?.precision, 'day');
    assert.equal(timeIn(coarse, 35), null);
  });

  it('knows nothing of other positions', () => {
    assert.equal(timeIn(coarse, 0), null);
    assert.equal(timeIn(coarse, 41), null);
  });
});

describe('barHeights', () => {
  it('tells the quietest from the busiest of a log that uses little of the scale', () => {
    const heights = barHeights(Uint8Array.of(100, 132, 164));
    assert.deepEqual(
      heights.map((height) => height.toFixed(3)),
      ['0.200', '0.600', '1.000'],
    );
  });

  it('makes no mountains of a steady log', () => {
    assert.ok(Math.max(...barHeights(Uint8Array.of(100, 101, 100))) < 0.3);
    assert.deepEqual(barHeights(new Uint8Array()), []);
  });
});
