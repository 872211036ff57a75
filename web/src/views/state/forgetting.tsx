import { useSignal } from '@preact/signals';
import type { App } from '../../app';
import type { Forgotten, StreamID } from '../../protocol';
import { useView } from '../use-view';
import { Held } from './forgetting/held';
import { Outcome } from './forgetting/outcome';
import { PeopleList } from './forgetting/people-list';
import { PersonCard } from './forgetting/person-card';

/** Whose data the log holds, and how it can be forgotten though nothing is ever deleted. */
export function ForgettingPanel({ app }: { app: App }) {
  const stream = useView(app, 'stream');
  const done = useSignal<{ forgotten: Forgotten; others: readonly StreamID[] } | null>(null);
  return (
    <>
      {done.value && <Outcome app={app} {...done.value} />}
      <Held app={app} />
      <PeopleList app={app} />
      {stream !== null && (
        <PersonCard
          key={stream}
          app={app}
          person={stream}
          told={(forgotten, others) => {
            done.value = { forgotten, others };
          }}
        />
      )}
    </>
  );
}
