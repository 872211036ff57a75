import type { App } from '../../app';
import { brief } from '../../app/following';
import { count, plural } from '../../format';

/** What is shown sooner than this after it was recorded is shown at once, in milliseconds. */
const atOnce = 100;

/** The visitor's last command on its way: through the log to each read model, with the time that took. */
export function FollowedCommand({ app }: { app: App }) {
  const followed = app.followed.value;
  const world = app.world.value;
  if (!followed || !world) return null;
  const { summary, position, recorded, shown } = followed;
  const slow = world.projections.filter(({ name }) => (shown[name] ?? atOnce) >= atOnce);
  const quick = world.projections.length - slow.length;
  const waiting = slow.filter(({ name }) => !(name in shown)).length;
  return (
    <section class="followed" aria-label="From command to read models" data-waiting={waiting}>
      <div class="followed-step">
        <i class="light done" aria-hidden="true" />
        <b>{summary}</b>
        <span class="muted">command</span>
      </div>
      <span class="followed-way done" aria-hidden="true" />
      <button
        type="button"
        class="followed-step link quiet"
        onClick={() => app.seek(position)}
        title="Show the moment of this event"
      >
        <i class="light done" aria-hidden="true" />
        <b>#{count(position)}</b>
        <span class="muted">log, {brief(recorded)}</span>
      </button>
      <span class={waiting > 0 ? 'followed-way' : 'followed-way done'} aria-hidden="true" />
      <ul>
        {slow.map(({ name }) => (
          <Shown key={name} app={app} name={name} took={shown[name]} />
        ))}
        {quick > 0 && (
          <li class="followed-step">
            <i class="light done" aria-hidden="true" />
            {slow.length > 0 ? plural(quick, 'other') : plural(quick, 'read model')}
            <span class="muted">at once</span>
          </li>
        )}
      </ul>
    </section>
  );
}

interface ShownProps {
  app: App;
  name: string;
  /** Milliseconds until it showed the event; undefined while it does not. */
  took: number | undefined;
}

function Shown({ app, name, took }: ShownProps) {
  const paused = app.projections.value[name]?.pace?.paused;
  return (
    <li class="followed-step">
      <i class={took === undefined ? 'light' : 'light done'} aria-hidden="true" />
      {name}
      <span class="muted">{took !== undefined ? brief(took) : paused ? 'paused' : 'not yet'}</span>
    </li>
  );
}
