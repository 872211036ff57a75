import { useComputed, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { App } from '../app';
import { count } from '../format';
import type { World } from '../protocol';
import { Draft } from './command/draft';
import { ExpectedField } from './command/expected-field';
import { FormField } from './command/field';
import { StreamBox } from './command/stream-box';
import { Outcomes } from './outcomes';
import { Skeleton } from './skeleton';
import { TrafficPanel } from './traffic';
import { useShownPosition } from './use-view';

/** What someone asks for: a command, the stream it goes to, and what came of it. */
export function Command({ app }: { app: App }) {
  const draft = useMemo(() => new Draft(app), [app]);
  useDraftInStep(app, draft);
  const world = app.world.value;
  return (
    <section class="panel command" aria-label="Command">
      <div class="panel-head">
        <h2>Command</h2>
        <p>what someone asks for</p>
      </div>
      <div class="command-body" key={world?.name}>
        {world ? <CommandForm app={app} draft={draft} world={world} /> : <Skeleton />}
        <div class="command-after">
          <Outcomes app={app} />
          <TrafficPanel app={app} />
        </div>
      </div>
    </section>
  );
}

function PastBanner({ app }: { app: App }) {
  const position = useShownPosition(app);
  return (
    <p class="past-banner">
      <span>At event {count(position)}, in the past.</span>
      <button type="button" class="link" onClick={() => app.seek('live')}>
        Back to now
      </button>
    </p>
  );
}

interface CommandFormProps {
  app: App;
  draft: Draft;
  world: World;
}

function CommandForm({ app, draft, world }: CommandFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const command = draft.command.value;
  useFocusOnProblem(draft, form);
  if (!command) return <p class="empty">This world has no commands.</p>;
  const problem = draft.problems.value[''];
  const opening = app.saving.value.kind === 'opening';
  return (
    <form
      ref={form}
      class="command-form"
      noValidate
      aria-label="Command form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!opening) void draft.send();
      }}
    >
      <div class="command-fields">
        {app.past.value && <PastBanner app={app} />}
        <StreamBox app={app} draft={draft} />
        <div class="field">
          <div class="label">
            <span id="command-label">Command</span>
            <span class="aside">{command.about}</span>
          </div>
          <div class="pills" role="radiogroup" aria-labelledby="command-label">
            {world.commands.map(({ name, label, about }) => (
              <label key={name} class="pill" title={about}>
                <input
                  type="radio"
                  name="command"
                  value={name}
                  checked={name === command.name}
                  onChange={() => draft.choose(name)}
                />
                <span>{label}</span>
              </label>
            ))}
          </div>
        </div>
        {command.fields.map((field) => (
          <FormField key={`${command.name} ${field.name}`} draft={draft} field={field} />
        ))}
        <ExpectedField draft={draft} />
        {problem && <p class="problem">{problem}</p>}
      </div>
      <div class="send-place">
        <button type="submit" class="button primary send" aria-disabled={draft.sending.value}>
          Send {command.label}
        </button>
      </div>
    </form>
  );
}

// The draft follows the world, the log and the stream in its box.
function useDraftInStep(app: App, draft: Draft): void {
  useSignalEffect(() => {
    if (app.world.value) draft.begin();
  });
  const branch = useComputed(() => app.view.value.branch);
  useSignalEffect(() => {
    if (branch.value !== '') draft.move();
  });
  useSignalEffect(() => draft.look());
  useSignalEffect(() => draft.selectTyped());
  useSignalEffect(() => draft.follow());
  useSignalEffect(() => draft.retarget());
  useSignalEffect(() => draft.see());
  useSignalEffect(() => draft.readPicked());
}

// Whoever sent the form with a mistake in it is taken to the first one.
function useFocusOnProblem(draft: Draft, form: { current: HTMLFormElement | null }): void {
  const { value: rejected } = draft.rejected;
  useEffect(() => {
    if (rejected === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [rejected, form]);
}
