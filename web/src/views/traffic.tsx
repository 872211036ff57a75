import { useSignal } from '@preact/signals';
import type { App } from '../app';
import { rates } from '../app/traffic';
import { count } from '../format';

/** A seeded run of plausible commands, for whoever wants something to look at. */
export function TrafficPanel({ app }: { app: App }) {
  const traffic = app.traffic.value;
  return (
    <div class="traffic">
      <div class="traffic-head">
        <h3 id="traffic-title">Traffic</h3>
        <button
          type="button"
          role="switch"
          class="switch"
          aria-checked={traffic.on}
          aria-labelledby="traffic-title"
          disabled={!app.world.value}
          onClick={() => app.setTraffic({ on: !traffic.on })}
        />
      </div>
      <div class="traffic-settings">
        <NumberBox
          label="Commands per second"
          value={traffic.rate}
          min={rates.min}
          max={rates.max}
          set={(rate) => app.setTraffic({ rate })}
        />
        <NumberBox
          label="Seed"
          value={traffic.seed}
          min={0}
          max={Number.MAX_SAFE_INTEGER}
          set={(seed) => app.setTraffic({ seed })}
        />
      </div>
      {traffic.sent > 0 && (
        <p class="hint numbers">
          {count(traffic.sent)} sent, {count(traffic.recorded)} recorded, {count(traffic.refused)}{' '}
          refused
        </p>
      )}
      {traffic.problem && <p class="problem">{traffic.problem}</p>}
    </div>
  );
}

interface NumberBoxProps {
  label: string;
  value: number;
  min: number;
  max: number;
  set: (value: number) => void;
}

// Takes over every whole number within its bounds as it is typed; anything else
// is said below and changes nothing.
function NumberBox({ label, value, min, max, set }: NumberBoxProps) {
  const text = useSignal<string | null>(null);
  const id = label.toLowerCase().replaceAll(' ', '-');
  const bad = text.value !== null;
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="input mono"
        type="number"
        min={min}
        max={max}
        step={1}
        value={text.value ?? value}
        aria-invalid={bad ? true : undefined}
        aria-describedby={bad ? `${id}-problem` : undefined}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          const number = Number(typed);
          const fits = /^\d+$/.test(typed) && number >= min && number <= max;
          text.value = fits ? null : typed;
          if (fits) set(number);
        }}
        onBlur={() => {
          text.value = null;
        }}
      />
      {bad && (
        <p class="problem" id={`${id}-problem`}>
          A whole number from {min} to {count(max)}.
        </p>
      )}
    </div>
  );
}
