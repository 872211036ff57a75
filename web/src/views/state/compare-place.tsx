import { aggregates } from '../../app/places';
import { plural } from '../../format';
import type { ComparedKey, ComparedPlace, ComparedValue } from '../../protocol';

interface ComparePlaceProps {
  place: ComparedPlace;
  /** What the sides are called. */
  before: string;
  after: string;
}

/** What differs in a read model or in the aggregates; what is the same is folded. */
export function ComparePlace({ place, before, after }: ComparePlaceProps) {
  const { where, keys, total, same } = place;
  const id = `compare-${where.replaceAll(/\W+/g, '-')}`;
  const sent = keys.reduce((sum, key) => sum + key.values.length, 0);
  return (
    <article class="card compare-place">
      <header class="card-head">
        <h3 id={id}>{where === aggregates ? 'Aggregates' : where}</h3>
        <div class="card-meta">
          {total === 0 ? <span>the same</span> : <span>{plural(same, 'other')} the same</span>}
        </div>
      </header>
      {total > 0 && (
        <div class="table-scroll">
          <table class="rows compared" aria-labelledby={id}>
            <thead>
              <tr>
                <th scope="col">Value</th>
                <th scope="col">{before}</th>
                <th scope="col">{after}</th>
              </tr>
            </thead>
            {keys.map((key) => (
              <KeyRows key={key.key} of={key} />
            ))}
          </table>
        </div>
      )}
      {total > sent && (
        <p class="hint">
          {plural(total - sent, 'more value')} {total - sent === 1 ? 'differs' : 'differ'}.
        </p>
      )}
    </article>
  );
}

const words = { added: '+ only after', removed: '− only before', changed: '~ changed', '': '' };

function KeyRows({ of: { key, change, values } }: { of: ComparedKey }) {
  return (
    <tbody data-change={change}>
      {key !== '' && (
        <tr class="compared-key">
          <th scope="rowgroup" colSpan={3}>
            <span class="mono">{key}</span> <span class="compared-change">{words[change]}</span>
          </th>
        </tr>
      )}
      {values.map((value) => (
        <ValueRow key={value.field} value={value} />
      ))}
    </tbody>
  );
}

function ValueRow({ value: { label, before, after } }: { value: ComparedValue }) {
  return (
    <tr data-difference tabIndex={-1}>
      <th scope="row">{label}</th>
      <td class="mono">
        <Text text={before} />
      </td>
      <td class="mono">
        <Text text={after} />
      </td>
    </tr>
  );
}

function Text({ text }: { text?: string | undefined }) {
  if (text) return <span>{text}</span>;
  return <span class="none">{text === undefined ? 'not there' : 'empty'}</span>;
}
