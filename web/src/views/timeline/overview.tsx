import { computed, effect, type ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../../app';
import { nearest } from '../../timeline/scale';
import { type Sentence, textOf } from '../../timeline/sentence';
import { showsAll } from '../../timeline/span';
import {
  frameOf,
  OverviewPainter,
  type OverviewScene,
  overhang,
  overviewScale,
} from './paint-overview';
import type { Palette } from './palette';
import { type Drag, handlePointers, readWheel } from './pointers';
import type { Stage } from './stage';
import { Surface } from './surface';

/** How near to the frame's edge a pointer takes hold of it, and how deep its upper rim is. */
const reach = 6;
const rim = 9;

interface OverviewProps {
  app: App;
  stage: Stage;
  palette: ReadonlySignal<Palette | null>;
  sentence: ReadonlySignal<Sentence>;
  slider: RefObject<HTMLDivElement | null>;
}

/**
 * The whole log at a glance. It is the slider `Playhead`: dragging scrubs,
 * except at the frame around the span in view, whose sides resize it and whose rim moves it.
 */
export function Overview({ app, stage, palette, sentence, slider }: OverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    return canvas.current ? drawOverview(canvas.current, app, stage, palette) : undefined;
  }, [app, stage, palette]);

  return (
    <div
      class="overview"
      ref={slider}
      role="slider"
      tabIndex={0}
      aria-label="Playhead"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={app.head.value}
      aria-valuenow={app.position.value}
      aria-valuetext={textOf(sentence.value)}
    >
      <canvas ref={canvas} />
    </div>
  );
}

function drawOverview(
  canvas: HTMLCanvasElement,
  app: App,
  stage: Stage,
  palette: ReadonlySignal<Palette | null>,
): () => void {
  const scene = computed<OverviewScene | null>(
    () =>
      palette.value && {
        head: app.head.value,
        position: app.position.value,
        span: stage.span.value,
        stretch: stage.overview.value,
        palette: palette.value,
      },
  );
  const painter = new OverviewPainter();
  const surface = new Surface(
    canvas,
    (context, size) => {
      const { value } = scene;
      if (value) painter.paint(context, size, value);
    },
    ({ width }) => {
      stage.room.value = { ...stage.room.peek(), overview: Math.max(0, width - 2 * overhang) };
    },
  );
  const ends = [
    () => surface.dispose(),
    effect(() => {
      scene.value;
      surface.invalidate();
    }),
    handleOverview(canvas, app, stage),
  ];
  return () => {
    for (const end of ends) end();
  };
}

type Part = 'left' | 'right' | 'rim' | 'glass';

function handleOverview(canvas: HTMLCanvasElement, app: App, stage: Stage): () => void {
  const scale = () => overviewScale(app.head.value, canvas.clientWidth);

  const partAt = (x: number, y: number, touch: boolean): Part => {
    const { value: span } = stage.span;
    // A finger hides what it touches, so it always scrubs.
    if (touch || showsAll(span, app.head.value)) return 'glass';
    const { left, right } = frameOf(span, scale());
    if (Math.abs(x - left) <= reach && x < (left + right) / 2) return 'left';
    if (Math.abs(x - right) <= reach) return 'right';
    return x > left && x < right && y < rim ? 'rim' : 'glass';
  };

  const drag = (part: Part, from: number): Drag => {
    const { value: began } = stage.span;
    const slots = (x: number) => (x - from) / scale().perEvent;
    if (part === 'left' || part === 'right') {
      const end = part === 'left' ? 'start' : 'end';
      return { move: ({ x }) => stage.resize(began, end, began[end] + slots(x)) };
    }
    return {
      move: ({ x }) => stage.show({ start: began.start + slots(x), end: began.end + slots(x) }),
    };
  };

  const scrub = (x: number) => stage.seek(nearest(scale().at(x), app.head.value));

  const cursors: Record<Part, string> = {
    left: 'ew-resize',
    right: 'ew-resize',
    rim: 'grab',
    glass: 'pointer',
  };

  const stop = handlePointers(canvas, {
    press({ x, y }, event) {
      const part = partAt(x, y, event.pointerType === 'touch');
      if (part !== 'glass') return drag(part, x);
      stage.scrubbing.value = true;
      scrub(x);
      return {
        move: (to) => scrub(to.x),
        end: () => {
          stage.scrubbing.value = false;
        },
      };
    },
    hover(at, event) {
      if (at) canvas.style.cursor = cursors[partAt(at.x, at.y, event.pointerType === 'touch')];
    },
  });

  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const asked = readWheel(event);
    if ('zoom' in asked) stage.zoom(scale().at(event.offsetX), asked.zoom);
    else stage.pan(asked.pan / scale().perEvent);
  };
  canvas.addEventListener('wheel', wheel, { passive: false });
  return () => {
    stop();
    canvas.removeEventListener('wheel', wheel);
  };
}
