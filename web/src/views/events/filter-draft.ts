// The text in the filter box: what could stand at its caret, and when it
// becomes the filter.

import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { App } from '../../app';
import { Latest } from '../../app/latest';
import type { CompleteParams, CompleteResult, Completion } from '../../protocol';
import type { EventList } from './event-list';

/** How long typing pauses before the filter is tried, in milliseconds. */
const pause = 250;

/** How much longer it may pause in the middle of a word that can be completed. */
const patience = 500;

/** A text with the place where typing goes on. */
export interface Draft {
  text: string;
  caret: number;
}

/** Completions on offer for a text; the chosen one is an index, or null. */
interface Offer {
  text: string;
  result: CompleteResult;
  chosen: number | null;
}

/**
 * The text after a completion was taken. It may be longer than the text that
 * was completed: what was typed at the caret since is replaced as well.
 */
export function completed(
  text: string,
  of: string,
  { from, to }: Pick<CompleteResult, 'from' | 'to'>,
  option: Completion,
): Draft {
  const before = text.slice(0, from) + option.text;
  const end = Math.max(from, to + text.length - of.length);
  return { text: before + text.slice(end), caret: before.length };
}

/** FilterDraft is the text in the box, ahead of the filter on show. */
export class FilterDraft {
  readonly text = signal('');
  readonly options: ReadonlySignal<Completion[]>;
  /** The index of the option that Enter takes; null when none is chosen. */
  readonly chosen: ReadonlySignal<number | null>;

  readonly #list: EventList;
  readonly #offer = signal<Offer | null>(null);
  readonly #completions: Latest<CompleteParams, CompleteResult>;
  readonly #ends: (() => void)[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What this box asked for last, which comes back by way of the view. */
  #submitted = '';

  constructor(app: App, list: EventList) {
    this.#list = list;
    this.options = computed(() => this.#offer.value?.result.options ?? []);
    this.chosen = computed(() => this.#offer.value?.chosen ?? null);
    this.#completions = new Latest(
      (params) => app.client.request('complete', params),
      (result, { text }) => {
        const fits = text === this.text.value && result.options.length > 0;
        this.#offer.value = fits ? { text, result, chosen: this.#chosenIn(result) } : null;
      },
      () => this.close(), // completions are a help; without them typing goes on
    );
    this.#ends = [
      effect(() => {
        const { filter } = app.view.value;
        if (filter.trim() === this.#submitted) return;
        this.#submitted = filter.trim();
        this.text.value = filter;
      }),
    ];
  }

  dispose(): void {
    for (const end of this.#ends) end();
    clearTimeout(this.#timer);
    this.#completions.forget();
  }

  /** The visitor typed. */
  typed({ text, caret }: Draft): void {
    this.text.value = text;
    if (this.#offer.value) this.#offer.value = { ...this.#offer.value, chosen: null };
    this.complete(caret);
    clearTimeout(this.#timer);
    if (text.trim() === '') this.submit();
    else this.#timer = setTimeout(() => this.#paused(), pause);
  }

  // Half a word matches nothing, and an empty grid would only distract.
  #paused(): void {
    if (this.options.value.length === 0) this.submit();
    else this.#timer = setTimeout(() => this.submit(), patience);
  }

  /** Offers what could stand at the caret. */
  complete(caret: number): void {
    this.#completions.want({ text: this.text.value, caret });
  }

  /** Makes the text the filter now. */
  submit(): void {
    clearTimeout(this.#timer);
    this.#submitted = this.text.value.trim();
    void this.#list.apply(this.text.value);
  }

  clear(): void {
    batch(() => {
      this.text.value = '';
      this.close();
      this.submit();
    });
  }

  /** Replaces the text, as a button elsewhere asks for. */
  replace(text: string): void {
    this.text.value = text;
    this.submit();
  }

  /** Chooses the next option, or the one before; after the last comes none, then the first. */
  choose(by: 1 | -1): void {
    const offer = this.#offer.value;
    if (!offer) return;
    const places = offer.result.options.length + 1; // the last place is none
    const next = ((offer.chosen ?? places - 1) + by + places) % places;
    this.#offer.value = { ...offer, chosen: next === places - 1 ? null : next };
  }

  /** Takes an option and says where typing goes on; null when there is none. */
  take(index: number): Draft | null {
    const offer = this.#offer.value;
    const option = offer?.result.options[index];
    if (!offer || !option) return null;
    const draft = completed(this.text.value, offer.text, offer.result, option);
    this.close();
    this.typed(draft);
    return draft;
  }

  // Somebody may choose before the answer about their last letter is there.
  #chosenIn({ options }: CompleteResult): number | null {
    const chosen = this.options.peek()[this.chosen.peek() ?? -1];
    const index = options.findIndex((option) => option.text === chosen?.text);
    return index === -1 ? null : index;
  }

  /** Closes the list of options. */
  close(): void {
    this.#completions.forget();
    this.#offer.value = null;
  }
}
