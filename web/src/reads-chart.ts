// The geometry of a chart of what loads read, by the n of a policy. Both the small
// numbers and the large ones matter, so n lies on a logarithmic scale.

/** What loads read on average with one n. */
export interface Reading {
  n: number;
  mean: number;
}

/** Where an n lies between 1 and the largest, as a part of the width. */
export function acrossN(largest: number, n: number): number {
  if (largest <= 1) return 0;
  return Math.min(1, Math.max(0, Math.log(n) / Math.log(largest)));
}

/** Where a mean lies, as a part of the height from the top; the highest lies at the top. */
export function downMean(highest: number, mean: number): number {
  return highest === 0 ? 1 : 1 - mean / highest;
}

/** The line through the readings as an SVG path in a box of width × height. */
export function readsPath(readings: readonly Reading[], width: number, height: number): string {
  const largest = readings.at(-1)?.n ?? 1;
  const highest = Math.max(0, ...readings.map(({ mean }) => mean));
  return readings
    .map(({ n, mean }, i) => {
      const x = round(acrossN(largest, n) * width);
      const y = round(downMean(highest, mean) * height);
      return `${i === 0 ? 'M' : 'L'}${x} ${y}`;
    })
    .join('');
}

/** The index of the reading nearest to a part of the width, -1 without any. */
export function readingAt(readings: readonly Reading[], part: number): number {
  const largest = readings.at(-1)?.n ?? 1;
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  readings.forEach(({ n }, i) => {
    const off = Math.abs(acrossN(largest, n) - part);
    if (off < distance) [best, distance] = [i, off];
  });
  return best;
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
