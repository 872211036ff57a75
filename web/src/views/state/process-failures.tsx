import { type Signal, useSignal } from '@preact/signals';
import type { App } from '../../app';
import { askDrill, failureLabel, failures, wholeNumber } from '../../app/processes';
import type { ArrangedFailure, FailureKind, ProcessesResult, ProcessManager } from '../../protocol';

/** What is to go wrong: one step of one process, or steps at random from a seed. */
export function FailuresCard({ app, answer }: { app: App; answer: ProcessesResult }) {
  const { drill } = answer;
  return (
    <article class="card failures" aria-label="Failures">
      <header class="card-head">
        <h3>Failures</h3>
        <div class="card-meta">
          <span>{drill.percent > 0 ? `at random, ${drill.percent} %` : 'as arranged'}</span>
        </div>
      </header>
      {app.past.value ? (
        <p class="hint">Failures are arranged for what comes, not for what was.</p>
      ) : (
        <Arrange app={app} answer={answer} />
      )}
      <Arranged arranged={drill.arranged} managers={answer.managers} />
      {!app.past.value && <AtRandom app={app} percent={drill.percent} seed={drill.seed} />}
    </article>
  );
}

function Arrange({ app, answer }: { app: App; answer: ProcessesResult }) {
  const { managers, opened } = answer;
  const running = opened?.row.status === 'running' ? opened.row.stream : null;
  const target = useSignal<string | null>(null);
  const step = useSignal('');
  const failure = useSignal<FailureKind>('refuse');
  // A process that has ended is no target any more; its manager still is.
  const targets: string[] = managers.map(({ category }) => category);
  if (running) targets.unshift(running);
  const process = targets.find((each) => each === target.value) ?? targets[0] ?? '';
  const manager = managers.find(({ category }) => category === process.split('-')[0]);
  const steps = manager?.steps ?? [];
  const chosen = steps.includes(step.value) ? step.value : (steps[0] ?? '');
  return (
    <form
      class="arrange"
      onSubmit={(event) => {
        event.preventDefault();
        const said = `Arranged: ${chosen} of ${nameOf(process, managers)} ${failureLabel(failure.value)}.`;
        void askDrill(
          app,
          'arrangeFailure',
          { process, step: chosen, failure: failure.value },
          said,
        );
      }}
    >
      <Choice
        label="In"
        id="failure-process"
        value={process}
        options={targets.map((id) => ({ id, label: nameOf(id, managers) }))}
        choose={(id) => {
          target.value = id;
        }}
      />
      <Choice
        label="Step"
        id="failure-step"
        value={chosen}
        options={steps.map((id) => ({ id, label: id }))}
        choose={(id) => {
          step.value = id;
        }}
      />
      <Choice
        label="Failure"
        id="failure-kind"
        value={failure.value}
        options={failures}
        choose={(id) => {
          failure.value = id as FailureKind;
        }}
      />
      <p class="hint">{failures.find(({ id }) => id === failure.value)?.about}</p>
      <button type="submit" class="button small">
        Arrange the failure
      </button>
    </form>
  );
}

function nameOf(process: string, managers: readonly ProcessManager[]): string {
  const manager = managers.find(({ category }) => category === process);
  return manager ? `the next ${manager.name}` : process;
}

interface ChoiceProps {
  label: string;
  id: string;
  value: string;
  options: readonly { id: string; label: string }[];
  choose: (id: string) => void;
}

function Choice({ label, id, value, options, choose }: ChoiceProps) {
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      <select
        id={id}
        class="input"
        value={value}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ArrangedProps {
  arranged: readonly ArrangedFailure[];
  managers: readonly ProcessManager[];
}

function Arranged({ arranged, managers }: ArrangedProps) {
  if (arranged.length === 0) return null;
  return (
    <ul class="arranged" aria-label="Arranged failures">
      {arranged.map(({ process, step, failure }, i) => (
        <li key={i}>
          <span aria-hidden="true">⚡</span> <b>{step}</b> of {nameOf(process, managers)}{' '}
          {failureLabel(failure)}
        </li>
      ))}
    </ul>
  );
}

function AtRandom({ app, percent, seed }: { app: App; percent: number; seed: number }) {
  const percentText = useSignal(String(percent));
  const seedText = useSignal(String(seed));
  const problems = useSignal<{ percent?: string; seed?: string }>({});
  const send = () => {
    const part = wholeNumber(percentText.value, 0, 100);
    const dice = wholeNumber(seedText.value, 0, Number.MAX_SAFE_INTEGER);
    problems.value = {
      ...('problem' in part && { percent: part.problem }),
      ...('problem' in dice && { seed: dice.problem }),
    };
    if ('problem' in part || 'problem' in dice) return;
    const said =
      part.value === 0
        ? 'No step fails at random.'
        : `${part.value} percent of the steps fail at random, from seed ${dice.value}.`;
    void askDrill(app, 'seedFailures', { percent: part.value, seed: dice.value }, said);
  };
  return (
    <form
      class="at-random"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <NumberField
        id="random-percent"
        label="Percent that fail"
        text={percentText}
        problem={problems.value.percent}
      />
      <NumberField
        id="random-seed"
        label="Seed of failures"
        text={seedText}
        problem={problems.value.seed}
      />
      <button type="submit" class="button small">
        Fail at random
      </button>
    </form>
  );
}

interface NumberFieldProps {
  id: string;
  label: string;
  text: Signal<string>;
  problem: string | undefined;
}

function NumberField({ id, label, text, problem }: NumberFieldProps) {
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="input mono"
        inputMode="numeric"
        value={text.value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
      {problem && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
