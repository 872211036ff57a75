import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../../../app';
import { reasonOf } from '../../../app/reason';
import { listed, plural } from '../../../format';
import type { Forgotten, PersonResult, StreamID } from '../../../protocol';

interface ForgetButtonProps {
  app: App;
  known: PersonResult;
  told: (forgotten: Forgotten, others: readonly StreamID[]) => void;
}

/** Destroys a person's key, after it has said what that means. */
export function ForgetButton({ app, known, told }: ForgetButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const problem = useSignal<string | null>(null);
  const busy = useSignal(false);
  const { person, key } = known.person;
  const { others = [] } = known;
  const close = () => dialog.current?.close();
  const forget = async () => {
    busy.value = true;
    problem.value = null;
    try {
      const forgotten = await app.client.request('forget', { person });
      close();
      app.say(`${person} is forgotten. The key ${forgotten.key} was destroyed.`);
      told(forgotten, others);
    } catch (reason) {
      problem.value = `${person} is not forgotten. ${reasonOf(reason)}`;
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <div class="buttons forget">
        <button
          type="button"
          class="button small"
          aria-haspopup="dialog"
          disabled={app.core.value.kind === 'safe'}
          onClick={() => dialog.current?.showModal()}
        >
          Forget {person}
        </button>
      </div>
      <dialog ref={dialog} class="dialog" aria-labelledby="forget-title">
        <h2 id="forget-title">Forget {person}?</h2>
        <p>
          The key <code>{key}</code> is destroyed. What it sealed cannot be read by anyone any more:
          not at any moment, on no branch, and in no copy of the log. The events and their hashes
          stay as they are.
        </p>
        {known.holding.length > 0 && (
          <p>
            {listed(known.holding.map(({ name }) => name))} hold
            {known.holding.length === 1 ? 's' : ''} a copy until built again.
          </p>
        )}
        {others.length > 0 && (
          <p>Some of the same is known of {listed(others)}. They are not forgotten by this.</p>
        )}
        {known.clear > 0 && (
          <p>{plural(known.clear, 'text')} recorded in the clear can still be read afterwards.</p>
        )}
        <p>
          <strong>This cannot be undone.</strong>
        </p>
        {problem.value && (
          <p class="problem" role="alert">
            {problem.value}
          </p>
        )}
        <div class="buttons">
          <button type="button" class="button" onClick={close}>
            Keep the key
          </button>
          <button
            type="button"
            class="button danger"
            disabled={busy.value}
            onClick={() => void forget()}
          >
            Destroy the key
          </button>
        </div>
      </dialog>
    </>
  );
}
