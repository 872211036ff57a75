import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { App } from '../../app';
import type { Actor, Actors, Told } from '../../app/actors';
import { count, listed, plural } from '../../format';
import type { EventRow, Outcome, Position, Seen, SeenParams } from '../../protocol';
import { assertUnreachable } from '../../unreachable';
import { inShort } from '../aggregate';
import { FormField } from '../command/field';
import { sentence } from '../command/sentence';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
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

interface HowItEndedProps {
  app: App;
  actor: Actor;
  seen: Seen | null;
  told: Told;
}

function HowItEnded({ app, actor, seen, told }: HowItEndedProps) {
  if (told.kind === 'said') return <p class="ended note">{told.text}</p>;
  if (told.kind === 'failed') return <p class="ended bad">no answer: {told.text}</p>;
  const { outcome, merged } = told;
  const again = merged ? 'merged: ' : '';
  switch (outcome.kind) {
    case 'recorded':
      return (
        <p class="ended good" data-outcome="recorded">
          {again}recorded <RecordedLink app={app} rows={outcome.recorded ?? []} />
        </p>
      );
    case 'refused':
      return (
        <p class="ended bad" data-outcome="refused">
          {merged && 'cannot be merged, '}refused: {outcome.refusal?.message ?? outcome.message}
        </p>
      );
    case 'conflict':
      return (
        <div class="ended bad" data-outcome="conflict">
          <p>{lost(outcome)}</p>
          <InBetween app={app} rows={(outcome.conflict?.came ? seen?.came : seen?.since) ?? []} />
          <Choices actor={actor} />
        </div>
      );
    case 'past':
      return (
        <div class="ended note" data-outcome="past">
          <p>{outcome.message}</p>
          <div class="buttons">
            <button type="button" class="button small" onClick={() => app.seek('live')}>
              Back to now
            </button>
          </div>
        </div>
      );
    case 'invalid':
      return <p class="ended bad">{sentence(outcome.message)}</p>;
    default:
      return assertUnreachable(outcome.kind);
  }
}

function lost({ conflict, message }: Outcome): string {
  if (!conflict) return message;
  if (conflict.came)
    return `conflict: #${conflict.came.position} matches, and came after #${conflict.came.after}`;
  const expected = conflict.expected === 0 ? 'a new stream' : `v${conflict.expected}`;
  return `conflict: expected ${expected}, the stream is at v${conflict.actual}`;
}

function Choices({ actor }: { actor: Actor }) {
  return (
    <div class="buttons">
      <Choice
        title="See what there is now, change what is asked, and act again."
        act={() => actor.retry()}
      >
        Retry on fresh state
      </Choice>
      <Choice
        title="Ask the rule again with what came: recorded if it holds."
        act={() => void actor.act(true)}
      >
        Merge
      </Choice>
      <Choice title="Record nothing." act={() => actor.giveUp()}>
        Give up
      </Choice>
    </div>
  );
}

function Choice({
  title,
  act,
  children,
}: {
  title: string;
  act: () => void;
  children: ComponentChildren;
}) {
  return (
    <button type="button" class="button small" title={title} onClick={act}>
      {children}
    </button>
  );
}

/** What came between what they saw and what they did. */
function InBetween({ app, rows }: { app: App; rows: readonly EventRow[] }) {
  if (rows.length === 0) return null;
  return (
    <ul class="between" aria-label="What came in between">
      {rows.map((row) => (
        <li key={row.position}>
          <Jump app={app} position={row.position} /> {row.type}{' '}
          <span class="mono">{row.summary}</span>
        </li>
      ))}
    </ul>
  );
}

/** Events that were recorded, as a place to jump to. */
export function RecordedLink({ app, rows }: { app: App; rows: readonly EventRow[] }) {
  const last = rows.at(-1);
  if (!last) return <>nothing</>;
  return (
    <button
      type="button"
      class="link jump"
      title={`Show the moment of event ${last.position}`}
      onClick={() => app.seek(last.position)}
    >
      {listed(rows.map((row) => row.type))}, v{last.version}
    </button>
  );
}

/** A position as a place to jump to. */
export function Jump({ app, position }: { app: App; position: Position }) {
  return (
    <button
      type="button"
      class="link quiet mono"
      title={`Show the moment of event ${count(position)}`}
      onClick={() => app.seek(position)}
    >
      #{position}
    </button>
  );
}
