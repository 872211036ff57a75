import type { App } from '../../app';
import { bounds, keys, setTopic, topicSettings } from '../../app/topic';
import { count, plural } from '../../format';
import type { TopicKey, TopicPartition, TopicResult } from '../../protocol';
import { NumberBox } from '../number-box';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition } from '../use-view';
import { Trials } from './trials';

/** The same events as a partitioned topic, and what each of the two can and cannot do. */
export function TopicPanel({ app }: { app: App }) {
  const { answer, problem } = useAnswer(app, 'topic', () => {
    const { key, partitions, retain, compact, consumers, try: tries } = topicSettings.value;
    const stream = app.view.value.stream ?? ('' as never);
    const settings = { key, partitions, retain, compact, consumers, try: [...tries] };
    return { ...settings, stream, position: shownPosition(app) };
  });
  return (
    <>
      <article class="card topic">
        <header class="card-head">
          <h3 id="topic-title">The log as a topic</h3>
          <div class="card-meta">
            {answer && <span>{plural(answer.published, 'message')}</span>}
          </div>
        </header>
        <Settings />
        {problem && <p class="problem">{problem}</p>}
        {answer?.problems?.map(({ field, message }) => (
          <p key={field} class="problem">
            {message}
          </p>
        ))}
        {answer ? <Partitions app={app} topic={answer} /> : <Skeleton lines={2} />}
      </article>
      {answer && <Trials app={app} topic={answer} />}
    </>
  );
}

function Settings() {
  const { key, compact, ...numbers } = topicSettings.value;
  const box = (name: keyof typeof bounds, label: string) => (
    <NumberBox
      id={`topic-${name}`}
      label={label}
      {...bounds[name]}
      value={numbers[name]}
      set={(value) => setTopic({ [name]: value })}
    />
  );
  return (
    <div class="topic-settings">
      <div class="field">
        <label class="label" for="topic-key">
          Key of a message
        </label>
        <select
          id="topic-key"
          class="input"
          value={key}
          onChange={(event) => setTopic({ key: event.currentTarget.value as TopicKey })}
        >
          {keys.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {box('partitions', 'Partitions')}
      {box('consumers', 'Consumers')}
      {box('retain', 'Keep the newest, 0: all')}
      <div class="topic-compact">
        <span id="topic-compact">Compact: keep the last of each key</span>
        <button
          type="button"
          role="switch"
          class="switch"
          aria-checked={compact}
          aria-labelledby="topic-compact"
          onClick={() => setTopic({ compact: !compact })}
        />
      </div>
    </div>
  );
}

function Partitions({ app, topic }: { app: App; topic: TopicResult }) {
  const { published, first, kept, expired, compacted, keys: known, idle } = topic;
  if (topic.problems?.length) return null;
  return (
    <>
      <div class="table-scroll">
        <table class="rows partitions" aria-labelledby="topic-title">
          <thead>
            <tr>
              <th scope="col" class="number">
                Part.
              </th>
              <th scope="col">Newest messages</th>
              <th scope="col" class="number">
                Offsets
              </th>
              <th scope="col" class="number">
                Kept
              </th>
              <th scope="col" class="number">
                Read by
              </th>
            </tr>
          </thead>
          <tbody>
            {topic.partitions.map((partition) => (
              <PartitionRow key={partition.number} app={app} partition={partition} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">
        {plural(known, 'key')}; {count(kept)} of {plural(published, 'message')} kept
        {expired > 0 && <>, {count(expired)} expired</>}
        {compacted > 0 && <>, {count(compacted)} compacted away</>}.
        {idle > 0 && <> {plural(idle, 'consumer has', 'consumers have')} no partition to read.</>}
        {first > 1 && <> Only events from #{count(first)} on are published here.</>}
      </p>
    </>
  );
}

function PartitionRow({ app, partition }: { app: App; partition: TopicPartition }) {
  const { number, next, kept, consumer, newest } = partition;
  const last = newest.at(-1);
  return (
    <tr>
      <th scope="row" class="number mono">
        {number}
      </th>
      <td>
        <span class="marks">
          <span aria-hidden="true">
            {newest.map(({ offset, key, position, colour }) => (
              <i
                key={offset}
                title={`#${position}, offset ${offset}, key ${key || 'none'}`}
                style={{ '--chip': `var(--e${colour + 1})` }}
              />
            ))}
          </span>
          {last && (
            <button
              type="button"
              class="link quiet mono"
              title={`Show the moment of event ${count(last.position)}`}
              onClick={() => app.seek(last.position)}
            >
              #{last.position}
            </button>
          )}
        </span>
      </td>
      <td class="number">{next === 0 ? '–' : `0–${count(next - 1)}`}</td>
      <td class="number">{count(kept)}</td>
      <td class="number">{consumer}</td>
    </tr>
  );
}
