import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../../app';
import { asker } from '../../app/asker';
import { parseDrawn, withPlace } from '../../app/drawn';
import { panels } from '../../app/panels';
import { type Place, parsePlace, samePlace } from '../../app/places';
import { count } from '../../format';
import type { BlameResult } from '../../protocol';
import { Skeleton } from '../skeleton';
import { useAnswer } from '../use-answer';
import { shownPosition, useView } from '../use-view';
import { BlameAsk } from './blame-ask';
import { BlameCauses } from './blame-causes';
import { extent, titleOf, whereabouts } from './blame-words';
import { Progress } from './progress';

/** How many changes are looked for at first, and how many more at a time. */
const page = 12;

/** The most that the core lists. */
const most = 2_000;

/** Whether the same question finds more. */
const goesOn = ({ reached, position, looked, more, weighing }: BlameResult) =>
  reached < position || (looked > 0 && !more) || weighing === true;

/** Why a value is what it is: the events that made it so, newest first. */
export function BlamePanel({ app }: { app: App }) {
  const why = useView(app, 'why');
  const place = parsePlace(why);
  const wanted = useSignal(page);
  useEffect(() => {
    wanted.value = page;
  }, [why, wanted]);
  const { answer, problem } = useAnswer(
    app,
    'blame',
    () => {
      const asked = parsePlace(app.view.value.why);
      return asked && { ...asked, position: shownPosition(app), count: wanted.value };
    },
    // The core looks at a part of a long log at a time.
    { again: goesOn },
  );
  const known = answer && place && samePlace(place, answer) ? answer : null;
  return (
    <>
      <Back app={app} />
      {place && problem && <p class="problem">{problem}</p>}
      {place &&
        !problem &&
        (known ? <Answer app={app} answer={known} wanted={wanted} /> : <Skeleton />)}
      {!place && (
        <p class="empty">
          Press any value in a table, a state or a chart, and it is told here which events made it
          what it is. Or name a value, also one that is gone.
        </p>
      )}
      <BlameAsk app={app} place={place} />
    </>
  );
}

function Back({ app }: { app: App }) {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asker.focus !== 'answer') return;
    asker.focus = null;
    ref.current?.focus();
  });
  const { from } = asker;
  const label = panels.find(({ id }) => id === from)?.label ?? 'Projections';
  return (
    <button
      ref={ref}
      type="button"
      class="button small quiet blame-back"
      onClick={() => {
        asker.focus = 'value';
        app.setPanel(from);
      }}
    >
      Back to {label}
    </button>
  );
}

interface AnswerProps {
  app: App;
  answer: BlameResult;
  wanted: { value: number };
}

function Answer({ app, answer, wanted }: AnswerProps) {
  const { value, looked, more, causes, position, reached } = answer;
  useNarrated(app, answer);
  const folding = reached < position;
  const searching = looked > 0 && !more;
  return (
    <article class="card blame" aria-busy={searching}>
      <header class="card-head">
        <h3 id="blame-title">{titleOf(answer)}</h3>
        <div class="card-meta">
          <span>{whereabouts(answer)}</span>
        </div>
      </header>
      <p class="blame-value">
        {folding ? (
          <span class="muted">not known yet</span>
        ) : value === undefined ? (
          <span class="none">not there</span>
        ) : (
          <b>{value || 'empty'}</b>
        )}{' '}
        <span class="muted">at event {count(position)}</span>
      </p>
      {(answer.kind === 'money' || answer.kind === 'number') && (
        <DrawIt app={app} answer={answer} />
      )}
      <p class="hint" id="blame-extent">
        {extent(answer)}
      </p>
      {searching && <Searched answer={answer} />}
      <BlameCauses app={app} causes={causes} />
      {more && causes.length < most && (
        <button
          type="button"
          class="button small"
          onClick={() => {
            wanted.value = Math.min(most, wanted.value * 2);
          }}
        >
          Show older events
        </button>
      )}
      {answer.exact && causes.some((cause) => cause.effect === 'idle') && (
        <p class="hint">
          Folding only the events that count gives the same value; each was left out to see.
        </p>
      )}
    </article>
  );
}

/** Draws the number over time, beside those that are drawn already. */
function DrawIt({ app, answer }: { app: App; answer: BlameResult }) {
  const draw = () => {
    const place = { where: answer.where, key: answer.key, field: answer.field ?? '' };
    app.setDrawn(withPlace(parseDrawn(app.view.value.draw), place));
    app.setPanel('over');
  };
  return (
    <button type="button" class="button small blame-draw" onClick={draw}>
      Draw over time
    </button>
  );
}

function Searched({ answer: { position, looked, reached } }: { answer: BlameResult }) {
  if (reached < position) {
    return <Progress what="Folding the log up to here" done={reached} total={position} />;
  }
  return <Progress what="Looking back" done={position - looked} total={position} />;
}

// Said once for each question and each moment that the playhead rests at.
function useNarrated(app: App, answer: BlameResult): void {
  const told = useRef('');
  const resting = useComputed(() => !app.playing.value);
  useSignalEffect(() => {
    if (!resting.value) return;
    const place: Place = { where: answer.where, key: answer.key, field: answer.field ?? '' };
    const about = JSON.stringify(place);
    if (told.current === about || goesOn(answer)) return;
    told.current = about;
    app.say(
      `${titleOf(answer)}, ${whereabouts(place)}: ${answer.value ?? 'not there'}. ${extent(answer)}`,
    );
  });
}
