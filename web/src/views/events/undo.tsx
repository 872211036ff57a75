import { useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Answer, App } from '../../app';
import { obstacle, told, undoing, whereTo } from '../../app/undo';
import { count } from '../../format';
import type { Compensation, EventRow, Position } from '../../protocol';
import { useAnswer } from '../use-answer';
import { useView } from '../use-view';
import { Jumps } from './jumps';

/** The button behind which stands what would undo an event; there is none while the core only reads. */
export function UndoButton({ app, row: { position } }: { app: App; row: EventRow }) {
  const open = undoing.value === position;
  // Another row is another matter, and one that is closed is over.
  useEffect(
    () => () => {
      if (undoing.value === position) undoing.value = null;
    },
    [position],
  );
  if (app.core.value.kind === 'safe') return null;
  return (
    <button
      type="button"
      id={buttonId}
      class="button small"
      aria-expanded={open}
      aria-controls={open ? boxId : undefined}
      onClick={() => {
        undoing.value = open ? null : position;
      }}
    >
      Undo
    </button>
  );
}

const buttonId = 'event-undo-button';
const boxId = 'event-undo';

/** What would undo the event, why, and the button that sends it; nothing unless somebody asks. */
export function UndoBox({ app, position }: { app: App; position: Position }) {
  if (undoing.value !== position) return null;
  return <Asked key={position} app={app} position={position} />;
}

function Asked({ app, position }: { app: App; position: Position }) {
  const box = useRef<HTMLDivElement>(null);
  const { answer, problem } = useAnswer(app, 'undo', () => ({ position }));
  // Who asked from elsewhere, such as on a card, is taken here.
  useEffect(() => {
    if (document.activeElement?.id !== buttonId) box.current?.focus();
  }, []);
  const words = problem ?? (answer ? told(answer) : '');
  useEffect(() => {
    if (words === '') return;
    app.say(words);
    box.current?.scrollIntoView({ block: 'nearest' }); // it may have come below the last row in sight
  }, [app, words]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div
      ref={box}
      id={boxId}
      class="event-undo"
      role="group"
      aria-label={`Undo event ${position}`}
      aria-busy={!answer && !problem}
      tabIndex={-1}
      onKeyDown={(key) => {
        if (key.key !== 'Escape') return;
        key.stopPropagation(); // it would close the row
        undoing.value = null;
        document.getElementById(buttonId)?.focus();
      }}
    >
      {problem && <p class="problem">{problem}</p>}
      {answer?.done && (
        <p>
          Event {count(position)} stays what it is. It is undone by{' '}
          {answer.done.map((row, i) => (
            <Fragment key={row.position}>
              {i > 0 && 'and that by '}
              <Jumps app={app} rows={[row]} />
            </Fragment>
          ))}
        </p>
      )}
      {answer && !answer.done && (
        <>
          <p>
            The log only grows, so nothing is taken back.
            {answer.opposite && (
              <>
                {' '}
                Undo records the opposite: <b>{answer.opposite.summary}</b>{' '}
                {whereTo(answer.opposite)}.
              </>
            )}
          </p>
          <p class="hint">{answer.why}</p>
        </>
      )}
      {answer?.opposite && !answer.done && (
        <Choices
          app={app}
          position={position}
          opposite={answer.opposite}
          sent={() => box.current?.focus()}
        />
      )}
    </div>
  );
}

interface ChoicesProps {
  app: App;
  position: Position;
  opposite: Compensation;
  /** The buttons are about to go: what was done is told in their place. */
  sent: () => void;
}

function Choices({ app, position, opposite, sent }: ChoicesProps) {
  const ended = useSignal<Answer | null>(null);
  const sending = useSignal(false);
  const branch = useView(app, 'branch');
  const hindered = obstacle(opposite);
  const past = app.past.value;
  // A branch from before the event would not have it to undo.
  const branchable = past && app.position.value >= position;
  const send = async (how: () => Promise<Answer | null>) => {
    if (sending.value) return;
    sending.value = true;
    ended.value = await how();
    sending.value = false;
    if (ended.value?.kind === 'recorded') sent();
  };
  return (
    <>
      {past && (
        <p class="hint">
          You look at event {count(app.position.value)}. Undo acts now: what it records comes after
          event {count(app.head.value)}, at the end of {branch}.
        </p>
      )}
      {hindered && <p class="problem">{hindered}</p>}
      {ended.value && ended.value.kind !== 'recorded' && (
        <p class="problem">{ended.value.message}</p>
      )}
      <div class="buttons">
        {!hindered && (
          <button
            type="button"
            class="button small primary"
            aria-disabled={sending.value}
            onClick={() => void send(() => app.undo(position, opposite))}
          >
            {opposite.summary}
          </button>
        )}
        {branchable && (
          <button
            type="button"
            class="button small"
            aria-disabled={sending.value}
            title="On a new branch that parts behind the event on show, as if it were then"
            onClick={() => void send(() => app.undoOnBranch(position))}
          >
            Branch and send
          </button>
        )}
      </div>
    </>
  );
}
