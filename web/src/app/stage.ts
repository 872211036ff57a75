// What is on show: a world, its log, and the view of it, which the address tells.

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Fatal, View } from '../app';
import type { Log, Position, Window as RowWindow, World } from '../protocol';
import { formatView } from '../view-url';
import type { Address } from './address';
import { main } from './branches';

/** The view that a visitor finds who asked for nothing. */
export const usual: View = {
  world: '',
  branch: main,
  cursor: { kind: 'live' },
  note: '',
  stream: null,
  filter: '',
  event: null,
  panel: 'projections',
  tab: 'command',
  why: '',
  compare: '',
  draw: '',
  trial: '',
};

/** What Stage has to know of the application. */
export interface Prompt {
  /** Whether a seeded history plays into place: it is not the past, and no step to link to. */
  introducing(): boolean;
  /** What the moment that a view shows is remembered for. */
  noteOf(view: View): string;
}

/** Stage holds what is on show. Whoever changes the view does it by `show`, so that the address follows. */
export class Stage {
  readonly view = signal<View>(usual);
  readonly world = signal<World | null>(null);
  readonly log = signal<Log | null>(null);
  /** Whether a log is being opened; what is on show is of the one before, or nothing. */
  readonly opening = signal(true);
  /** What keeps the page from working at all. */
  readonly fatal = signal<Fatal | null>(null);
  /** The rows of read models that the visitor chose to see, by name. */
  readonly windows = signal<Record<string, RowWindow>>({});

  readonly head = computed(() => this.log.value?.head ?? (0 as Position));
  /** The position on show: the cursor's, or the head when it is live. */
  readonly position = computed(() => {
    const { cursor } = this.view.value;
    return cursor.kind === 'live'
      ? this.head.value
      : (Math.min(cursor.position, this.head.value) as Position);
  });
  readonly past: ReadonlySignal<boolean>;
  readonly #address: Address;
  readonly #prompt: Prompt;

  constructor(address: Address, prompt: Prompt) {
    this.#address = address;
    this.#prompt = prompt;
    this.past = computed(() => this.position.value < this.head.value && !prompt.introducing());
  }

  /** Changes the view: as a new step of the history, or in place of the one that there is. */
  show(change: Partial<View>, how: 'push' | 'replace' = 'replace'): void {
    // A note is about one moment: it goes with it.
    const note = change.cursor === undefined ? this.view.value.note : '';
    const shown = { ...this.view.value, note, ...change };
    this.view.value = shown;
    if (this.#prompt.introducing()) return;
    this.#address.write(() => formatView({ ...shown, note: this.#prompt.noteOf(shown) }), how);
  }

  /** Shows other rows of a read model; null goes back to the rows that changed. */
  showRows(readModel: string, rows: RowWindow | null): void {
    const { [readModel]: _, ...others } = this.windows.value;
    this.windows.value = rows ? { ...others, [readModel]: rows } : others;
  }
}
