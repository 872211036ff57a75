// The policy for snapshots that the visitor has chosen. The core derives from it
// and the log which snapshots there are, so nothing else has to be kept.

import { signal } from '@preact/signals';
import type { Position, SnapshotPlan, SnapshotRule, Version } from '../protocol';
import { keep } from './kept';

/** What can be chosen. */
export interface SnapshotSettings {
  rule: SnapshotRule;
  n: number;
  seconds: number;
}

/** What may be asked for; the core refuses anything else. */
export const bounds = {
  n: { min: 1, max: 1_000_000 },
  seconds: { min: 1, max: 30 * 24 * 3600 },
  deploys: 100,
} as const;

/** A stream of the sample worlds has some ten events: five show what a snapshot is worth. */
export const snapshotSettings = signal<SnapshotSettings>({
  rule: 'boundary',
  n: 5,
  seconds: 3600,
});
keep('snapshots', snapshotSettings);

/** The positions after which code was deployed that folds in another way, in order. */
export const deploys = signal<readonly Position[]>([]);

/** The plan as the core is asked for it. */
export function snapshotPlan(): SnapshotPlan {
  const { rule, n, seconds } = snapshotSettings.value;
  return { rule, n: n as Version, seconds, deploys: [...deploys.value] };
}

/** Deploys code that folds in another way, after the event at a position. */
export function deployAfter(position: Position): void {
  const all = [...deploys.value, position].sort((a, b) => a - b);
  deploys.value = all.slice(-bounds.deploys);
}

/** Takes all deploys back; with another log there were none. */
export function forgetDeploys(): void {
  if (deploys.value.length > 0) deploys.value = [];
}

/** How many deploys preceded what comes after the event at a position. */
export function foldAt(position: number, all: readonly number[] = deploys.value): number {
  return all.filter((deploy) => deploy <= position).length;
}
