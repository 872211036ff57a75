// What Blame says around its answer.

import type { Place } from '../../app/places';
import { aggregates } from '../../app/places';
import { count, plural } from '../../format';
import type { BlameResult, Cause } from '../../protocol';

/** Where a value stands: `account-1 in Balances`. */
export function whereabouts({ where, key }: Omit<Place, 'field'>): string {
  if (where === aggregates) return `${key}, the aggregate`;
  return key === '' ? where : `${key} in ${where}`;
}

/** What the value is called; a row as a whole is its key. */
export function titleOf({ label, key, where }: BlameResult): string {
  return label || key || where;
}

/** How many events there are, and whether they are all. */
export function extent(answer: BlameResult): string {
  const { causes, looked, more, value } = answer;
  if (answer.reached < answer.position) {
    return 'The log has yet to be folded up to here.';
  }
  if (more) return `The newest ${plural(causes.length, 'event')} of those that changed it.`;
  if (looked > 0) return `Looked back to event ${count(looked)}.`;
  if (causes.length === 0) {
    return value === undefined
      ? 'No event up to here gave it a value.'
      : 'No event has touched it: it is as it began.';
  }
  const counting = causes.filter((cause) => cause.effect !== 'idle').length;
  const all = plural(causes.length, 'event');
  if (counting === causes.length) {
    return causes.length === 1 ? 'One event made it what it is.' : `${all} made it what it is.`;
  }
  return `${all} touched it; ${counting === 1 ? '1 still counts' : `${count(counting)} still count`}.`;
}

/** What an event has to do with the value, where that is not plain. */
export function remark({ effect }: Cause): string {
  switch (effect) {
    case 'idle':
      return 'the same without it';
    case 'stage':
      return 'changed nothing then, but counts';
    default:
      return '';
  }
}

/** Who asked for an event, and by which command. */
export function behind({ command, actor }: Cause): string {
  const by = actor ? `by ${actor}` : '';
  return command ? `${command} ${by}`.trim() : by || 'recorded without a command';
}
