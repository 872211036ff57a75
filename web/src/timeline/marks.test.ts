import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StreamID } from '../protocol';
import { hitOf, marksOf, markWidth, paintCells, paletteIndex, widthOf } from './marks';
import { scaleOf } from './scale';
import { type LaneBytes, narrowest, type Stretch, unknownType } from './stretch';

function lane(colours: number[], counts: number[] = colours.map(Math.sign)): LaneBytes {
  return {
    stream: 'account-1' as StreamID,
    colours: Uint8Array.from(colours),
    counts: Uint8Array.from(counts),
  };
}

function stretch(from: number, to: number, ...lanes: LaneBytes[]): Stretch {
  const buckets = lanes[0]?.colours.length ?? 0;
  const times = Array.from({ length: buckets + 1 }, (_, i) => i);
  const tempo = new Uint8Array(buckets);
  return { from, to, buckets, times, tempo, laneFrom: 0, laneTotal: lanes.length, lanes };
}

describe('marksOf', () => {
  it('has a mark per event with the gap to its nearest neighbour', () => {
    const only = lane([1, 0, 0, 3, 2]);
    assert.deepEqual(marksOf(stretch(10, 14, only), only), [
      { position: 10, colour: 1, gap: 3 },
      { position: 13, colour: 3, gap: 1 },
      { position: 14, colour: 2, gap: 1 },
    ]);
  });
});

describe('widthOf', () => {
  const mark = { position: 1, colour: 1, gap: 1 };

  it('is full where there is room', () => {
    assert.equal(widthOf({ ...mark, gap: Number.POSITIVE_INFINITY }, 3), markWidth);
    assert.equal(widthOf(mark, 20), markWidth);
  });

  it('leaves a gap to the next mark, and something to see', () => {
    assert.equal(widthOf(mark, 6), 5);
    assert.equal(widthOf(mark, 1), narrowest - 0.5);
  });
});

describe('hitOf', () => {
  it('finds the nearest mark within reach', () => {
    const only = lane([1, 0, 0, 3, 2]);
    const five = stretch(10, 14, only);
    const scale = scaleOf({ start: 9.5, end: 14.5 }, 0, 50);
    assert.deepEqual(hitOf(five, only, scale, 33, 6), { kind: 'event', position: 13 });
    assert.deepEqual(hitOf(five, only, scale, 41, 6), { kind: 'event', position: 14 });
    assert.equal(hitOf(five, only, scale, 20, 4), null);
  });

  it('finds the cell, and up to which position it goes', () => {
    const only = lane([0, 2], [0, 40]);
    const dense = stretch(1, 100, only);
    const scale = scaleOf({ start: 0.5, end: 100.5 }, 0, 100);
    assert.deepEqual(hitOf(dense, only, scale, 70, 6), { kind: 'cell', last: 100 });
    assert.equal(hitOf(dense, only, scale, 20, 6), null);
    assert.equal(hitOf(dense, only, scale, 120, 6), null);
  });
});

describe('paletteIndex', () => {
  it('repeats the palette and keeps unknown types apart', () => {
    assert.deepEqual([1, 8, 9, unknownType].map(paletteIndex), [1, 8, 1, 0]);
  });
});

describe('paintCells', () => {
  it('paints a row a lane, the more opaque the more events', () => {
    const dense = stretch(
      1,
      300,
      lane([0, 1, unknownType], [0, 1, 64]),
      lane([1, 0, 0], [8, 0, 0]),
    );
    const pixels = new Uint32Array(6);
    paintCells(pixels, dense, [0xff0000aa, 0xff0000bb]);
    assert.equal(pixels[0], 0);
    assert.deepEqual(
      [...pixels].map((pixel) => pixel & 0xffffff),
      [0, 0xbb, 0xaa, 0xbb, 0, 0],
    );
    const alphas = [1, 3, 2].map((i) => (pixels[i] as number) >>> 24);
    assert.ok((alphas[0] as number) < (alphas[1] as number), `got ${alphas}`);
    assert.equal(alphas[2], 255);
  });
});
