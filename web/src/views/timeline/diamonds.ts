// The snapshots of the selected stream, as the lanes show them: fetched with the
// span, and told apart at each position without asking again.

import { computed, effect, signal } from '@preact/signals';
import type { App } from '../../app';
import { Latest } from '../../app/latest';
import { foldAt, snapshotPlan, snapshotSettings } from '../../app/snapshots';
import type { SnapshotMark, SnapshotMarksParams, SnapshotMarksResult } from '../../protocol';
import type { Ask } from '../../timeline/stretch';

/** As many as can be told apart in a lane. */
const most = 400;

/** The pause between two answers, in milliseconds: a lane that grows shows its snapshots soon after. */
const rest = 200;

/** The snapshots of a stream in the span. */
export interface StreamSnapshots {
  readonly stream: string;
  readonly marks: readonly SnapshotMark[];
}

/** Diamonds keeps the snapshots of the selected stream in the span. */
export class Diamonds {
  readonly found = signal<StreamSnapshots | null>(null);
  readonly #app: App;
  readonly #ask: () => Ask | null;
  readonly #latest: Latest<SnapshotMarksParams, SnapshotMarksResult>;

  /** ask says which positions are in the span. */
  constructor(app: App, ask: () => Ask | null) {
    this.#app = app;
    this.#ask = ask;
    this.#latest = new Latest<SnapshotMarksParams, SnapshotMarksResult>(
      (params) => app.client.request('snapshotMarks', params),
      ({ marks }, { stream }) => {
        this.found.value = { stream, marks };
      },
      () => {
        this.found.value = null; // the Snapshots tab says why
      },
      () => new Promise((resolve) => setTimeout(resolve, rest)),
    );
  }

  /** Begins to follow the span, until the returned function is called. */
  start(): () => void {
    // Signals compare by identity, so what is wanted is text.
    const wanted = computed(() => JSON.stringify([this.#app.log.value?.hash, this.#wanted()]));
    const stop = effect(() => {
      const params = JSON.parse(wanted.value)[1] as SnapshotMarksParams | null;
      if (params) this.#latest.want(params);
      else this.found.value = null;
    });
    return () => {
      stop();
      this.#latest.forget();
    };
  }

  #wanted(): SnapshotMarksParams | null {
    const app = this.#app;
    const stream = app.view.value.stream;
    // What is on show comes first, and a core that only reads folds nothing.
    const early = app.world.value === null || app.moment.value === null;
    if (early || app.core.value.kind === 'safe' || stream === null) return null;
    if (snapshotSettings.value.rule === 'never' || !known(app, stream)) return null;
    const ask = this.#ask();
    return (
      ask &&
      ({ stream, plan: snapshotPlan(), from: ask.from, to: ask.to, most } as SnapshotMarksParams)
    );
  }
}

/** Whether the world folds streams like this one. */
function known(app: App, stream: string): boolean {
  const category = stream.split('-', 1)[0];
  return app.world.value?.commands.some((command) => command.category === category) ?? false;
}

/** What a snapshot is at a position of the playhead. */
export type DiamondState = 'fresh' | 'stale' | 'future';

/** Says what a snapshot is when the playhead is at a position. */
export function stateOf(
  mark: SnapshotMark,
  position: number,
  deploys: readonly number[],
): DiamondState {
  if (mark.position > position) return 'future';
  return mark.fold === foldAt(position, deploys) ? 'fresh' : 'stale';
}
