import type { Field } from '../../protocol';
import type { Draft } from './draft';

interface FormFieldProps {
  draft: Draft;
  field: Field;
}

/** One field of a command, entered as its kind says, with its problem beside it. */
export function FormField({ draft, field }: FormFieldProps) {
  const id = `field-${field.name}`;
  const problem = draft.problems.value[field.name];
  const hint = hintOf(field);
  const described = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(' ');
  const common = {
    id,
    name: field.name,
    'aria-invalid': problem ? (true as const) : undefined,
    'aria-describedby': described || undefined,
  };
  return (
    <div class={field.kind === 'flag' ? 'field flag' : 'field'}>
      <label class="label" for={id}>
        {field.label}
        {!field.required && field.kind !== 'flag' && (
          <span class="aside" aria-hidden="true">
            optional
          </span>
        )}
      </label>
      <Control draft={draft} field={field} common={common} />
      {problem && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
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

/** The field's own help, and its bounds where it has any that are worth saying. */
function hintOf({ help, min, max, kind }: Field): string {
  const parts = [help ?? ''];
  if (kind === 'money' || kind === 'number') {
    if (min && max) parts.push(`From ${min} to ${max}.`);
    else if (min) parts.push(`At least ${min}.`);
    else if (max) parts.push(`At most ${max}.`);
  }
  return parts.filter((part) => part !== '').join(' ');
}
