import { useSignal } from '@preact/signals';
import type { App } from '../../app';
import { aggregates, type Place } from '../../app/places';
import { plural } from '../../format';
import type { Projection, Value } from '../../protocol';

/** A form for a value that cannot be pressed, such as one that is gone. */
export function BlameAsk({ app, place }: { app: App; place: Place | null }) {
  const world = app.world.value;
  const chosen = useSignal<Place | null>(null);
  if (!world) return null;
  const asked = chosen.value ?? place ?? first(app, world.projections);
  const projection = world.projections.find(({ name }) => name === asked.where);
  const set = (change: Partial<Place>) => {
    chosen.value = { ...asked, ...change };
  };
  const keyed = projection?.kind !== 'number';
  const fields = projection ? columnsOf(projection) : leaves(app, asked.key);
  return (
    <details class="twin blame-ask" open={place === null}>
      <summary>Ask about another value</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          app.askWhy(asked);
          chosen.value = null;
        }}
      >
        <div class="field">
          <label class="label" for="blame-where">
            Where
          </label>
          <select
            id="blame-where"
            class="input"
            value={asked.where}
            onChange={({ currentTarget }) =>
              set({ where: currentTarget.value, key: app.view.value.stream ?? '', field: '' })
            }
          >
            <option value={aggregates}>Aggregate</option>
            {world.projections.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
        {keyed && (
          <div class="field">
            <label class="label" for="blame-key">
              {projection?.kind === 'list' ? 'Event' : 'Key'}
              <span class="aside">
                {projection?.kind === 'list' ? 'such as #5' : 'such as a stream'}
              </span>
            </label>
            <input
              id="blame-key"
              class="input mono"
              value={asked.key}
              maxLength={200}
              onInput={({ currentTarget }) => set({ key: currentTarget.value.trim() })}
            />
          </div>
        )}
        {projection?.kind !== 'number' && projection?.kind !== 'series' && (
          <FieldBox asked={asked} fields={fields} set={set} free={projection === undefined} />
        )}
        <button type="submit" class="button">
          Ask why
        </button>
      </form>
    </details>
  );
}

interface FieldBoxProps {
  asked: Place;
  /** What it may be, with its label. */
  fields: readonly (readonly [name: string, label: string])[];
  set: (change: Partial<Place>) => void;
  /** Whether another may be typed: a state may have had more in it. */
  free: boolean;
}

function FieldBox({ asked, fields, set, free }: FieldBoxProps) {
  return (
    <div class="field">
      <label class="label" for="blame-field">
        Field
        {free && <span class="aside">{plural(fields.length, 'field')} known now</span>}
      </label>
      {free ? (
        <>
          <input
            id="blame-field"
            class="input mono"
            list="blame-fields"
            value={asked.field}
            maxLength={200}
            required
            onInput={({ currentTarget }) => set({ field: currentTarget.value.trim() })}
          />
          <datalist id="blame-fields">
            {fields.map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </datalist>
        </>
      ) : (
        <select
          id="blame-field"
          class="input"
          value={asked.field}
          onChange={({ currentTarget }) => set({ field: currentTarget.value })}
        >
          {fields.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function first(app: App, projections: readonly Projection[]): Place {
  const key = app.view.value.stream ?? '';
  return { where: projections[0]?.name ?? aggregates, key, field: '' };
}

/** The columns, and the row as a whole in the place of its key. */
function columnsOf({ columns }: Projection): (readonly [string, string])[] {
  return columns.map(({ name, label }, i) => [
    i === 0 ? '' : name,
    i === 0 ? 'the row itself' : label,
  ]);
}

/** The values of the stream's state, if it is the selected one. */
function leaves(app: App, stream: string): (readonly [string, string])[] {
  const aggregate = app.moment.value?.aggregate;
  if (aggregate?.stream !== stream) return [];
  const inside = (values: readonly Value[], path: string): (readonly [string, string])[] =>
    values.flatMap((value): (readonly [string, string])[] => {
      const at = `${path}${value.step ?? value.name}`;
      return [[at, value.label] as const, ...inside(value.values ?? [], `${at}.`)];
    });
  return inside(aggregate.values, '');
}
