import { ClientError } from '../client';

/** A failure as a sentence for the page. */
export function reasonOf(reason: unknown): string {
  if (reason instanceof ClientError) return reason.message;
  return `Something unforeseen happened: ${reason instanceof Error ? reason.message : String(reason)}.`;
}

const elsewhere: readonly ClientError['code'][] = ['dead', 'safe', 'replaced', 'cancelled'];

/** Whether a failure is told elsewhere: by the fatal state, by a push, or by who gave the work up. */
export function toldElsewhere(reason: unknown): boolean {
  if (!(reason instanceof ClientError)) return false;
  return elsewhere.includes(reason.code);
}

/**
 * The same of a log that was to be opened. That another tab has reset it meanwhile, or that the
 * opening was given up, nobody else tells.
 */
export function openingToldElsewhere(reason: unknown): boolean {
  return reason instanceof ClientError && (reason.code === 'dead' || reason.code === 'safe');
}
