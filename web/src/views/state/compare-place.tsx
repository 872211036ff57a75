import type { App } from '../../app';
import { alike, valuesOf } from '../../app/compared';
import { aggregates } from '../../app/places';
import { plural } from '../../format';
import type { ComparedKey, ComparedPlace, ComparedValue } from '../../protocol';
import { CompareSame, type SameSides } from './compare-same';

interface ComparePlaceProps {
  app: App;
  place: ComparedPlace;
  /** What the sides are called. */
  before: string;
  after: string;
  /** What the sides are. */
  sides: SameSides;
  /** Whether more of it may be found. */
  parted: boolean;
}

/** What differs in a read model or in the aggregates; what is the same is folded. */
export function ComparePlace({ app, place, before, after, sides, parted }: ComparePlaceProps) {
  const { where, keys, total, differ } = place;
  const id = `compare-${where.replaceAll(/\W+/g, '-')}`;
  const sent = valuesOf(keys);
  const same = alike(place);
  return (
    <article class="card compare-place">
      <header class="card-head">
        <h3 id={id}>{where === aggregates ? 'Aggregates' : where}</h3>
        <div class="card-meta">
          {parted ? (
            <span>{plural(differ, 'row')} so far</span>
          ) : total === 0 ? (
            <span>the same</span>
          ) : (
            <span>{plural(same, 'other')} the same</span>
          )}
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
      {same > 0 && !parted && <CompareSame app={app} sides={sides} where={where} same={same} />}
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
