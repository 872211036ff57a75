import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../../app';
import { plural } from '../../format';
import type { ResetTo } from '../../protocol';
import { Icon } from '../icon';

/** The two ways to throw a log away, each of which asks first. */
export function StartOver({ app }: { app: App }) {
  const menu = useRef<HTMLDivElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const to = useSignal<ResetTo>('example');
  const ask = (what: ResetTo) => {
    to.value = what;
    menu.current?.hidePopover();
    dialog.current?.showModal();
  };
  const log = app.log.value;
  return (
    <>
      <button
        type="button"
        class="button"
        id="start-over"
        aria-label="Start over"
        popovertarget="start-over-menu"
        disabled={!log || app.fatal.value !== null}
      >
        <Icon name="restart" />
        <span class="wide-only">Start over</span>
      </button>
      <div id="start-over-menu" popover="auto" class="popover menu" ref={menu}>
        <button type="button" onClick={() => ask('empty')}>
          Start empty
        </button>
        <button type="button" onClick={() => ask('example')}>
          Reset to the example
        </button>
      </div>
      <dialog ref={dialog} class="dialog" aria-labelledby="start-over-title">
        <form method="dialog" onSubmit={() => void app.reset(to.value)}>
          <h2 id="start-over-title">
            {to.value === 'empty' ? 'Start empty?' : 'Reset to the example?'}
          </h2>
          <p>{consequence(to.value, app.view.value.world, log?.head ?? 0)}</p>
          <div class="buttons">
            <button type="button" class="button" onClick={() => dialog.current?.close()}>
              Keep the log
            </button>
            <button type="submit" class="button danger">
              {to.value === 'empty' ? 'Start empty' : 'Reset to the example'}
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}

function consequence(to: ResetTo, world: string, events: number): string {
  const then =
    to === 'empty' ? 'the log begins empty' : 'the log begins with the example’s history again';
  if (events === 0) return `The log of ${world} is empty, so nothing is thrown away; ${then}.`;
  const all = events === 1 ? 'The 1 event' : `All ${plural(events, 'event')}`;
  return `${all} of ${world} in this browser will be thrown away, and ${then}. This cannot be undone. Other worlds are not touched.`;
}
