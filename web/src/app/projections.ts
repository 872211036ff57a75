// All that the page knows of the projections of the log on show. It is learned at
// once, and forgotten at once when the log is another.

import { signal } from '@preact/signals';
import type { Reading } from '../app';
import type { Client } from '../client';
import type { Narrator } from '../narration';
import type { ProjectionState } from '../protocol';
import { main } from './branches';
import type { Browser } from './browser';
import { ReplayCheck } from './check';
import { Following } from './following';
import type { Notices } from './notices';
import { ProjectionSettings } from './projection-settings';
import { Rebuilds } from './rebuilds';
import type { Stage } from './stage';

/** Projections knows where they stand, how they are set, and when they showed what the visitor did. */
export class Projections {
  readonly rebuilds: Rebuilds;
  readonly following: Following;
  readonly check: ReplayCheck;
  readonly settings = new ProjectionSettings();
  /** Where the visitor picked the selected stream last; null when it was not in a read model. */
  readonly reading = signal<Reading | null>(null);
  readonly #stage: Stage;

  constructor(
    client: Client,
    browser: Browser,
    stage: Stage,
    { narrator, notices }: { narrator: Narrator; notices: Notices },
  ) {
    const say = (sentence: string) => narrator.say(sentence);
    this.#stage = stage;
    this.rebuilds = new Rebuilds(client, (reason) => notices.fail(reason));
    this.following = new Following(() => browser.now(), say);
    this.check = new ReplayCheck(client, say);
    client.onRenew(({ world, branch }) => ({
      ...{ world, ...this.settings.of(world, branch ?? main) },
      ...(branch && { branch }),
    }));
  }

  /** Takes note of where projections stand. */
  learn(states: readonly ProjectionState[]): void {
    this.rebuilds.learn(states);
    this.following.learn(states);
    const { opening, world, log } = this.#stage;
    if (opening.value || !world.value || !log.value) return; // they are of the log before
    const all = Object.values(this.rebuilds.projections.value);
    this.settings.learn(world.value.name, log.value.branch, all);
  }

  /** Drops what was known: the log is another one. */
  forget(): void {
    this.rebuilds.reset();
    this.following.forget();
    this.check.startOver();
    this.reading.value = null;
  }
}
