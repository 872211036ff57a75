import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { App } from '../../app';
import { count, plural } from '../../format';
import type { LintFinding, LintResult, Position } from '../../protocol';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition } from '../use-view';

/** What may be wrong with the design of the world and of its log. */
export function LintPanel({ app }: { app: App }) {
  const looked = useSignal(0 as Position);
  const { answer, problem } = useAnswer(app, 'lint', () => ({
    position: shownPosition(app),
    looked: looked.value,
  }));
  // A long log is looked through in several answers.
  useEffect(() => {
    if (answer && answer.looked < answer.position) looked.value = answer.looked;
  }, [answer, looked]);
  if (problem) return <p class="problem">{problem}</p>;
  if (!answer) {
    return <Skeleton />;
  }
  return (
    <>
      <Summary answer={answer} />
      <ul class="findings" aria-label="Findings">
        {answer.findings.map((finding) => (
          <Finding key={keyOf(finding)} app={app} finding={finding} />
        ))}
      </ul>
    </>
  );
}

function keyOf({ rule, name, field, positions }: LintFinding): string {
  return `${rule} ${name} ${field ?? ''} ${positions[0] ?? ''}`;
}

function Summary({ answer }: { answer: LintResult }) {
  const { findings, looked, position } = answer;
  const events = position === 0 ? 'no events yet' : plural(position, 'event');
  return (
    <p class="lint-summary" role="status" aria-label="Lint">
      {looked < position
        ? `Looked at ${count(looked)} of ${events} so far: ${found(findings)}.`
        : `The names of the world and ${events}: ${found(findings)}.`}
    </p>
  );
}

function found(findings: readonly LintFinding[]): string {
  return findings.length === 0 ? 'nothing to object to' : plural(findings.length, 'finding');
}

/** What each severity is called, and the mark beside the word. */
const severities = {
  wrong: { word: 'wrong', mark: '✕' },
  risk: { word: 'risk', mark: '▲' },
  hint: { word: 'hint', mark: '●' },
} as const;

function Finding({ app, finding }: { app: App; finding: LintFinding }) {
  const { severity, subject, name, field, what, why } = finding;
  const { word, mark } = severities[severity];
  return (
    <li class="card finding" data-severity={severity} data-rule={finding.rule}>
      <header class="card-head">
        <h3 class="mono">
          {name}
          {field && <span class="muted">.{field}</span>}
        </h3>
        <div class="card-meta">
          <span>{subject}</span>
          <span class={`status ${severity}`}>
            <span aria-hidden="true">{mark}</span> {word}
          </span>
        </div>
      </header>
      <p>{what}</p>
      <dl class="finding-advice">
        <dt>Why</dt>
        <dd>{why}</dd>
        <dt>Do</dt>
        <dd>{finding.do}</dd>
        <dt>Where</dt>
        <dd>
          <Where app={app} finding={finding} />
        </dd>
      </dl>
    </li>
  );
}

function Where({ app, finding }: { app: App; finding: LintFinding }) {
  const { count: total, positions, subject } = finding;
  if (positions.length === 0) {
    return <>{subject === 'command' ? 'in the world' : 'in the world; no event here is one yet'}</>;
  }
  return (
    <>
      {positions.map((position) => (
        <button
          key={position}
          type="button"
          class="link"
          aria-label={`Go to event ${position}`}
          onClick={() => {
            app.seek(position);
            app.openEvent(position);
          }}
        >
          #{count(position)}
        </button>
      ))}
      {total > positions.length && <span>and {count(total - positions.length)} more</span>}
    </>
  );
}
