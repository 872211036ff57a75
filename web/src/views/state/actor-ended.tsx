import type { ComponentChildren } from 'preact';
import type { App } from '../../app';
import type { Actor, Told } from '../../app/actors';
import { count, listed } from '../../format';
import type { EventRow, Outcome, Position, Seen } from '../../protocol';
import { assertUnreachable } from '../../unreachable';
import { sentence } from '../command/sentence';

interface HowItEndedProps {
  app: App;
  actor: Actor;
  seen: Seen | null;
  told: Told;
}

/** How it ended when somebody acted, and what who lost can do. */
export function HowItEnded({ app, actor, seen, told }: HowItEndedProps) {
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
