import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../../app';
import { main } from '../../app/branches';
import { reasonOf } from '../../app/reason';
import { count, plural } from '../../format';
import type { Branch } from '../../protocol';
import { Icon } from '../icon';
import { useView } from '../use-view';

/** Which log of the world is on show. */
export function BranchPicker({ app }: { app: App }) {
  const current = useView(app, 'branch');
  const { branches } = app.branches.value;
  const branch = branches.find(({ name }) => name === current);
  const off = app.fatal.value !== null || app.core.value.kind === 'safe';
  return (
    <span class={branches.length > 0 ? 'pick-branch several' : 'pick-branch'}>
      <label class="pick branch">
        <span>Branch</span>
        <select
          aria-label="Branch"
          value={current}
          disabled={off}
          onChange={(event) => void app.goToBranch(event.currentTarget.value)}
        >
          <option value={main}>{main}</option>
          {branches.map(({ name, parent, at }) => (
            <option key={name} value={name} title={`parts from ${parent} after event ${at}`}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {branch && !off && <BranchMenu key={branch.made} app={app} branch={branch} />}
    </span>
  );
}

/** What can be done to the branch on show. */
function BranchMenu({ app, branch }: { app: App; branch: Branch }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useSignal(branch.name);
  const problem = useSignal('');
  const close = () => dialog.current?.close();
  const open = () => {
    name.value = branch.name;
    problem.value = '';
    dialog.current?.showModal();
  };
  const rename = async (event: Event) => {
    event.preventDefault();
    try {
      if (name.value !== branch.name) await app.renameBranch(branch.name, name.value);
      close();
    } catch (reason) {
      problem.value = reasonOf(reason);
    }
  };
  const remove = () => {
    close();
    void app.deleteBranch(branch.name);
  };
  const own = (app.log.value?.head ?? branch.head) - branch.at;
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={`Rename or delete ${branch.name}`}
        aria-haspopup="dialog"
        title="Rename or delete"
        onClick={open}
      >
        <Icon name="edit" />
      </button>
      <dialog ref={dialog} class="dialog branch-dialog" aria-labelledby="branch-title">
        <h2 id="branch-title">The branch {branch.name}</h2>
        <p>
          It parts from {branch.parent} after event {count(branch.at)} and has{' '}
          {own === 0 ? 'no events' : plural(own, 'event')} of its own.
        </p>
        <form class="field" onSubmit={(event) => void rename(event)}>
          <label for="branch-name">Name</label>
          <div class="field-row">
            <input
              id="branch-name"
              type="text"
              class="input"
              value={name.value}
              autocomplete="off"
              aria-invalid={problem.value !== ''}
              aria-describedby="branch-problem"
              onInput={(event) => {
                name.value = event.currentTarget.value;
              }}
            />
            <button type="submit" class="button">
              Rename
            </button>
          </div>
          <p class="problem" id="branch-problem" role="alert">
            {problem.value}
          </p>
        </form>
        <p>
          Deleting it throws {own === 0 ? 'nothing' : plural(own, 'event')} away and cannot be
          undone. {branch.parent} keeps all of its events.
        </p>
        <div class="buttons">
          <button type="button" class="button" onClick={close}>
            Keep both
          </button>
          <button type="button" class="button danger" onClick={remove}>
            Delete branch
          </button>
        </div>
      </dialog>
    </>
  );
}
