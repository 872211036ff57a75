import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { App } from '../app';
import { Latest } from '../app/latest';
import { reasonOf, toldElsewhere } from '../app/reason';
import type { Params, RequestKind, Result } from '../client';

/** What a panel knows of the answer to its question. */
export interface Answered<A> {
  /** The last one while the next is under way; null before the first. */
  answer: A | null;
  /** Why there is none to what is asked now, in a sentence. */
  problem: string | null;
}

/**
 * The pause between two answers, in milliseconds. A panel that lags by a tenth
 * of a second still seems to follow the playhead, and leaves the core to the
 * moment itself.
 */
const rest = 100;

/**
 * Keeps the core's answer to a question that signals make up: it is asked again
 * when its params are others, when what `params` read was replaced by a new log,
 * and when somebody was forgotten. Null asks nothing. `params` should name
 * `shownPosition(app)`, not the playhead's own, so that the moment always comes
 * first. Where an answer is only a part of what is to be found, `again` says so, and the
 * same is asked once more.
 */
export function useAnswer<K extends RequestKind>(
  app: App,
  kind: K,
  params: () => Params<K> | null,
  again: (answer: Result<K>) => boolean = () => false,
): Answered<Result<K>> {
  const [{ answered, follow }] = useState(() => question(app, kind, params, again));
  useEffect(follow, [follow]);
  return answered.value;
}

function question<K extends RequestKind>(
  app: App,
  kind: K,
  params: () => Params<K> | null,
  again: (answer: Result<K>) => boolean,
) {
  const answered = signal<Answered<Result<K>>>({ answer: null, problem: null });
  const ask = app.client.request as (kind: K, params: Params<K>) => Promise<Result<K>>;
  const latest = new Latest<Params<K>, Result<K>>(
    (wanted) => ask.call(app.client, kind, wanted),
    (answer, asked) => {
      answered.value = { answer, problem: null };
      if (again(answer)) latest.want(asked);
    },
    (reason) => {
      if (!toldElsewhere(reason)) answered.value = { ...answered.value, problem: reasonOf(reason) };
    },
    () => new Promise((resolve) => setTimeout(resolve, rest)),
  );
  // Signals compare by identity, so what is wanted is text.
  const wanted: ReadonlySignal<string> = computed(() =>
    JSON.stringify([
      app.world.value?.name ?? null,
      app.log.value?.hash ?? null,
      app.forgets.value,
      params(),
    ]),
  );
  const follow = () => {
    const stop = effect(() => {
      const [world, , , params] = JSON.parse(wanted.value);
      if (world !== null && params !== null) untracked(() => latest.want(params));
    });
    return () => {
      stop();
      latest.forget();
    };
  };
  return { answered, follow };
}
