import { type ReadonlySignal, useComputed, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../../app';
import { excerpt } from '../../format';
import type { LaneBytes } from '../../timeline/stretch';
import { useSlots } from '../slots';
import { drawLanes } from './draw-lanes';
import { Glyph, type GlyphName } from './glyph';
import type { Palette } from './palette';
import type { Stage } from './stage';

interface LanesProps {
  app: App;
  stage: Stage;
  palette: ReadonlySignal<Palette | null>;
}

/** The part of the log in view: a lane per stream, a mark per event, the ruler above them. */
export function Lanes({ app, stage, palette }: LanesProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!canvas.current || !scroller.current) return;
    return drawLanes(canvas.current, scroller.current, app, stage, palette);
  }, [app, stage, palette]);

  return (
    <div class="lanes">
      <canvas ref={canvas} />
      <Zoom stage={stage} />
      <Labels app={app} stage={stage} scroller={scroller} />
      <Message app={app} stage={stage} />
    </div>
  );
}

function Zoom({ stage }: { stage: Stage }) {
  return (
    <div class="lane-zoom">
      <ZoomButton
        name="Zoom out"
        glyph="wider"
        shortcut="-"
        press={() => stage.zoomAtPlayhead(1.5)}
      />
      <ZoomButton
        name="Zoom in"
        glyph="closer"
        shortcut="+"
        press={() => stage.zoomAtPlayhead(1 / 1.5)}
      />
      <ZoomButton name="Show all events" glyph="all" press={() => stage.showAll()} />
    </div>
  );
}

interface ZoomButtonProps {
  name: string;
  glyph: GlyphName;
  shortcut?: string;
  press(): void;
}

function ZoomButton({ name, glyph, shortcut, press }: ZoomButtonProps) {
  return (
    <button
      type="button"
      class={`zoom-${glyph}`}
      aria-label={name}
      aria-keyshortcuts={shortcut}
      title={shortcut ? `${name} (${shortcut})` : `${name} (double-click the lanes)`}
      onClick={press}
    >
      <Glyph name={glyph} />
    </button>
  );
}

interface LabelsProps {
  app: App;
  stage: Stage;
  scroller: RefObject<HTMLDivElement | null>;
}

/** The names of the lanes; scrolling them scrolls the lanes. */
function Labels({ app, stage, scroller }: LabelsProps) {
  const selected = useComputed(() => app.view.value.stream);
  const { value: stretch } = stage.lanes;
  const { lane: height } = stage.rows.value;
  const slots = useSlots(stretch?.lanes.map((lane) => lane.stream) ?? []);

  // The selected lane is the first: whoever selects another wants to see it.
  useSignalEffect(() => {
    selected.value;
    if (scroller.current) scroller.current.scrollTop = 0;
  });

  return (
    <div
      class="lane-labels"
      ref={scroller}
      onScroll={(event) => {
        stage.scrolled.value = event.currentTarget.scrollTop;
      }}
    >
      <ul aria-label="Lanes" style={{ height: `${(stretch?.laneTotal ?? 0) * height}px` }}>
        {stretch?.lanes.map((lane, i) => (
          <li key={slots.get(lane.stream)} style={{ top: `${(stretch.laneFrom + i) * height}px` }}>
            <Label app={app} lane={lane} selected={selected} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface LabelProps {
  app: App;
  lane: LaneBytes;
  selected: ReadonlySignal<string | null>;
}

function Label({ app, lane: { stream }, selected }: LabelProps) {
  return (
    <button
      type="button"
      aria-pressed={stream === selected.value}
      title={excerpt(stream, 200)}
      onClick={() => app.selectStream(stream)}
    >
      <bdi>{excerpt(stream, 60)}</bdi>
    </button>
  );
}

/** What stands in place of lanes. */
function Message({ app, stage }: { app: App; stage: Stage }) {
  const { value: problem } = stage.problem;
  if (problem !== null) {
    return (
      <p class="lanes-message" role="alert">
        <span>
          The timeline could not be read. {problem}
          <button type="button" class="button" onClick={() => stage.retry()}>
            Try again
          </button>
        </span>
      </p>
    );
  }
  if (app.log.value?.head !== 0) return null;
  return (
    <p class="lanes-message">
      <span>No events yet. Send a command and time begins.</span>
    </p>
  );
}
