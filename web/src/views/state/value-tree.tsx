import type { App } from '../../app';
import { aggregates } from '../../app/places';
import type { StreamID, Value } from '../../protocol';
import { useView } from '../use-view';
import { Changed } from './changed';
import { useRoving } from './roving';
import { Why } from './why';

/** Whose state it is, where its values answer why they are what they are. */
interface Asked {
  app: App;
  stream: StreamID;
}

interface ValueTreeProps {
  values: readonly Value[];
  /** Absent where the state is not the one that an aggregate has at the moment on show. */
  asked?: Asked;
}

/** The values of a state, with all that is inside them; what the last step changed is marked. */
export function ValueTree({ values, asked }: ValueTreeProps) {
  if (!asked) return <Values values={values} path="" asked={null} />;
  return <AskedTree values={values} asked={asked} />;
}

function AskedTree({ values, asked }: Required<ValueTreeProps>) {
  const roving = useRoving<HTMLDivElement>(useView(asked.app, 'why'));
  return (
    <div {...roving}>
      <Values values={values} path="" asked={asked} />
    </div>
  );
}

interface ValuesProps {
  values: readonly Value[];
  /** The way to them within the state. */
  path: string;
  asked: Asked | null;
}

function Values({ values, path, asked }: ValuesProps) {
  return (
    <dl class="values">
      {values.map((value) => {
        const step = value.step ?? value.name;
        return <ValueRow key={step} value={value} path={`${path}${step}`} asked={asked} />;
      })}
    </dl>
  );
}

interface ValueRowProps {
  value: Value;
  path: string;
  asked: Asked | null;
}

function ValueRow({ value, path, asked }: ValueRowProps) {
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
          <Values values={inside} path={`${path}.`} asked={asked} />
        ) : (
          <Leaf value={value} empty={nested} path={path} asked={asked} />
        )}
        {value.change === 'added' && value.before === undefined && (
          <span class="row-change"> new</span>
        )}
        {value.change === 'removed' && <span class="row-change"> removed</span>}
      </dd>
    </div>
  );
}

interface LeafProps extends ValueRowProps {
  /** Whether it is a list or an object without anything in it. */
  empty: boolean;
}

function Leaf({ value, empty, path, asked }: LeafProps) {
  const none = empty || (value.text === '' && value.before === undefined);
  const text = none ? (
    <span class="none">none</span>
  ) : (
    <Changed text={value.text} before={value.before} />
  );
  if (!asked) return text;
  return (
    <Why app={asked.app} place={{ where: aggregates, key: asked.stream, field: path }}>
      {text}
    </Why>
  );
}
