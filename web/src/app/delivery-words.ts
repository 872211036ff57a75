// What became of a subscriber, in words.

import { count, listed, plural } from '../format';
import type { DeliveryResult, SubscriberOutcome, Sum } from '../protocol';

/** Whether a read model is what it should be, and if not by how much. */
export function verdict(outcome: SubscriberOutcome): string {
  const { equal, over } = outcome;
  if (equal) return over ? 'Equal to the truth.' : 'Equal so far.';
  const parts = [...outcome.sums.flatMap(inWords), ...rows(outcome)];
  if (parts.length === 0) parts.push(`${plural(outcome.values, 'value')} wrong`);
  return `Wrong: ${listed(parts)}.`;
}

function inWords({ what, currency, invented, missing }: Sum): string[] {
  // A read model of one number has no better word for it than its own name, which stands above.
  const word = what === 'Value' ? '' : ` ${what.toLowerCase()}`;
  const unit = currency ? ` ${currency}` : word;
  const parts: string[] = [];
  if (invented) parts.push(`${invented}${unit} invented`);
  if (missing) parts.push(`${missing}${unit} missing`);
  return parts;
}

function rows({ rowsInvented, rowsMissing }: SubscriberOutcome): string[] {
  const parts: string[] = [];
  if (rowsInvented > 0) parts.push(`${plural(rowsInvented, 'row')} too many`);
  if (rowsMissing > 0) parts.push(`${plural(rowsMissing, 'row')} missing`);
  return parts;
}

/** What a subscriber has taken, in a few words. */
export function taken({ marks, taken: once, again, lost, inPark }: SubscriberOutcome): string {
  const parts = [`${once} of ${marks.length} taken`];
  if (again > 0) parts.push(`${again} more than once`);
  if (lost > 0) parts.push(`${lost} lost`);
  if (inPark > 0) parts.push(`${inPark} parked`);
  return `${parts.join(', ')}.`;
}

/** Where the run is, for whoever moves through it. */
export function place({ tick, ticks }: DeliveryResult): string {
  return tick >= ticks ? `the end, tick ${ticks}` : `tick ${tick} of ${ticks}`;
}

/** Which events are delivered, and what everybody had before them. */
export function delivered({ from, to }: DeliveryResult): string {
  const last = `An event is sent at each tick, from #${count(from)} to #${count(to)}.`;
  return from > 1 ? `${last} What was before, everybody has taken.` : last;
}
