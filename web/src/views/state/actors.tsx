import { useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { App } from '../../app';
import { type Actors, actorsOf } from '../../app/actors';
import { Latest } from '../../app/latest';
import type { Way } from '../../protocol';
import { useView } from '../use-view';
import { ActorCard } from './actor';
import { BothWays } from './both-ways';

const ways: readonly { id: Way; label: string; about: string }[] = [
  { id: 'stream', label: 'By stream', about: 'The stream must be at the version that was seen.' },
  { id: 'query', label: 'By query', about: 'No event that matches may have come since.' },
];

/** Two who act on one stream, each on what they saw last. */
export function ActorsPanel({ app }: { app: App }) {
  const actors = actorsOf(app);
  const stream = useView(app, 'stream');
  const free = useMemo(() => new Latest<null, void>(() => actors.name(), ignore, ignore), [actors]);
  useSignalEffect(() => actors.follow());
  useSignalEffect(() => {
    void app.head.value;
    for (const actor of actors.both) void actor.command.value;
    free.want(null);
  });
  if (!app.world.value) return null;
  return (
    <>
      <article class="card actors">
        <header class="card-head">
          <h3>Two actors</h3>
          <div class="card-meta">
            {stream !== null && (
              <span>
                on <span class="mono">{stream}</span>
              </span>
            )}
          </div>
        </header>
        <p class="hint">
          Each acts on what they last saw. Whoever is second learns that something came in between.
        </p>
        <WayChoice actors={actors} />
        <div class="actor-columns">
          {actors.both.map((actor) => (
            <ActorCard key={actor.name} app={app} actors={actors} actor={actor} />
          ))}
        </div>
        <button
          type="button"
          class="button primary act-both"
          onClick={() => void actors.actAtOnce()}
          aria-disabled={actors.both.some((actor) => actor.busy.value)}
        >
          Both act at once
        </button>
      </article>
      <BothWays app={app} actors={actors} />
    </>
  );
}

function ignore(): void {}

function WayChoice({ actors }: { actors: Actors }) {
  const by = actors.by.value;
  return (
    <div class="field">
      <div class="label">
        <span id="actors-way">Consistency</span>
        <span class="aside">{ways.find(({ id }) => id === by)?.about}</span>
      </div>
      <div class="pills" role="radiogroup" aria-labelledby="actors-way">
        {ways.map(({ id, label, about }) => (
          <label key={id} class="pill" title={about}>
            <input
              type="radio"
              name="actors-way"
              value={id}
              checked={id === by}
              onChange={() => {
                actors.by.value = id;
              }}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {by === 'query' && <QueryField actors={actors} />}
    </div>
  );
}

/** What a query looks like, in this world's own words. */
function exampleOf({ app, stream }: Actors): string {
  const type = app.world.value?.eventTypes.at(-1)?.name ?? 'MoneyWithdrawn';
  return `type:${type} or stream:${stream.value ?? 'account-1'}`;
}

function QueryField({ actors }: { actors: Actors }) {
  const problem = actors.queryProblem.value;
  return (
    <div class="field">
      <div class="label">
        <label for="actors-query">Query for both</label>
        <span class="aside">empty: what each command rests on</span>
      </div>
      <input
        id="actors-query"
        class="input mono"
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        placeholder={exampleOf(actors)}
        value={actors.query.value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? 'actors-query-problem' : undefined}
        onInput={(event) => {
          actors.query.value = event.currentTarget.value;
        }}
      />
      {problem && (
        <p class="problem" id="actors-query-problem">
          {problem}
        </p>
      )}
    </div>
  );
}
