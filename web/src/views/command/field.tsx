import type { Field } from '../../protocol';
import type { Draft } from './draft';

interface FormFieldProps {
  draft: Pick<Draft, 'form' | 'problems' | 'setField'>;
  field: Field;
  /** What ids begin with, where there is more than one form. */
  prefix?: string;
}

/** One field of a command, entered as its kind says, with its problem beside it. */
export function FormField({ draft, field, prefix = 'field' }: FormFieldProps) {
  const id = `${prefix}-${field.name}`;
  const problem = draft.problems.value[field.name];
  const bounds = boundsOf(field);
  const described = [
    problem && `${id}-problem`,
    bounds && `${id}-bounds`,
    field.help && `${id}-help`,
  ].filter(Boolean);
  const common = {
    id,
    name: field.name,
    'aria-invalid': problem ? (true as const) : undefined,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
  };
  return (
    <div class={field.kind === 'flag' ? 'field flag' : 'field'}>
      <div class="label">
        <label for={id}>{field.label}</label>
        {bounds && (
          <span class="aside" id={`${id}-bounds`}>
            {bounds}
          </span>
        )}
      </div>
      <Control draft={draft} field={field} common={common} />
      {problem && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      {field.help && (
        <p class="hint" id={`${id}-help`}>
          {field.help}
        </p>
      )}
    </div>
  );
}

interface ControlProps extends FormFieldProps {
  common: {
    id: string;
    name: string;
    'aria-invalid': true | undefined;
    'aria-describedby': string | undefined;
  };
}

// What is typed goes to the core as it is: it knows the rules, and
// says in a sentence what is wrong. Browsers would keep letters out in silence.
function Control({ draft, field, common }: ControlProps) {
  const value = draft.form.value[field.name] ?? '';
  const required = field.required ? true : undefined;
  switch (field.kind) {
    case 'choice':
      return (
        <select
          {...common}
          class="input"
          value={value}
          onChange={(event) => draft.setField(field.name, event.currentTarget.value)}
        >
          {!(field.choices ?? []).includes(value) && <option value={value}>Choose…</option>}
          {(field.choices ?? []).map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      );
    case 'flag':
      return (
        <input
          {...common}
          type="checkbox"
          checked={value === 'true'}
          onChange={(event) => draft.setField(field.name, String(event.currentTarget.checked))}
        />
      );
    default:
      return (
        <input
          {...common}
          class={field.kind === 'text' ? 'input' : 'input mono'}
          type="text"
          inputMode={
            field.kind === 'money' ? 'decimal' : field.kind === 'number' ? 'numeric' : 'text'
          }
          aria-required={required}
          autocomplete="off"
          value={value}
          onInput={(event) => draft.setField(field.name, event.currentTarget.value)}
        />
      );
  }
}

/** What may be entered, in few words beside the label. */
function boundsOf({ kind, required, min, max }: Field): string {
  if (kind === 'money' || kind === 'number') {
    if (min && max) return `${min} to ${max}`;
    if (min) return `${min} or more`;
    if (max) return `up to ${max}`;
  }
  return required || kind === 'flag' || kind === 'choice' ? '' : 'optional';
}
