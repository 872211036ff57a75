// To undo is to let the opposite happen as well: which event somebody is about to
// undo, and what is said about it.

import { signal } from '@preact/signals';
import type { Compensation, Position, UndoResult } from '../protocol';

/** The event that somebody is about to undo; null for none. */
export const undoing = signal<Position | null>(null);

/** Where a compensation goes, in words. */
export function whereTo({ stream, version }: Compensation): string {
  return version === 0 ? `in a new stream, ${stream}` : `on ${stream}`;
}

/** Why it cannot be sent as it stands now, in a sentence; null when it can. */
export function obstacle({ refusal, problems }: Compensation): string | null {
  const problem = problems?.[0];
  if (problem) return `It cannot be sent: ${problem.message}`;
  return refusal ? `It would be refused now: ${refusal.message}.` : null;
}

/** What is said to somebody who does not see it. */
export function told({ position, done, opposite, why }: UndoResult): string {
  if (done) {
    const by = done.map((row) => `event ${row.position}, ${row.type}`).join(', and that by ');
    return `Event ${position} is undone by ${by}.`;
  }
  if (!opposite) return why;
  const records = `Undo records the opposite: ${opposite.summary} ${whereTo(opposite)}.`;
  return `${records} ${obstacle(opposite) ?? why}`;
}
