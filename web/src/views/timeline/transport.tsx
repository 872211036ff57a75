import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { RefObject } from 'preact';
import type { App } from '../../app';
import { type Sentence, textOf } from '../../timeline/sentence';
import { BookmarkMenu } from './bookmark-menu';
import { Glyph, type GlyphName } from './glyph';
import { GoToField } from './go-to-field';
import { playOrPause, toFirst } from './shortcuts';
import type { Stage } from './stage';

/** What can be chosen, in events a second. */
const speeds = [1, 2, 4, 10, 50, 200, 1000];

interface TransportProps {
  app: App;
  stage: Stage;
  sentence: ReadonlySignal<Sentence>;
  /** Where the focus goes when the button that had it is gone. */
  slider: RefObject<HTMLDivElement | null>;
}

/** The row of buttons that move the playhead, and where it is in words. */
export function Transport({ app, stage, sentence, slider }: TransportProps) {
  return (
    <div class="transport">
      <Buttons app={app} />
      <Speed app={app} />
      <GoToField app={app} stage={stage} />
      <BookmarkMenu app={app} />
      <Where sentence={sentence} />
      {app.past.value && <Past app={app} slider={slider} />}
    </div>
  );
}

function Buttons({ app }: { app: App }) {
  const { value: playing } = app.playing;
  const live = useComputed(() => app.view.value.cursor.kind === 'live').value;
  const empty = useComputed(() => app.head.value === 0).value;
  const before = useComputed(() => app.position.value === 0).value;
  const first = useComputed(() => app.position.value === 1).value;
  const last = useComputed(() => app.position.value >= app.head.value).value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out by its parent
    <div class="transport-buttons" role="group" aria-label="Transport">
      <TransportButton
        name="First event"
        glyph="first"
        shortcut="Home"
        off={empty || first}
        press={() => toFirst(app)}
      />
      <TransportButton
        name="Step back"
        glyph="back"
        shortcut="ArrowLeft"
        off={before}
        press={() => void app.step(-1)}
      />
      <TransportButton
        name={playing ? 'Pause' : 'Play'}
        glyph={playing ? 'pause' : 'play'}
        shortcut="Space"
        off={empty}
        press={() => playOrPause(app)}
      />
      <TransportButton
        name="Step forward"
        glyph="forward"
        shortcut="ArrowRight"
        off={last}
        press={() => void app.step(1)}
      />
      <TransportButton
        name="Latest event"
        glyph="latest"
        shortcut="End"
        off={live}
        press={() => app.seek('live')}
      />
    </div>
  );
}

/** Keys as people call them. */
const keyNames: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→' };

interface TransportButtonProps {
  name: string;
  glyph: GlyphName;
  /** The key that does the same. */
  shortcut: string;
  /** There is nowhere to go. The button keeps the focus, so it is not `disabled`. */
  off: boolean;
  press(): void;
}

function TransportButton({ name, glyph, shortcut, off, press }: TransportButtonProps) {
  const isPlay = glyph === 'play' || glyph === 'pause';
  return (
    <button
      type="button"
      class={isPlay ? 'transport-button play' : 'transport-button'}
      aria-label={name}
      aria-keyshortcuts={shortcut}
      aria-disabled={off}
      title={`${name} (${keyNames[shortcut] ?? shortcut})`}
      onClick={() => {
        if (!off) press();
      }}
    >
      <Glyph name={glyph} />
    </button>
  );
}

function Speed({ app }: { app: App }) {
  const { value: speed } = app.speed;
  const offered =
    typeof speed === 'number' && !speeds.includes(speed) ? [speed, ...speeds] : speeds;
  return (
    <select
      class="speed"
      aria-label="Speed"
      title="Events a second while playing"
      value={String(speed)}
      onChange={(event) => {
        const { value } = event.currentTarget;
        app.setSpeed(value === 'tempo' ? 'tempo' : Number(value));
      }}
    >
      {offered.map((each) => (
        <option key={each} value={String(each)}>
          {each}×
        </option>
      ))}
      <option value="tempo">Original tempo</option>
    </select>
  );
}

function Where({ sentence }: { sentence: ReadonlySignal<Sentence> }) {
  const { lead, number, total, recorded } = sentence.value;
  return (
    <p class="where" title={textOf(sentence.value)}>
      {lead}
      {number && (
        <>
          {' '}
          <b>{number}</b> {total} <span>{recorded}</span>
        </>
      )}
    </p>
  );
}

function Past({ app, slider }: { app: App; slider: RefObject<HTMLDivElement | null> }) {
  const goBack = () => {
    app.seek('live');
    slider.current?.focus();
  };
  const branch = async () => {
    if (await app.branchFromHere()) slider.current?.focus();
  };
  return (
    <div class="past-notice">
      <p>
        You are looking at the past.<span class="what-if"> What if?</span>
      </p>
      <button type="button" class="button" onClick={() => void branch()}>
        Branch from here
      </button>
      <button type="button" class="button" aria-keyshortcuts="End" onClick={goBack}>
        Back to now{' '}
        <span class="key" aria-hidden="true">
          End
        </span>
      </button>
    </div>
  );
}
