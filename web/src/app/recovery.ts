import { batch, signal } from '@preact/signals';
import type { CoreState, Fatal } from '../app';
import type { Client, CoreStatus } from '../client';
import type { Opened } from '../protocol';
import { openingToldElsewhere, reasonOf } from './reason';
import { notReopened, notStarted, stopped } from './sentences';

/** What Recovery has to know of the application, and does to it. */
export interface Patient {
  /** The world on show, or about to be, and its branch. */
  world(): string;
  branch(): string;
  /** Whether a log was ever on show. */
  begun(): boolean;
  /** Begins as after loading the page. */
  begin(): void;
  /** Shows the log as another core found it; afresh where views were left without answers. */
  restore(opened: Opened, afresh: boolean): void;
  /** Shows a log of which only the events can be read. */
  read(opened: Opened): void;
  /** Shows what keeps the page from working, or that nothing does any more. */
  stop(fatal: Fatal | null): void;
}

/** Recovery keeps the page as it was while the core behind it dies and is replaced. */
export class Recovery {
  readonly core = signal<CoreState>({ kind: 'working' });
  readonly #client: Client;
  readonly #patient: Patient;
  /** Whether a core ever took requests. */
  #ran = false;
  /** Whether the core before this one only read. */
  #onlyRead = false;

  constructor(client: Client, patient: Patient) {
    this.#client = client;
    this.#patient = patient;
    client.onStatus((status) => this.#hear(status));
    client.onReopen((opening) => void this.#reopen(opening));
  }

  /** Starts the whole core, after it has ended or while it only reads. */
  tryAgain(): void {
    this.#client.retry();
    if (!this.#patient.begun()) this.#patient.begin();
  }

  #hear(status: CoreStatus): void {
    switch (status.kind) {
      case 'starting':
        return;
      case 'restarting':
        batch(() => {
          this.core.value = { kind: 'restarting' };
          this.#patient.stop(null);
        });
        return;
      case 'ready':
        this.#ran = true;
        if (status.mode === 'full') this.core.value = { kind: 'working' };
        else void this.#read(status.message);
        return;
      case 'ended':
        batch(() => {
          this.core.value = { kind: 'working' };
          this.#patient.stop((this.#ran ? stopped : notStarted)(status.message));
        });
    }
  }

  async #reopen(opening: Promise<Opened>): Promise<void> {
    try {
      const opened = await opening;
      if (this.#patient.begun()) this.#patient.restore(opened, this.#onlyRead);
      this.#onlyRead = false;
    } catch (reason) {
      if (openingToldElsewhere(reason) || this.#client.status.kind === 'restarting') return;
      this.#patient.stop(notReopened(this.#patient.world(), reasonOf(reason)));
    }
  }

  async #read(reason: string): Promise<void> {
    this.core.value = { kind: 'safe', reason };
    this.#onlyRead = true;
    const [world, branch] = [this.#patient.world(), this.#patient.branch()];
    try {
      this.#patient.read(await this.#client.request('open', { world, branch }));
    } catch (failure) {
      if (!openingToldElsewhere(failure)) {
        this.#patient.stop(notReopened(this.#patient.world(), reasonOf(failure)));
      }
    }
  }
}
