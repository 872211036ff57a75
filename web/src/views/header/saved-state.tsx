import type { App, Saving } from '../../app';

const words: Record<Saving['kind'], string> = {
  opening: 'opening',
  saved: 'saved',
  saving: 'saving',
  restarting: 'starting again',
  readOnly: 'reading only',
  notSaved: 'not saved',
};

/** Whether what was done is safe, and if not, why, for whoever asks. */
export function SavedState({ app }: { app: App }) {
  const state = app.saving.value;
  const why = state.kind === 'notSaved' ? state.why : undefined;
  return (
    <>
      <span role="status" class={`saved-state ${state.kind}`} title={why}>
        {words[state.kind]}
        {state.kind === 'opening' && <Opened app={app} />}
      </span>
      {why && (
        <>
          <button type="button" class="link why" popovertarget="why-not-saved">
            why?
          </button>
          <span id="why-not-saved" popover="auto" class="popover why-popover">
            {why}
          </span>
        </>
      )}
    </>
  );
}

/** How far the opening of a large log has come. */
function Opened({ app }: { app: App }) {
  const push = Object.values(app.progress.value).find(({ task }) => task === 'open');
  if (!push || push.total === 0) return null;
  return <>, {Math.floor((100 * push.done) / push.total)} %</>;
}
