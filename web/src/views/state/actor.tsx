import { useEffect } from 'preact/hooks';
import type { App } from '../../app';
import type { Actor, Actors } from '../../app/actors';
import { count, plural } from '../../format';
import type { Seen, SeenParams } from '../../protocol';
import { inShort } from '../aggregate';
import { FormField } from '../command/field';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { HowItEnded, Jump } from './actor-ended';
import { ValueTree } from './value-tree';

interface ActorProps {
  app: App;
  actors: Actors;
  actor: Actor;
}

/** One of the two: what they saw, what they are about to do, and how it ended. */
export function ActorCard({ app, actors, actor }: ActorProps) {
  const { answer: seen, problem } = useAnswer(app, 'seen', () => question(actors, actor));
  const id = `actor-${actor.name}`;
  const command = actor.command.value;
  useEffect(() => {
    actors.hear(actor, seen?.problem ?? '');
  }, [actors, actor, seen?.problem]);
  return (
    <section class="actor" aria-labelledby={id}>
      <h4 id={id}>{actor.name}</h4>
      {seen ? <WhatTheySaw app={app} actors={actors} actor={actor} seen={seen} /> : <Waiting />}
      {problem && <p class="problem">{problem}</p>}
      <form
        noValidate
        aria-label={`What ${actor.name} asks for`}
        onSubmit={(event) => {
          event.preventDefault();
          void actor.act();
        }}
      >
        <div class="field">
          <label class="label" for={`${id}-command`}>
            Command
          </label>
          <select
            id={`${id}-command`}
            class="input"
            value={command?.name ?? ''}
            onChange={(event) => actor.choose(event.currentTarget.value)}
          >
            {actors.commands.value.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </div>
        {command?.fields.map((field) => (
          <FormField
            key={`${command.name} ${field.name}`}
            draft={actor}
            field={field}
            prefix={id}
          />
        ))}
        {actor.problems.value.stream && <p class="problem">{actor.problems.value.stream}</p>}
        <button type="submit" class="button act" aria-disabled={actor.busy.value}>
          {actor.name} acts
        </button>
      </form>
      {actor.told.value && (
        <HowItEnded app={app} actor={actor} seen={seen} told={actor.told.value} />
      )}
    </section>
  );
}

function question(actors: Actors, actor: Actor): SeenParams | null {
  const stream = actor.stream.value;
  const at = actor.at.value;
  const command = actor.command.value;
  if (stream === null || at === null || !command) return null;
  const query = actors.by.value === 'query' ? actors.query.value.trim() : '';
  return { stream, at, command: command.name, form: actor.form.value, query };
}

function Waiting() {
  return <Skeleton lines={2} />;
}

function WhatTheySaw({ app, actors, actor, seen }: ActorProps & { seen: Seen }) {
  const byQuery = actors.by.value === 'query';
  const behind = byQuery ? seen.came.length > 0 : seen.latest > seen.version;
  return (
    <>
      <p class="saw">
        {seen.version === 0 ? (
          <>
            sees no <span class="mono">{seen.stream}</span>
          </>
        ) : (
          <>
            saw <b class="mono">v{seen.version}</b> of <span class="mono">{seen.stream}</span>
          </>
        )}{' '}
        <Jump app={app} position={seen.at} />
      </p>
      {seen.version > 0 && <ValueTree values={seen.values.slice(0, 6).map(inShort)} />}
      {byQuery && (
        <p class="rests">
          rests on <code>{actors.query.value.trim() || seen.proposed}</code>,{' '}
          {plural(seen.matching, 'event')} {seen.looked > 1 && `from #${count(seen.looked)} on `}by
          then
        </p>
      )}
      {behind && (
        <p class="saw status warn">
          {byQuery
            ? `${plural(seen.came.length, 'match', 'matches')} since`
            : `it is at v${seen.latest} now`}{' '}
          <button type="button" class="link" onClick={() => actor.look()}>
            Look again
            <span class="hidden-text">, {actor.name}</span>
          </button>
        </p>
      )}
    </>
  );
}
