// What a benchmark hands over, and the arithmetic that it needs.

import { test } from '@playwright/test';

/** One number, beside the number that it is to be compared with. */
export interface Measurement {
  name: string;
  ours: number;
  /** What stands beside it: another program, or the goal. */
  peer: string;
  theirs: number;
  unit: string;
  /** How many times it was measured. */
  n: number;
}

/** The name of the attachments that the reporter looks for. */
export const attachment = 'measurement';

/** Hands a measurement to the reporter. */
export async function report(measurement: Measurement): Promise<void> {
  await test.info().attach(attachment, { body: JSON.stringify(measurement) });
}

/** Reports the median and the 99th percentile of the samples against a goal. */
export async function reportQuantiles(
  name: string,
  samples: number[],
  goal: number,
  unit: string,
): Promise<void> {
  const against = { peer: 'goal', theirs: goal, unit, n: samples.length };
  await report({ name: `${name} p50`, ours: quantile(samples, 0.5), ...against });
  await report({ name: `${name} p99`, ours: quantile(samples, 0.99), ...against });
}

/** The smallest sample that a share q of all samples does not exceed. */
export function quantile(samples: number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  if (value === undefined) throw new Error('there are no samples');
  return value;
}
