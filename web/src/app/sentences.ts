// What the page says when it cannot go on, and when something is not as it should be.

import type { Fatal } from '../app';
import { excerpt, listed, plural } from '../format';
import type { Guarantee, Log } from '../protocol';

const keptHere = 'What was recorded before is still in this browser.';

/** The worker could not be started. */
export function notStarted(detail: string): Fatal {
  return {
    kind: 'start',
    message: 'Playhead could not be started.',
    advice: `${keptHere} Reload the page to try again.`,
    detail,
  };
}

/** The browser lacks something that nothing works without. */
export function notPossible(missing: string): Fatal {
  return {
    kind: 'start',
    message: `Playhead needs ${missing}, which this browser does not have or does not allow.`,
    advice: 'Open the page in a current Chromium, Firefox or Safari, or allow it in the settings.',
  };
}

/** The core stopped while the page was in use, and no other could be started. */
export function stopped(detail: string): Fatal {
  return {
    kind: 'stopped',
    message: 'The core of the page has stopped and could not be started again.',
    advice:
      'Every event that was shown as saved is safe. Try again, or reload the page; look at the log before you send a command again that had no answer yet.',
    detail,
  };
}

/** What the page says while the core starts again. */
export function restarting(log: Log | null): string {
  if (log?.guarantee === 'memory') {
    return 'The core stopped and is starting again. The log was in its memory only, and begins anew.';
  }
  return 'The core stopped and is starting again; nothing recorded is lost.';
}

/** A log in memory is gone with the core that held it. */
export const begunAnew =
  'The core stopped, and the log was in its memory only: this is a new one. What was recorded before is gone.';

/** The log that was on show could not be opened again. */
export function notReopened(world: string, detail: string): Fatal {
  return {
    kind: 'open',
    message: `The core stopped and was started again, but the log of ${world} could not be opened.`,
    advice: 'Nothing in it was changed. Try again, or choose another world above.',
    detail,
  };
}

/** A world's log could not be opened. */
export function notOpened(world: string, detail: string): Fatal {
  return {
    kind: 'open',
    message: `The log of ${world} could not be opened.`,
    advice: 'Nothing in it was changed. Try again, or choose another world above.',
    detail,
  };
}

/** A world's log could not be thrown away. */
export function notStartedOver(world: string, detail: string): string {
  return `${world} could not be started over; the log that there is was opened again. ${detail}`;
}

/** Why the log is gone when the tab closes. */
export function whyMemory(why: string | undefined): string {
  return (
    why ||
    'The browser gives the page no storage, so the log is kept in memory and is gone when this tab closes.'
  );
}

const kept: Record<Exclude<Guarantee, 'memory'>, string> = {
  twoCopies:
    'Every event is in this browser twice: in its database, and in files from which either is restored when the other is damaged.',
  oneCopy: 'Every event is in this browser once.',
  window: 'Every event is in this browser for now.',
};

/** How safe recorded events are. */
export function howKept({ guarantee, why }: Log): string {
  if (guarantee === 'memory') return whyMemory(why);
  return why ? `${kept[guarantee]} ${why}` : kept[guarantee];
}

/** What the browser answered when it was asked to keep the log. */
export function promised(yes: boolean): string {
  return yes
    ? 'The browser promised to keep the log, also when its disk runs full.'
    : 'The browser did not promise it. It keeps the log all the same, unless its disk runs full; ask again when you have used the page more often.';
}

export function unknownWorld(asked: string, shown: string): string {
  return `There is no world “${excerpt(asked)}”. The page shows ${shown}.`;
}

/** A heading and a sentence as one thing to say. */
export function spoken(heading: string, sentence: string): string {
  return sentence.startsWith(heading) ? sentence : `${heading}: ${sentence}`;
}

/** The address names a branch that is not there. */
export function noBranch(name: string): string {
  return `There is no branch “${excerpt(name)}” here; it may have been deleted, or be in another browser. The page shows main.`;
}

/** What another tab did to persons. */
export function forgottenElsewhere(persons: readonly string[]): string {
  const who = persons.length > 3 ? plural(persons.length, 'person', 'people') : listed(persons);
  return `Another tab has forgotten ${who}. This page does not show their data any more, except where read models hold it until they are built again.`;
}
