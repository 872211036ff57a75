import type { App } from '../../app';
import { longestData, type Trial, ways } from '../../app/what-if';
import type { EventResult } from '../../protocol';

interface WhatIfFormProps {
  app: App;
  event: EventResult;
  trial: Trial;
  set(change: Partial<Trial>): void;
}

/** In which way the event is to be otherwise. */
export function WhatIfForm({ app, event, trial, set }: WhatIfFormProps) {
  const { kind, changed, inserted } = trial;
  const data = kind === 'change' ? changed : kind === 'insert' ? inserted : '';
  return (
    <>
      <div class="pills" role="radiogroup" aria-label="In which way">
        {ways.map((way) => (
          <label key={way.kind} class="pill" title={way.about}>
            <input
              type="radio"
              name="what-if"
              checked={kind === way.kind}
              onChange={() => set({ kind: way.kind })}
            />
            <span>{way.label}</span>
          </label>
        ))}
      </div>
      {kind === 'change' && (
        <Data
          label={`Data of ${event.row.type}`}
          text={trial.changed}
          set={(changed) => set({ changed })}
        />
      )}
      {kind === 'move' && (
        <div class="field what-if-after">
          <label for="what-if-after">Behind event</label>
          <input
            id="what-if-after"
            class="input mono"
            inputmode="numeric"
            autocomplete="off"
            value={trial.after}
            onInput={({ currentTarget }) => set({ after: currentTarget.value })}
          />
        </div>
      )}
      {kind === 'insert' && <Inserted app={app} trial={trial} set={set} />}
      {data.length > longestData && (
        <p class="hint">This data is too long for a link; one shows the event as it is.</p>
      )}
    </>
  );
}

interface InsertedProps {
  app: App;
  trial: Trial;
  set(change: Partial<Trial>): void;
}

function Inserted({ app, trial, set }: InsertedProps) {
  return (
    <>
      <div class="what-if-two">
        <div class="field">
          <label for="what-if-type">Type</label>
          <select
            id="what-if-type"
            class="input"
            value={trial.type}
            onChange={({ currentTarget }) => set({ type: currentTarget.value })}
          >
            {app.world.value?.eventTypes.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="what-if-stream">Stream</label>
          <input
            id="what-if-stream"
            class="input mono"
            autocomplete="off"
            value={trial.stream}
            onInput={({ currentTarget }) => set({ stream: currentTarget.value })}
          />
        </div>
      </div>
      <Data
        label={`Data of ${trial.type}`}
        text={trial.inserted}
        set={(inserted) => set({ inserted })}
      />
    </>
  );
}

interface DataProps {
  label: string;
  text: string;
  set(text: string): void;
}

function Data({ label, text, set }: DataProps) {
  return (
    <div class="field">
      <label for="what-if-data">{label}</label>
      <textarea
        id="what-if-data"
        class="input mono"
        rows={Math.min(8, text.split('\n').length + 1)}
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
    </div>
  );
}
