import { batch } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { App, OutcomeCard } from '../app';
import { undoing } from '../app/undo';
import { listed } from '../format';
import type { Outcome, Position } from '../protocol';
import { assertUnreachable } from '../unreachable';
import { sentence } from './command/sentence';
import { jumpTo } from './events/jumps';
import { Icon } from './icon';

/** How the commands of this visit ended, newest first. */
export function Outcomes({ app }: { app: App }) {
  const cards = app.outcomes.value;
  const list = useRef<HTMLUListElement>(null);
  const newest = cards[0];
  useEffect(() => {
    if (newest) list.current?.firstElementChild?.scrollIntoView({ block: 'nearest' });
  }, [newest]);
  return (
    <div class="outcomes">
      <h3 id="outcomes-title">Outcomes</h3>
      {cards.length === 0 && <NothingYet app={app} />}
      <ul ref={list} aria-labelledby="outcomes-title">
        {cards.map((card) => (
          <Card key={card.id} app={app} card={card} />
        ))}
      </ul>
    </div>
  );
}

// Until something was sent, the place where it will be told says what to try
// with the example; an empty log has nothing to try it on.
function NothingYet({ app }: { app: App }) {
  const fresh = !app.used.value && app.head.value > 0;
  const suggestion = fresh ? (app.world.value?.try ?? '') : '';
  if (suggestion !== '') return <p class="try">{suggestion}</p>;
  return <p class="empty">What becomes of a command is told here.</p>;
}

interface CardProps {
  app: App;
  card: OutcomeCard;
}

function Card({ app, card }: CardProps) {
  const { outcome } = card;
  const tone = outcome.kind === 'recorded' ? 'good' : outcome.kind === 'past' ? 'note' : 'bad';
  return (
    <li class={`outcome ${tone}`} data-outcome={outcome.kind}>
      <div class="outcome-head">
        <b>{outcome.summary}</b>
        <button
          type="button"
          class="icon-button"
          aria-label={`Dismiss ${outcome.summary}`}
          title="Dismiss"
          onClick={() => app.dismissOutcome(card.id)}
        >
          <Icon name="close" />
        </button>
      </div>
      <Told app={app} card={card} />
    </li>
  );
}

function Told({ app, card }: CardProps) {
  const { outcome } = card;
  const retry = () => void app.retry(card.id);
  switch (outcome.kind) {
    case 'recorded':
      return <Recorded app={app} card={card} outcome={outcome} />;
    case 'refused':
      return <p>refused: {outcome.refusal?.message ?? outcome.message}</p>;
    case 'conflict':
      return (
        <Choice text={conflictText(outcome.conflict, outcome.message)}>
          <button type="button" class="button small" onClick={retry}>
            Reload and retry
          </button>
          <button
            type="button"
            class="button small quiet"
            onClick={() => app.dismissOutcome(card.id)}
          >
            Give up
          </button>
        </Choice>
      );
    case 'past':
      return (
        <Choice text={outcome.message}>
          <button type="button" class="button small" onClick={() => void app.sendOnBranch(card.id)}>
            Branch and send
          </button>
          <button type="button" class="button small quiet" onClick={() => app.seek('live')}>
            Back to now
          </button>
        </Choice>
      );
    case 'unanswered':
      return (
        <Choice text={`no answer: ${outcome.message}`}>
          <button type="button" class="button small" onClick={retry}>
            Send again
          </button>
        </Choice>
      );
    case 'invalid':
      return <p>{sentence(outcome.message)}</p>; // its problems stand beside the fields
    default:
      return assertUnreachable(outcome);
  }
}

interface RecordedProps extends CardProps {
  outcome: Outcome;
}

function Recorded({ app, card, outcome }: RecordedProps) {
  const { recorded: rows = [], message } = outcome;
  const last = rows.at(-1);
  if (!last) return <p>{message}</p>;
  const { undoes } = card.sent;
  const types = listed(rows.map((row) => row.type));
  return (
    <p>
      recorded{' '}
      <button
        type="button"
        class="link jump"
        title={`Show the moment of event ${last.position}`}
        onClick={() => app.seek(last.position)}
      >
        {types}, v{last.version}
      </button>
      {undoes !== undefined && (
        <>
          , which undoes{' '}
          <button
            type="button"
            class="link jump"
            title={`Show event ${undoes}`}
            onClick={() => jumpTo(app, undoes)}
          >
            #{undoes}
          </button>
        </>
      )}
      {rows.length === 1 && (
        <button
          type="button"
          class="link quiet undo-card"
          aria-label={`Undo ${outcome.summary}`}
          title="Show what would undo it"
          onClick={() => askToUndo(app, last.position)}
        >
          Undo
        </button>
      )}
    </p>
  );
}

// What would undo it is told where the event is.
function askToUndo(app: App, position: Position): void {
  batch(() => {
    undoing.value = position;
    app.openEvent(position);
    app.setTab('events');
  });
}

function Choice({ text, children }: { text: string; children: ComponentChildren }) {
  return (
    <>
      <p>{text}</p>
      <div class="buttons">{children}</div>
    </>
  );
}

function conflictText(
  conflict: { expected: number; actual: number } | undefined,
  message: string,
): string {
  if (!conflict) return message;
  const expected = conflict.expected === 0 ? 'a new stream' : `v${conflict.expected}`;
  return `conflict: expected ${expected}, the stream is at v${conflict.actual}`;
}
