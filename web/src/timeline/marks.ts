// The marks of a lane: one an event where a bucket is an event, else cells.

import type { Scale } from './scale';
import {
  bucketOf,
  firstOf,
  isExact,
  type LaneBytes,
  narrowest,
  type Stretch,
  unknownType,
} from './stretch';

/** One event of a lane. */
export interface Mark {
  readonly position: number;
  /** As the core numbers it: 1 + the index into the palette, or unknownType. */
  readonly colour: number;
  /** Slots to the nearest other mark of the lane. */
  readonly gap: number;
}

/** A mark as it is in the mock. */
export const markWidth = 8;
export const markHeight = 14;

/** The events of a lane, first to last. The stretch must be exact. */
export function marksOf(stretch: Stretch, lane: LaneBytes): Mark[] {
  const found: { position: number; colour: number }[] = [];
  lane.colours.forEach((colour, bucket) => {
    if (colour !== 0) found.push({ position: stretch.from + bucket, colour });
  });
  return found.map((mark, i) => {
    const before = found[i - 1]?.position ?? Number.NEGATIVE_INFINITY;
    const after = found[i + 1]?.position ?? Number.POSITIVE_INFINITY;
    return { ...mark, gap: Math.min(mark.position - before, after - mark.position) };
  });
}

/** How wide a mark is drawn: narrower where the next would touch it. */
export function widthOf(mark: Mark, perEvent: number): number {
  return Math.min(markWidth, Math.max(narrowest - 0.5, mark.gap * perEvent - 1));
}

/** What is in a lane at a point, if anything is. */
export type Hit =
  | { readonly kind: 'event'; readonly position: number }
  /** One or more events of the lane at positions up to this one. */
  | { readonly kind: 'cell'; readonly last: number };

/** Finds what a person points at: the nearest mark within reach pixels, or the cell there. */
export function hitOf(
  stretch: Stretch,
  lane: LaneBytes,
  scale: Scale,
  x: number,
  reach: number,
): Hit | null {
  if (!isExact(stretch)) {
    const position = Math.round(scale.at(x));
    if (position < stretch.from || position > stretch.to) return null;
    const bucket = bucketOf(stretch, position);
    if (!lane.colours[bucket]) return null;
    return { kind: 'cell', last: firstOf(stretch, bucket + 1) - 1 };
  }
  const point = scale.at(x);
  const slots = reach / scale.perEvent;
  let best: number | null = null;
  const from = Math.max(stretch.from, Math.ceil(point - slots));
  const to = Math.min(stretch.to, Math.floor(point + slots));
  for (let position = from; position <= to; position++) {
    if (!lane.colours[position - stretch.from]) continue;
    if (best === null || Math.abs(position - point) < Math.abs(best - point)) best = position;
  }
  return best === null ? null : { kind: 'event', position: best };
}

/** Colours as a canvas stores them; index 0 is for unknown types, 1 to 8 are the palette. */
export type Pixels = readonly number[];

/** The index into the palette of a colour byte. The palette repeats after 8. */
export function paletteIndex(colour: number): number {
  return colour === unknownType ? 0 : ((colour - 1) % 8) + 1;
}

/**
 * Fills a picture of one pixel a cell, a row a lane: the colour of the last
 * event's type, the more opaque the more events. Pixels are 0xAABBGGRR, which is
 * how every browser that we know of reads an ImageData as 32 bits.
 */
export function paintCells(into: Uint32Array, stretch: Stretch, palette: Pixels): void {
  const opacities = opacitiesOf(stretch);
  stretch.lanes.forEach(({ colours, counts }, row) => {
    const start = row * stretch.buckets;
    for (let i = 0; i < stretch.buckets; i++) {
      const colour = colours[i] as number;
      if (colour === 0) continue;
      const alpha = opacities[counts[i] as number] as number;
      into[start + i] = (alpha << 24) | ((palette[paletteIndex(colour)] as number) & 0xffffff);
    }
  });
}

/**
 * The opacity of a cell by its count: a lone event is always well seen, and the
 * fullest cell of the stretch is solid.
 */
function opacitiesOf(stretch: Stretch): Uint8Array {
  let most = 1;
  for (const { counts } of stretch.lanes) for (const count of counts) most = Math.max(most, count);
  const opacities = new Uint8Array(256);
  for (let count = 1; count < 256; count++) {
    const share = most === 1 ? 1 : Math.min(1, Math.log2(count) / Math.log2(most));
    opacities[count] = Math.round(255 * (0.62 + 0.38 * share));
  }
  return opacities;
}
