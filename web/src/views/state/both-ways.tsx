import { useSignal } from '@preact/signals';
import type { App } from '../../app';
import type { Actors } from '../../app/actors';
import { reasonOf } from '../../app/reason';
import type { Contest, Outcome, WayResult, WaysResult } from '../../protocol';
import { Jump, RecordedLink } from './actor-ended';

/** A rule that no stream can keep alone, tried by stream and by query on the same log. */
export function BothWays({ app, actors }: { app: App; actors: Actors }) {
  const contests = app.world.value?.contests ?? [];
  const contest = contests.find(({ name }) => name === actors.contest.value) ?? contests[0];
  return (
    <article class="card both-ways">
      <header class="card-head">
        <h3>Both ways on one log</h3>
      </header>
      {contests.length > 1 && contest && (
        <Choice contests={contests} chosen={contest} choose={actors.contest} />
      )}
      {contest ? (
        <Tried key={`${app.world.value?.name} ${contest.name}`} app={app} contest={contest} />
      ) : (
        <NoContest app={app} />
      )}
    </article>
  );
}

interface ChoiceProps {
  contests: readonly Contest[];
  chosen: Contest;
  choose: { value: string };
}

function Choice({ contests, chosen, choose }: ChoiceProps) {
  return (
    <div class="field">
      <div class="label" id="contest">
        What both want
      </div>
      <div class="pills" role="radiogroup" aria-labelledby="contest">
        {contests.map(({ name, rule }) => (
          <label key={name} class="pill" title={rule}>
            <input
              type="radio"
              name="contest"
              value={name}
              checked={name === chosen.name}
              onChange={() => {
                choose.value = name;
              }}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </div>
  );
}

function NoContest({ app }: { app: App }) {
  const users = app.worlds.value.some(({ name }) => name === 'Users');
  return (
    <p class="empty">
      No rule of this world looks beyond one stream: there, both ways do the same.{' '}
      {users && (
        <button type="button" class="link" onClick={() => void app.openWorld('Users')}>
          Users has some
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
      const params = {
        contest: contest.name,
        byStream: byStream.value.trim(),
        byQuery: byQuery.value.trim(),
      };
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
                <Ended app={app} outcome={stream.outcomes[i]} again={stream.again} />
                <Ended app={app} outcome={query.outcomes[i]} again={query.again} />
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

interface EndedProps {
  app: App;
  outcome: Outcome | undefined;
  again: Outcome | undefined;
}

function Ended({ app, outcome, again }: EndedProps) {
  if (!outcome) return <td />;
  return (
    <td data-outcome={outcome.kind}>
      <HowItWent app={app} outcome={outcome} />
      {outcome.kind === 'conflict' && again && (
        <p class="again">
          looked again: <HowItWent app={app} outcome={again} />
        </p>
      )}
    </td>
  );
}

function HowItWent({ app, outcome }: { app: App; outcome: Outcome }) {
  if (outcome.kind === 'recorded') {
    return (
      <>
        recorded in <span class="mono">{outcome.stream}</span>,{' '}
        <RecordedLink app={app} rows={(outcome.recorded ?? []).slice(-1)} />
      </>
    );
  }
  const came = outcome.conflict?.came;
  if (came) {
    return (
      <>
        conflict: <Jump app={app} position={came.position} /> came first
      </>
    );
  }
  return (
    <>
      {outcome.kind}: {outcome.refusal?.message ?? outcome.message}
    </>
  );
}

function Verdict({ way }: { way: WayResult }) {
  return <td class={way.holds ? 'status good' : 'status bad'}>{verdict(way)}</td>;
}

function verdict({ holds, verdict }: WayResult): string {
  return `${holds ? 'Holds' : 'Broken'}: ${verdict}`;
}
