import { useEffect } from 'preact/hooks';
import type { App } from '../../app';
import { setTopic, toggleTrial, topicSettings, trials } from '../../app/topic';
import { count } from '../../format';
import type { TopicResult, Trial, TrialSide } from '../../protocol';
import { HistoryRow } from '../aggregate';

/** What each of the two can and cannot do: tried, not told. */
export function Trials({ app, topic }: { app: App; topic: TopicResult }) {
  const tried = topicSettings.value.try;
  const all = trials.map(({ id }) => id);
  const whole = tried.length === all.length;
  return (
    <article class="card trials">
      <header class="card-head">
        <h3>Streams and topic, tried</h3>
        <div class="card-meta">
          <button type="button" class="link" onClick={() => setTopic({ try: whole ? [] : all })}>
            {whole ? 'Put all away' : 'Try all'}
          </button>
        </div>
      </header>
      {trials.map(({ id, label, about }) => {
        const open = tried.includes(id);
        const trial = topic.trials.find(({ name }) => name === id);
        return (
          <section key={id} class="trial" aria-label={label}>
            <div class="trial-head">
              <h4>{label}</h4>
              <button
                type="button"
                class="button small"
                aria-expanded={open}
                onClick={() => toggleTrial(id)}
              >
                {open ? 'Put away' : 'Try it'}
                <span class="hidden-text">: {label}</span>
              </button>
            </div>
            {!open && <p class="hint">{about}</p>}
            {open &&
              (trial ? (
                <Result app={app} label={label} trial={trial} />
              ) : (
                <p class="hint">Trying…</p>
              ))}
          </section>
        );
      })}
    </article>
  );
}

function Result({ app, label, trial }: { app: App; label: string; trial: Trial }) {
  const { streams, topic, differs, problem } = trial;
  // What came of it is said when it was asked for, not again with each step of the playhead.
  const said = problem ?? `Streams: ${streams.says} Topic: ${topic.says}`;
  useEffect(() => app.say(`${label}. ${said}`), []);
  if (problem) return <p class="empty">{problem}</p>;
  return (
    <>
      <div class="sides">
        <Side title="Streams" side={streams} />
        <Side title="Topic" side={topic} />
      </div>
      {differs.length > 0 && (
        <div class="table-scroll">
          <table class="rows differs">
            <thead>
              <tr>
                <th scope="col">What the fold makes of it</th>
                <th scope="col" class="number">
                  Streams
                </th>
                <th scope="col" class="number">
                  Topic
                </th>
              </tr>
            </thead>
            <tbody>
              {differs.map((value) => (
                <tr key={value.label}>
                  <td>{value.label}</td>
                  <td class="number">{value.streams || 'none'}</td>
                  <td class="number">{value.topic || 'none'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Events app={app} title={eventsOf[trial.name]} side={topic} />
    </>
  );
}

const eventsOf: Record<Trial['name'], string> = {
  expected: 'Written twice',
  order: 'Came after a later one',
  entity: 'Read in vain',
  retention: 'Dropped first',
  compaction: 'Dropped first',
  rebalance: 'Handed out twice',
};

function Side({ title, side }: { title: string; side: TrialSide }) {
  return (
    <div class="side" data-can={side.can}>
      <h5>
        {title}{' '}
        <span class={side.can ? 'status good' : 'status bad'}>{side.can ? 'can' : 'cannot'}</span>
      </h5>
      <p>{side.says}</p>
      <dl>
        {side.counts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class="mono">{count(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Events({ app, title, side }: { app: App; title: string; side: TrialSide }) {
  if (side.events.length === 0) return null;
  return (
    <>
      <p class="hint">{title}:</p>
      <ul class="history" aria-label={title}>
        {side.events.map((row) => (
          <HistoryRow key={row.position} app={app} row={row} />
        ))}
      </ul>
    </>
  );
}
