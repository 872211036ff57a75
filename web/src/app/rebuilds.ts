import { signal } from '@preact/signals';
import type { Client } from '../client';
import type { Pace, ProgressPush, ProjectionState, UnknownPolicy } from '../protocol';

/** Rebuilds knows where each projection stands, and has one built again or go on. */
export class Rebuilds {
  readonly projections = signal<Record<string, ProjectionState>>({});
  readonly progress = signal<Record<string, ProgressPush>>({});
  readonly #client: Client;
  readonly #fail: (reason: unknown) => void;

  constructor(client: Client, fail: (reason: unknown) => void) {
    this.#client = client;
    this.#fail = fail;
  }

  /** Takes note of where projections stand. */
  learn(states: readonly ProjectionState[]): void {
    const known = { ...this.projections.value };
    for (const state of states) known[state.name] = state;
    this.projections.value = known;
    for (const state of states) {
      if (state.status !== 'rebuilding') this.#done(`rebuild:${state.name}`);
    }
  }

  hear(push: ProgressPush): void {
    const key = `${push.task}:${push.name}`;
    if (push.done >= push.total) this.#done(key);
    else this.progress.value = { ...this.progress.value, [key]: push };
  }

  /** Forgets everything: the log is another one. */
  reset(): void {
    this.projections.value = {};
    this.progress.value = {};
  }

  rebuild(name: string): void {
    void this.#keep(name, this.#client.request('rebuild', { name }));
  }

  cancel(name: string): void {
    void this.#keep(name, this.#client.request('cancel', { name }));
  }

  resume(name: string, skip: boolean): Promise<void> {
    return this.#keep(name, this.#client.request('resume', { name, skip }));
  }

  /** Says what a projection does at events that it cannot read; it is built again by that. */
  setUnknown(name: string, unknown: UnknownPolicy): Promise<void> {
    return this.#keep(name, this.#client.request('unknown', { name, unknown }));
  }

  /** Lets a projection follow the log at another pace. */
  async setPace(name: string, pace: Pace): Promise<void> {
    await this.#keep(name, this.#client.request('pace', { name, pace }));
  }

  /** Lets a projection begin with nothing, as if it were added now. */
  addLate(name: string): void {
    void this.#keep(name, this.#client.request('late', { name }));
  }

  async #keep(name: string, request: Promise<ProjectionState>): Promise<void> {
    try {
      this.learn([await request]);
    } catch (reason) {
      this.#done(`rebuild:${name}`);
      this.#fail(reason);
    }
  }

  #done(key: string): void {
    if (!(key in this.progress.value)) return;
    const { [key]: _, ...others } = this.progress.value;
    this.progress.value = others;
  }
}
