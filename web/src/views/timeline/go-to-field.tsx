import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../../app';
import type { Position } from '../../protocol';
import { createClock } from '../../timeline/clock';
import { type GoTo, type Here, parseGoTo } from '../../timeline/go-to';
import type { Stage } from './stage';

const problemId = 'go-to-problem';

/** The field in which an event, a time or words say where the playhead shall go. */
export function GoToField({ app, stage }: { app: App; stage: Stage }) {
  const text = useSignal('');
  const problem = useSignal('');
  const field = useRef<HTMLFormElement>(null);
  /** Counts what was typed and asked: only the newest may move the playhead. */
  const asked = useRef(0);

  const submit = async (event: Event) => {
    event.preventDefault();
    asked.current += 1;
    const mine = asked.current;
    const wrong = await goTo(text.value, app, stage, () => mine === asked.current);
    if (mine !== asked.current) return;
    problem.value = wrong ?? '';
    if (wrong === null) text.value = '';
  };

  useEffect(() => {
    const leave = (event: PointerEvent) => {
      if (!field.current?.contains(event.target as Node)) problem.value = '';
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [problem]);

  return (
    <form class="go-to" ref={field} onSubmit={(event) => void submit(event)}>
      <input
        type="text"
        aria-label="Go to"
        placeholder="Go to 842 or 14:03"
        title="An event, a time or words: 842, 14:03:22, yesterday 15:00, first, now"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="go"
        aria-invalid={problem.value !== ''}
        aria-describedby={problem.value === '' ? undefined : problemId}
        value={text}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          problem.value = '';
          asked.current += 1;
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          text.value = '';
          problem.value = '';
          asked.current += 1;
        }}
      />
      {problem.value !== '' && (
        <p class="go-to-problem" id={problemId} role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

/** Goes where a text says, and returns null; or says why not. It does nothing when no longer current. */
async function goTo(
  text: string,
  app: App,
  stage: Stage,
  current: () => boolean,
): Promise<string | null> {
  const here: Here = {
    head: app.head.value,
    now: Date.now(),
    shown: stage.timeOf(app.position.value)?.timestamp ?? null,
  };
  try {
    let to = parseGoTo(text, here);
    if (to.kind === 'words') to = (await import('../../timeline/words')).parseWords(to.text, here);
    if (!current()) return null;
    return await follow(to, app, current);
  } catch (reason) {
    return `That could not be looked up: ${reason instanceof Error ? reason.message : reason}`;
  }
}

async function follow(to: GoTo, app: App, current: () => boolean): Promise<string | null> {
  switch (to.kind) {
    case 'problem':
      return to.message;
    case 'live':
      app.seek('live');
      return null;
    case 'position':
      app.seek(to.position as Position);
      return null;
    case 'time': {
      const { position } = await app.client.request('locate', { timestamp: to.timestamp });
      if (position === 0) return beforeTheLog(app);
      if (current()) app.seek(position);
      return null;
    }
    case 'words':
      throw new Error('words were not read');
  }
}

async function beforeTheLog(app: App): Promise<string> {
  const { rows } = await app.client.request('events', {
    filter: '',
    from: 0,
    count: 1,
    at: app.position.value,
  });
  const [first] = rows;
  const since = first
    ? `: its first event was recorded ${createClock().dateTime(first.timestamp)}`
    : '';
  return `The log begins later${since}.`;
}
