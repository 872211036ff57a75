import type { App, Saving } from '../../app';
import { howKept } from '../../app/sentences';
import { count, plural, shortHash } from '../../format';
import type { Guarantee, Log } from '../../protocol';

const words: Record<Exclude<Saving['kind'], 'saved'>, string> = {
  opening: 'opening',
  saving: 'saving',
  restarting: 'starting again',
  readOnly: 'reading only',
  notSaved: 'not saved',
};

const guarantees: Record<Guarantee, string> = {
  twoCopies: 'saved twice',
  oneCopy: 'saved once',
  window: 'saved until this window closes',
  memory: 'not saved: memory only',
};

/** How safe what was done is, and why it is not safer, for whoever asks. */
export function SavedState({ app }: { app: App }) {
  const state = app.saving.value;
  const log = app.log.value;
  if (!log || state.kind === 'opening') {
    return (
      <span role="status" class="saved-state">
        {words.opening}
        <Opened app={app} />
      </span>
    );
  }
  return (
    <>
      <span role="status" class={`saved-state ${state.kind}`}>
        <button type="button" class="link" popovertarget="how-saved" title="How safe is that?">
          {inWords(state, log)}
        </button>
      </span>
      <span id="how-saved" popover="auto" class="popover how-saved">
        <span>{state.kind === 'notSaved' ? state.why : howKept(log)}</span>
        <Promised app={app} log={log} />
        <Checked app={app} />
        {log.checkpoint && (
          <span>
            What the log comes to is kept beside it, up to event {count(log.checkpoint)}: when it is
            opened again, folding goes on from there.
          </span>
        )}
        {log.head > 0 && (
          <span>
            The hash over all {plural(log.head, 'event')} begins with{' '}
            <code>{shortHash(log.hash)}</code>.
          </span>
        )}
      </span>
    </>
  );
}

function inWords(state: Saving, { guarantee }: Log): string {
  const inMemory = state.kind === 'notSaved' && guarantee === 'memory';
  return state.kind === 'saved' || inMemory ? guarantees[guarantee] : words[state.kind];
}

/** Whether the browser may delete the log by itself, and how to have it promise not to. */
function Promised({ app, log }: { app: App; log: Log }) {
  if (log.guarantee === 'memory' || log.guarantee === 'window') return null;
  if (log.persisted) return <span>The browser promised not to delete it by itself.</span>;
  return (
    <span>
      The browser may delete it when the disk runs full.{' '}
      <button type="button" class="link" onClick={() => void app.askToKeep()}>
        Ask it to keep the log
      </button>
    </span>
  );
}

/** How far the hashes of the log have been checked, until all are. */
function Checked({ app }: { app: App }) {
  const done = percent(app, 'verify');
  return done && <span>Its hashes are being checked: {done}.</span>;
}

/** How far the opening of a large log has come. */
function Opened({ app }: { app: App }) {
  const done = percent(app, 'open');
  return done && <>, {done}</>;
}

function percent(app: App, wanted: string): string | null {
  const push = Object.values(app.progress.value).find(({ task }) => task === wanted);
  return push && push.total > 0 ? `${Math.floor((100 * push.done) / push.total)} %` : null;
}
