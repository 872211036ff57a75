import { useRef } from 'preact/hooks';
import type { App } from '../../app';
import { main } from '../../app/branches';
import { plural } from '../../format';
import type { ResetTo } from '../../protocol';
import { Icon } from '../icon';

/** Throws the log away, after it has asked how to begin anew. */
export function StartOver({ app }: { app: App }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const log = app.log.value;
  const close = () => dialog.current?.close();
  const begin = (to: ResetTo) => {
    close();
    void app.reset(to);
  };
  return (
    <>
      <button
        type="button"
        class="button"
        id="start-over"
        aria-label="Start over"
        aria-haspopup="dialog"
        disabled={!log || app.fatal.value !== null || app.core.value.kind === 'safe'}
        onClick={() => dialog.current?.showModal()}
      >
        <Icon name="restart" />
        <span class="wide-only">Start over</span>
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby="start-over-title">
        <h2 id="start-over-title">Start over?</h2>
        <p>{consequence(app)}</p>
        <div class="buttons">
          <button type="button" class="button" onClick={close}>
            Keep the log
          </button>
          <button type="button" class="button danger" onClick={() => begin('empty')}>
            Start empty
          </button>
          <button type="button" class="button danger" onClick={() => begin('example')}>
            Reset to the example
          </button>
        </div>
      </dialog>
    </>
  );
}

function consequence(app: App): string {
  const { world, branch } = app.view.value;
  const { branches, main: end } = app.branches.value;
  const events = branch === main ? (app.log.value?.head ?? 0) : end;
  if (events === 0) {
    return `The log of ${world} is empty, so nothing is thrown away. Begin with the example’s history, or leave it empty.`;
  }
  const all = events === 1 ? 'The 1 event' : `All ${plural(events, 'event')}`;
  const own =
    branches.length === 0 ? '' : ` and its ${plural(branches.length, 'branch', 'branches')}`;
  return `${all} of ${world} in this browser${own} will be thrown away. This cannot be undone. Other worlds are not touched.`;
}
