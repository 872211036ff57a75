import type { ReadonlySignal } from '@preact/signals';
import type { Saving } from '../../app';

const words: Record<Saving['kind'], string> = {
  opening: 'opening',
  saved: 'saved',
  saving: 'saving',
  notSaved: 'not saved',
};

/** Whether what was done is safe, and if not, why, for whoever asks. */
export function SavedState({ saving }: { saving: ReadonlySignal<Saving> }) {
  const state = saving.value;
  const why = state.kind === 'notSaved' ? state.why : undefined;
  return (
    <>
      <span role="status" class={`saved-state ${state.kind}`} title={why}>
        {words[state.kind]}
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
