import { signal } from '@preact/signals';
import type { Client } from '../client';
import type { CheckState } from '../protocol';

/** ReplayCheck knows what the core found when it last folded the log anew. */
export class ReplayCheck {
  /** Null until something was compared. */
  readonly state = signal<CheckState | null>(null);
  readonly #client: Client;
  readonly #say: (sentence: string) => void;

  constructor(client: Client, say: (sentence: string) => void) {
    this.#client = client;
    this.#say = say;
    client.onPush('checked', (state) => this.#take(state));
  }

  /** Drops what is known: the log is another one. What the core knows of that one is asked for. */
  startOver(): void {
    this.state.value = null;
    this.#client.request('check').then(
      (state) => {
        if (state.status !== 'begun') this.#take(state);
      },
      () => {}, // a push tells it later
    );
  }

  #take(state: CheckState): void {
    const before = this.state.value?.status;
    this.state.value = state;
    if (state.status === before) return;
    if (state.status === 'parted')
      this.#say(`Replay check: ${state.parted.map(parting).join(' ')}`);
    else if (before === 'parted') this.#say('Replay check: everything is equal again.');
  }
}

/** Where a read model parted from its rebuild, in a sentence. */
export function parting(parted: CheckState['parted'][number]): string {
  const { projection, event, key, field, live, rebuilt, problem } = parted;
  const at = event ? ` at #${event.position} ${event.type}` : '';
  if (problem) return `${projection} parts from its rebuild${at}: ${problem}`;
  const what = [key, field.toLowerCase()].filter((each) => each !== '').join(' ');
  return `${projection} parts from its rebuild${at}: ${what} is ${live ?? 'not there'} live and ${rebuilt ?? 'not there'} rebuilt.`;
}
