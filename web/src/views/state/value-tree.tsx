import type { Value } from '../../protocol';
import { Changed } from './changed';

/** The values of a state, with all that is inside them; what the last step changed is marked. */
export function ValueTree({ values }: { values: readonly Value[] }) {
  return (
    <dl class="values">
      {values.map((value) => (
        <ValueRow key={value.name} value={value} />
      ))}
    </dl>
  );
}

function ValueRow({ value }: { value: Value }) {
  const nested = value.kind === 'object' || value.kind === 'list';
  const inside = value.values ?? [];
  return (
    <div
      class={nested && inside.length > 0 ? 'value group' : 'value'}
      data-change={value.change || undefined}
    >
      <dt>{value.label}</dt>
      <dd class={nested ? undefined : 'mono'}>
        {nested && inside.length > 0 ? (
          <ValueTree values={inside} />
        ) : (
          <Leaf value={value} empty={nested} />
        )}
        {value.change === 'added' && value.before === undefined && (
          <span class="row-change"> new</span>
        )}
        {value.change === 'removed' && <span class="row-change"> removed</span>}
      </dd>
    </div>
  );
}

function Leaf({ value, empty }: { value: Value; empty: boolean }) {
  if (empty) return <span class="none">none</span>;
  if (value.text === '' && value.before === undefined) return <span class="none">none</span>;
  return <Changed text={value.text} before={value.before} />;
}
