import { useComputed } from '@preact/signals';
import type { App } from '../../../app';
import type { UnknownPolicy } from '../../../protocol';

const policies: readonly { policy: UnknownPolicy; label: string; told: string }[] = [
  { policy: 'ignore', label: 'ignore it', told: 'ignores what it cannot read' },
  { policy: 'show', label: 'show it raw', told: 'shows what it cannot read as it was recorded' },
  { policy: 'stop', label: 'stop', told: 'stops at what it cannot read' },
];

/** What each projection does at an event that cannot be read. */
export function UnknownPolicies({ app }: { app: App }) {
  const world = app.world.value;
  if (!world || world.projections.length === 0) return null;
  return (
    <article class="card">
      <header class="card-head">
        <h3>At an event that cannot be read</h3>
      </header>
      <div class="schema-unknown">
        {world.projections.map(({ name }) => (
          <Policy key={name} app={app} name={name} />
        ))}
        <p class="hint">
          Of an unknown type or version, or one that breaks. The projection is built again by the
          new rule; one that stopped is resumed where it is shown, under Projections.
        </p>
      </div>
    </article>
  );
}

function Policy({ app, name }: { app: App; name: string }) {
  // What is in force is told live, and by the moment until then.
  const policy = useComputed<UnknownPolicy>(() => {
    const model = app.moment.value?.projections.find(({ state }) => state.name === name);
    return (app.projections.value[name] ?? model?.state)?.unknown ?? 'ignore';
  }).value;
  const id = `unknown-${name.replaceAll(/\W+/g, '-')}`;
  const choose = async (chosen: UnknownPolicy) => {
    await app.setUnknown(name, chosen);
    app.say(`${name} ${policies.find((each) => each.policy === chosen)?.told}.`);
  };
  return (
    <>
      <label for={id}>{name}</label>
      <select
        id={id}
        class="input"
        value={policy}
        onChange={(event) => void choose(event.currentTarget.value as UnknownPolicy)}
      >
        {policies.map((each) => (
          <option key={each.policy} value={each.policy}>
            {each.label}
          </option>
        ))}
      </select>
    </>
  );
}
