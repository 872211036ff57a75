// Whether what was done is safe, as the header says it.

import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { CoreState, Saving } from '../app';
import type { Browser } from './browser';
import type { Outbox } from './sending';
import { whyMemory } from './sentences';
import type { Stage } from './stage';

/** An append that is safe sooner than this is not worth a word, in milliseconds. */
const noticeable = 150;

/** Says it by the core, by the log on show, and by what is on its way to storage. */
export function savingOf(
  core: ReadonlySignal<CoreState>,
  { opening, log }: Pick<Stage, 'opening' | 'log'>,
  { busy, failure }: Pick<Outbox, 'busy' | 'failure'>,
  browser: Pick<Browser, 'after'>,
): ReadonlySignal<Saving> {
  const slow = lasting(busy, browser);
  return computed<Saving>(() => {
    const { kind } = core.value;
    if (kind === 'restarting') return { kind: 'restarting' };
    if (kind === 'safe') return { kind: 'readOnly' };
    if (opening.value || !log.value) return { kind: 'opening' };
    if (failure.value !== null) return { kind: 'notSaved', why: failure.value };
    if (log.value.guarantee === 'memory')
      return { kind: 'notSaved', why: whyMemory(log.value.why) };
    return { kind: slow.value ? 'saving' : 'saved' };
  });
}

/** Whether a thing has been so for longer than anybody overlooks. */
function lasting(thing: ReadonlySignal<boolean>, browser: Pick<Browser, 'after'>): Signal<boolean> {
  const lasts = signal(false);
  effect(() => {
    if (!thing.value) {
      lasts.value = false;
      return;
    }
    return browser.after(noticeable, () => {
      lasts.value = true;
    });
  });
  return lasts;
}
