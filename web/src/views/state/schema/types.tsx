import type { App } from '../../../app';
import { bytes, count, listed, plural } from '../../../format';
import type { Position, SchemaResult, SchemaType, SchemaUnknown } from '../../../protocol';
import { addedFields, type SchemaNode, schemaTrees } from '../../../schema-tree';
import { markColour } from '../../events/event-row';

export interface Chosen {
  value: Position | null;
}

interface SchemaTypesProps {
  app: App;
  answer: SchemaResult;
  chosen: Chosen;
}

/** Each event type with its schema versions, and what went along each upcaster. */
export function SchemaTypes({ app, answer, chosen }: SchemaTypesProps) {
  const trees = schemaTrees(answer.types, answer.steps);
  const evolved = trees.filter(({ next }) => next.length > 0);
  const first = trees.filter(({ next }) => next.length === 0);
  return (
    <article class="card">
      <header class="card-head">
        <h3 id="schema-types">Types and their versions</h3>
      </header>
      <ul class="schema-tree" aria-labelledby="schema-types">
        {evolved.map((node) => (
          <Node key={node.index} app={app} node={node} from={null} chosen={chosen} />
        ))}
        {answer.unknown.map((unknown) => (
          <Unknown
            key={`${unknown.name} ${unknown.schemaVersion}`}
            unknown={unknown}
            chosen={chosen}
          />
        ))}
      </ul>
      {evolved.length + answer.unknown.length === 0 && (
        <p class="empty">No type of this world was ever changed.</p>
      )}
      {first.length > 0 && (
        <details class="twin">
          <summary>{plural(first.length, 'type')} in the first version</summary>
          <ul class="schema-tree" aria-label="Types in their first version">
            {first.map((node) => (
              <Node key={node.index} app={app} node={node} from={null} chosen={chosen} />
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}

interface NodeProps {
  app: App;
  node: SchemaNode;
  from: SchemaType | null;
  chosen: Chosen;
}

function Node({ app, node, from, chosen }: NodeProps) {
  const { type, step, next } = node;
  return (
    <li>
      {step && from && <Way from={from} node={node} split={from.next.length > 1} />}
      <div class="schema-type">
        <Name name={type.name} version={type.schemaVersion} colour={type.colour} />
        <span class="muted numbers">
          {count(type.stored.events)} stored
          {next.length === 0 && `, ${count(type.read.events)} read`}
        </span>
        <Example
          at={type.stored.last}
          name={`${type.name} v${type.schemaVersion}`}
          chosen={chosen}
        />
      </div>
      {next.length > 0 && (
        <ul>
          {next.map((each) => (
            <Node key={each.index} app={app} node={each} from={type} chosen={chosen} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** What an upcaster does, in a line. */
function Way({ from, node, split }: { from: SchemaType; node: SchemaNode; split: boolean }) {
  const { step, type } = node;
  if (!step) return null;
  const added = addedFields(from, type);
  const what = [
    split ? 'by its data' : '',
    type.name !== from.name && !split ? 'renamed' : '',
    added.length > 0 ? `adds ${listed(added)}` : '',
  ].filter((part) => part !== '');
  return (
    <p class="schema-way">
      <span aria-hidden="true">↳ </span>
      {what.length > 0 && `${what.join(', ')}: `}
      {plural(step.events, 'event')}
      {step.events > 0 && `, ${bytes(step.before)} to ${bytes(step.after)}`}
    </p>
  );
}

function Unknown({ unknown, chosen }: { unknown: SchemaUnknown; chosen: Chosen }) {
  const { name, schemaVersion, stored } = unknown;
  return (
    <li>
      <div class="schema-type">
        {name === '' ? (
          <span>others that this world does not know</span>
        ) : (
          <Name name={name} version={schemaVersion} colour={-1} />
        )}
        <span class="muted numbers">{count(stored.events)} stored</span>
        <Example at={stored.last} name={`${name} v${schemaVersion}`} chosen={chosen} />
      </div>
      {name !== '' && <p class="schema-way status bad">unknown to this world</p>}
    </li>
  );
}

function Name({ name, version, colour }: { name: string; version: number; colour: number }) {
  return (
    <span class="chip" style={{ '--chip': markColour(colour) }}>
      {name} <span class="mono">v{version}</span>
    </span>
  );
}

/** Shows an event of the type, step by step, below. */
function Example({ at, name, chosen }: { at: Position; name: string; chosen: Chosen }) {
  if (at === 0) return <span />;
  return (
    <button
      type="button"
      class="link mono"
      aria-label={`Show event ${at}, stored as ${name}, step by step`}
      onClick={() => {
        chosen.value = at;
      }}
    >
      #{at}
    </button>
  );
}
