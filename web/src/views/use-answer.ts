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

/** The pause before the next part of the same answer: it is waited for, and a frame has its turn. */
const breath = 16;

/**
 * How an answer that comes in parts goes on. Such a question names the positions that it is
 * about, so its answer stands while the log grows, and is not begun again for that.
 */
export interface Parts<K extends RequestKind> {
  /** What is to be asked after a part: the same once more (true), or other params; false ends it. */
  again(answer: Result<K>, asked: Params<K>): boolean | Params<K>;
  /** What is known with the next part; without it the part itself. */
  join?(known: Result<K>, part: Result<K>, asked: Params<K>): Result<K>;
}

/**
 * Keeps the core's answer to a question that signals make up: it is asked again
 * when its params are others, when what `params` read was replaced by a new log,
 * and when somebody was forgotten. Null asks nothing. `params` should name
 * `shownPosition(app)`, not the playhead's own, so that the moment always comes
 * first. Where an answer comes in parts, `parts` says how it goes on; it does not any more
 * when something else is asked, or when nobody looks.
 */
export function useAnswer<K extends RequestKind>(
  app: App,
  kind: K,
  params: () => Params<K> | null,
  parts?: Parts<K>,
): Answered<Result<K>> {
  const [{ answered, follow }] = useState(() => question(app, kind, params, parts));
  useEffect(follow, [follow]);
  return answered.value;
}

function question<K extends RequestKind>(
  app: App,
  kind: K,
  params: () => Params<K> | null,
  parts: Parts<K> | undefined,
) {
  const answered = signal<Answered<Result<K>>>({ answer: null, problem: null });
  const ask = app.client.request as (kind: K, params: Params<K>) => Promise<Result<K>>;
  /** What was asked for last, without how far it has come. */
  let current: Params<K> | null = null;
  /** The next part of an answer, and of which question. */
  let going: { of: Params<K>; params: Params<K> } | null = null;
  const latest = new Latest<Params<K>, Result<K>>(
    (wanted) => ask.call(app.client, kind, wanted),
    (part, asked) => {
      const of = going?.params === asked ? going.of : asked;
      const known = going?.params === asked ? answered.peek().answer : null;
      const answer = known && parts?.join ? parts.join(known, part, asked) : part;
      answered.value = { answer, problem: null };
      going = null;
      if (of !== current) return; // something else waits to be asked
      const next = parts?.again(part, asked) ?? false;
      if (next === false) return;
      going = { of, params: next === true ? asked : next };
      latest.want(going.params);
    },
    (reason) => {
      going = null;
      if (!toldElsewhere(reason)) answered.value = { ...answered.value, problem: reasonOf(reason) };
    },
    () => new Promise((resolve) => setTimeout(resolve, going ? breath : rest)),
  );
  // Signals compare by identity, so what is wanted is text.
  const wanted: ReadonlySignal<string> = computed(() =>
    JSON.stringify([
      app.world.value?.name ?? null,
      parts ? app.logs.value : (app.log.value?.hash ?? null),
      app.forgets.value,
      params(),
    ]),
  );
  const follow = () => {
    const stop = effect(() => {
      const [world, , , params] = JSON.parse(wanted.value);
      if (world === null || params === null) return;
      current = params;
      untracked(() => latest.want(params));
    });
    return () => {
      stop();
      latest.forget();
      current = null;
      going = null;
    };
  };
  return { answered, follow };
}
