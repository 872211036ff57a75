import { isKnown, meaning, textOf, versionOf } from '../../app/expected-version';
import type { Draft } from './draft';

/** Stands for what is typed but is no number, which the browser keeps to itself. */
const noNumber = 'not a number';

/** The version that the visitor takes the stream to be at. */
export function ExpectedField({ draft }: { draft: Draft }) {
  const expected = draft.expected.value;
  const text = textOf(expected);
  const problem = draft.problems.value.expectedVersion;
  const behind =
    expected.shown !== null && expected.shown > 0 && versionOf(text) !== expected.shown;
  return (
    <div class="field beside">
      <div class="label">
        <label for="expected-version">Expected version</label>
        <span class="aside" id="expected-version-meaning">
          {meaning(expected)}
        </span>
      </div>
      <div class="input-row">
        <input
          id="expected-version"
          class="mono"
          type="number"
          min={0}
          step={1}
          placeholder={isKnown(expected) ? 'any' : '…'}
          autocomplete="off"
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? 'expected-version-problem' : 'expected-version-meaning'}
          // Browsers give "" for what is no number; any other value would wipe it out.
          value={text === noNumber ? '' : text}
          onInput={(event) => {
            const { value, validity } = event.currentTarget;
            draft.setExpected(validity.badInput ? noNumber : value);
          }}
        />
        {behind && (
          <button type="button" class="link" onClick={() => draft.catchUp()}>
            use v{expected.shown}
          </button>
        )}
      </div>
      {draft.behind.value
        .filter(({ model }) => expected.from !== model)
        .map(({ model, version }) => (
          <p key={model} class="hint stale">
            {model} still shows v{version}.{' '}
            <button
              type="button"
              class="link"
              aria-label={`Use v${version} of ${model}`}
              onClick={() => draft.read(model, version)}
            >
              use v{version}
            </button>
          </p>
        ))}
      {problem && (
        <p class="problem" id="expected-version-problem">
          {problem}
        </p>
      )}
    </div>
  );
}
