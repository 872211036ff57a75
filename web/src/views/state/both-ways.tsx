import { useSignal } from '@preact/signals';
import type { App } from '../../app';
import { reasonOf } from '../../app/reason';
import { count } from '../../format';
import type { Contest, Outcome, WayResult, WaysResult } from '../../protocol';
import { Jump, RecordedLink } from './actor-ended';

/** A rule that no stream can keep alone, tried by stream and by query on the same log. */
export function BothWays({ app }: { app: App }) {
  const contest = app.world.value?.contest;
  return (
    <article class="card both-ways">
      <header class="card-head">
        <h3>Both ways on one log</h3>
      </header>
      {contest ? (
        <Tried key={app.world.value?.name} app={app} contest={contest} />
      ) : (
        <NoContest app={app} />
      )}
    </article>
  );
}

function NoContest({ app }: { app: App }) {
  const users = app.worlds.value.some(({ name }) => name === 'Users');
  return (
    <p class="empty">
      No rule of this world looks beyond one stream: there, both ways do the same.{' '}
      {users && (
        <button type="button" class="link" onClick={() => void app.openWorld('Users')}>
          Users has one
        </button>
      )}
    </p>
  );
}

function Tried({ app, contest }: { app: App; contest: Contest }) {
  const byStream = useSignal(contest.prizes[0] ?? '');
  const byQuery = useSignal(contest.prizes[1] ?? '');
  const result = useSignal<WaysResult | null>(null);
  const problem = useSignal('');
  const busy = useSignal(false);
  const empty = byStream.value.trim() === '' || byQuery.value.trim() === '';
  const ask = async () => {
    if (busy.value || empty) return;
    busy.value = true;
    problem.value = '';
    try {
      const params = { byStream: byStream.value.trim(), byQuery: byQuery.value.trim() };
      const at = app.past.value ? { at: app.position.value } : {};
      result.value = await app.client.request('ways', { ...params, ...at });
      app.say(
        `By stream: ${verdict(result.value.stream)} By query: ${verdict(result.value.query)}`,
      );
    } catch (reason) {
      problem.value = reasonOf(reason);
    }
    busy.value = false;
  };
  return (
    <form
      noValidate
      aria-label="Both ways on one log"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <p class="hint">
        {contest.rule} Ada and Ben have seen the same log, and both ask for the same, each in a
        stream of their own.
      </p>
      <div class="two-fields">
        <Prize id="way-stream" label={`${contest.label} by stream`} text={byStream} />
        <Prize id="way-query" label={`${contest.label} by query`} text={byQuery} />
      </div>
      {empty && <p class="problem">Both need a {contest.label.toLowerCase()} to ask for.</p>}
      <button type="submit" class="button" aria-disabled={busy.value || empty}>
        Ask both ways
      </button>
      {problem.value && <p class="problem">{problem.value}</p>}
      {result.value && <Results app={app} result={result.value} />}
    </form>
  );
}

function Prize({ id, label, text }: { id: string; label: string; text: { value: string } }) {
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="input"
        type="text"
        autocomplete="off"
        maxLength={40}
        value={text.value}
        aria-invalid={text.value.trim() === '' ? true : undefined}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
    </div>
  );
}

function Results({ app, result }: { app: App; result: WaysResult }) {
  const { stream, query, seen } = result;
  return (
    <>
      <div class="table-scroll">
        <table class="rows ways" aria-label="How it ended, both ways">
          <thead>
            <tr>
              <th scope="col">
                saw <Jump app={app} position={seen} />
              </th>
              <th scope="col">By stream</th>
              <th scope="col">By query</th>
            </tr>
          </thead>
          <tbody>
            {['Ada', 'Ben'].map((who, i) => (
              <tr key={who}>
                <th scope="row">{who}</th>
                <Ended app={app} outcome={stream.outcomes[i]} />
                <Ended app={app} outcome={query.outcomes[i]} />
              </tr>
            ))}
            <tr>
              <th scope="row">The rule</th>
              <Verdict way={stream} />
              <Verdict way={query} />
            </tr>
          </tbody>
        </table>
      </div>
      <p class="rests">
        by query it rests on <code>{query.query}</code>
      </p>
    </>
  );
}

function Ended({ app, outcome }: { app: App; outcome: Outcome | undefined }) {
  if (!outcome) return <td />;
  if (outcome.kind === 'recorded') {
    return (
      <td data-outcome="recorded">
        recorded in <span class="mono">{outcome.stream}</span>,{' '}
        <RecordedLink app={app} rows={(outcome.recorded ?? []).slice(-1)} />
      </td>
    );
  }
  const came = outcome.conflict?.came;
  return (
    <td data-outcome={outcome.kind}>
      {came ? (
        <>
          conflict: <Jump app={app} position={came.position} /> came first
        </>
      ) : (
        <>
          {outcome.kind}: {outcome.refusal?.message ?? outcome.message}
        </>
      )}
    </td>
  );
}

function Verdict({ way }: { way: WayResult }) {
  const broken = way.holders > 1;
  return <td class={broken ? 'status bad' : 'status good'}>{verdict(way)}</td>;
}

function verdict({ holders, prize }: WayResult): string {
  if (holders > 1) return `Broken: ${count(holders)} were given ${prize}.`;
  return holders === 1 ? `Holds: one was given ${prize}.` : `Holds: nobody was given ${prize}.`;
}
