import type { App } from '../../../app';
import { bounds, chosenProjection, desk, faults, presets, setDesk } from '../../../app/delivery';
import { NumberBox } from '../../number-box';

/** What is delivered, and what the channel does to it. */
export function Channel({ app }: { app: App }) {
  const settings = desk.value;
  const world = app.world.value;
  if (!world) return null;
  const chosen = chosenProjection(settings, world.name, world.projections);
  return (
    <article class="card channel">
      <header class="card-head">
        <h3>The channel</h3>
        <div class="card-meta">the same seed, the same run</div>
      </header>
      <div class="delivery-settings">
        <div class="field">
          <label class="label" for="delivery-projection">
            Read model
          </label>
          <select
            id="delivery-projection"
            class="input"
            value={chosen ?? ''}
            onChange={({ currentTarget }) =>
              setDesk({
                projection: { ...settings.projection, [world.name]: currentTarget.value },
              })
            }
          >
            {world.projections.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <NumberBox
          id="delivery-seed"
          label="Seed"
          name="Delivery seed"
          value={settings.seed}
          {...bounds.seed}
          set={(seed) => setDesk({ seed })}
        />
      </div>
      <Presets />
      <Details />
    </article>
  );
}

/** Faults to begin with. */
function Presets() {
  const { faults: rates } = desk.value;
  const now = JSON.stringify(rates);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out by its parent
    <div class="fault-presets" role="group" aria-label="Faults">
      <span class="label">Faults</span>
      <div class="buttons">
        {presets.map((preset) => (
          <button
            key={preset.label}
            type="button"
            class="button small"
            aria-pressed={JSON.stringify(preset.faults) === now}
            onClick={() => setDesk({ faults: preset.faults })}
          >
            {preset.label}
          </button>
        ))}
      </div>
    </div>
  );
}

/** The rate of each fault, and what else a run follows from. */
function Details() {
  const settings = desk.value;
  return (
    <details class="twin">
      <summary>Rates, events and checkpoint</summary>
      <p class="hint">Of a hundred deliveries, so many are befallen by each fault.</p>
      <div class="fault-rates">
        {faults.map(({ id, label, about }) => (
          <div key={id} title={about}>
            <NumberBox
              id={`fault-${id}`}
              label={label}
              name={`${label}, percent`}
              value={settings.faults[id]}
              {...bounds.fault}
              set={(percent) => setDesk({ faults: { ...settings.faults, [id]: percent } })}
            />
          </div>
        ))}
      </div>
      <div class="delivery-settings">
        <NumberBox
          id="delivery-events"
          label="Last events delivered"
          value={settings.events}
          {...bounds.events}
          set={(events) => setDesk({ events })}
        />
        <NumberBox
          id="delivery-checkpoint"
          label="Events a checkpoint"
          value={settings.checkpointEvery}
          {...bounds.checkpointEvery}
          set={(checkpointEvery) => setDesk({ checkpointEvery })}
        />
      </div>
    </details>
  );
}
