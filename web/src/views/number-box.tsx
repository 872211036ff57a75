import { useSignal } from '@preact/signals';
import { count } from '../format';

interface NumberBoxProps {
  /** Unique on the page. */
  id: string;
  label: string;
  /** What a screen reader says instead of the label, where that is too short by itself. */
  name?: string;
  value: number;
  min: number;
  max: number;
  set: (value: number) => void;
}

// Takes over every whole number within its bounds as it is typed; anything else
// is said below and changes nothing.
export function NumberBox({ id, label, name, value, min, max, set }: NumberBoxProps) {
  const text = useSignal<string | null>(null);
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
        value={text.value ?? String(value)}
        aria-label={name}
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
          A whole number from {count(min)} to {count(max)}.
        </p>
      )}
    </div>
  );
}
