import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../../../app';
import { reasonOf } from '../../../app/reason';
import { count, plural, shortHash } from '../../../format';
import type { Forgotten, StreamID, VerifyResult } from '../../../protocol';
import { People } from './people';

interface OutcomeProps {
  app: App;
  forgotten: Forgotten;
  /** Of whom some of the same was known, and still is. */
  others: readonly StreamID[];
}

/** What came of forgetting somebody, and whether the log is still what was recorded. */
export function Outcome({ app, forgotten, others }: OutcomeProps) {
  const here = useRef<HTMLElement>(null);
  // It may be out of sight, above what was pressed.
  useEffect(() => {
    if (forgotten) here.current?.scrollIntoView({ block: 'nearest' });
  }, [forgotten]);
  const verified = useSignal<VerifyResult | string | null>(null);
  useEffect(() => {
    let current = true;
    verified.value = null;
    app.client.request('verify').then(
      (result) => {
        if (current) verified.value = result;
      },
      (reason) => {
        if (current) verified.value = reasonOf(reason);
      },
    );
    return () => {
      current = false;
    };
  }, [app, forgotten, verified]);
  const { person, key, texts, clear } = forgotten;
  return (
    <section ref={here} class="forgot" role="status" aria-label="What was forgotten">
      <p>
        <strong>{person} is forgotten.</strong> The key <code>{key}</code> is gone;{' '}
        {plural(texts, 'text')} that it sealed {texts === 1 ? 'is' : 'are'} noise now.
      </p>
      {clear.length > 0 && (
        <p>
          In the clear, and still readable:{' '}
          {clear
            .slice(0, 5)
            .map((position) => `#${position}`)
            .join(', ')}
          {clear.length > 5 && ` and ${count(clear.length - 5)} more`}.
        </p>
      )}
      {others.length > 0 && (
        <p>
          Some of the same is still known of <People app={app} people={others} />.
        </p>
      )}
      <Verified result={verified.value} />
    </section>
  );
}

function Verified({ result }: { result: VerifyResult | string | null }) {
  if (result === null) return <p>Checking every hash of the log …</p>;
  if (typeof result === 'string') return <p class="problem">The log was not checked. {result}</p>;
  const { sound, head, hash, problem } = result;
  if (!sound) return <p class="problem">The log is not what was recorded. {problem}</p>;
  return (
    <p>
      <span class="status good">Verified:</span> {plural(head, 'event')}, every hash follows, head{' '}
      <code>{shortHash(hash)}</code>.
    </p>
  );
}
