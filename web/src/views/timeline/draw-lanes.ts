// Keeps the lanes' canvas drawn, and does what is done on it.

import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { App } from '../../app';
import { deploys } from '../../app/snapshots';
import { count, excerpt } from '../../format';
import type { Position } from '../../protocol';
import { createClock } from '../../timeline/clock';
import { laneAt } from '../../timeline/lanes';
import { type Hit, hitOf, markHeight } from '../../timeline/marks';
import { nearest, nearestWithin, type Scale, scaleOf } from '../../timeline/scale';
import { sizeOf } from '../../timeline/span';
import { isExact, type LaneBytes, type Stretch } from '../../timeline/stretch';
import { stateOf } from './diamonds';
import { type Hovered, LanesPainter, type LanesScene } from './paint-lanes';
import type { Palette } from './palette';
import { type Drag, handlePointers, type Point, readWheel } from './pointers';
import type { Stage } from './stage';
import { Surface } from './surface';

/** The room to the right of the axis, as wide as the page's gutter. */
const rightGutter = 16;

/** How near a click must be to a mark, in pixels: half a finger, and a little more than a mark. */
const touchReach = 18;
const mouseReach = 6;

/** Two clicks within so many milliseconds are one double click. */
const twice = 350;

/** How near the ruler's end a scrubbing pointer makes the span move along, and by how much a frame. */
const edge = 20;
const edgeSpeed = 0.015;

/** Draws and handles the lanes until the returned function is called. */
export function drawLanes(
  canvas: HTMLCanvasElement,
  labels: HTMLElement,
  app: App,
  stage: Stage,
  palette: ReadonlySignal<Palette | null>,
): () => void {
  const painter = new LanesPainter();
  const clock = createClock();
  const left = signal(labels.offsetWidth);
  const hovered = signal<Hovered | null>(null);
  const scene = computed<LanesScene | null>(
    () =>
      palette.value && {
        left: left.value,
        width: stage.room.value.lanes,
        head: app.head.value,
        position: app.position.value,
        span: stage.span.value,
        stretch: stage.lanes.value,
        scrolled: stage.scrolled.value,
        rows: stage.rows.value,
        snapshots: stage.diamonds.found.value,
        deploys: deploys.value,
        bookmarks: app.bookmarks.value,
        hovered: hovered.value,
        palette: palette.value,
        clock,
      },
  );
  const surface = new Surface(
    canvas,
    (context, size) => {
      const { value } = scene;
      if (value) painter.paint(context, size, value);
    },
    ({ width, height }) => {
      left.value = labels.offsetWidth;
      stage.room.value = {
        ...stage.room.peek(),
        lanes: Math.max(0, width - labels.offsetWidth - rightGutter),
        height: Math.max(0, height - stage.rows.peek().ruler),
      };
    },
  );
  const lanes = new LanesHandler(canvas, labels, app, stage, hovered, () =>
    scaleOf(stage.span.value, left.value, stage.room.value.lanes),
  );
  const stop = lanes.listen();
  const redraw = effect(() => {
    scene.value;
    surface.invalidate();
  });
  return () => {
    stop();
    redraw();
    surface.dispose();
  };
}

/** What a pointer is over: a lane's mark or cell, or null. */
interface Target {
  readonly lane: LaneBytes;
  readonly hit: Hit;
}

/** LanesHandler turns pointers and wheels into seeking, panning and zooming. */
class LanesHandler {
  readonly #canvas: HTMLCanvasElement;
  readonly #labels: HTMLElement;
  readonly #app: App;
  readonly #stage: Stage;
  readonly #hovered: { value: Hovered | null };
  readonly #scale: () => Scale;
  readonly #clock = createClock();
  #clicked: (Point & { readonly time: number }) | null = null;

  constructor(
    canvas: HTMLCanvasElement,
    labels: HTMLElement,
    app: App,
    stage: Stage,
    hovered: { value: Hovered | null },
    scale: () => Scale,
  ) {
    this.#canvas = canvas;
    this.#labels = labels;
    this.#app = app;
    this.#stage = stage;
    this.#hovered = hovered;
    this.#scale = scale;
  }

  listen(): () => void {
    const stop = handlePointers(this.#canvas, {
      press: (at, event) => this.#press(at, event),
      hover: (at, event) => this.#hover(event.pointerType === 'mouse' ? at : null),
      pinch: (before, after) => {
        this.#stage.pan((before.middle.x - after.middle.x) / this.#scale().perEvent);
        this.#stage.zoom(this.#scale().at(after.middle.x), before.distance / after.distance);
      },
    });
    const wheel = (event: WheelEvent) => this.#wheel(event);
    this.#canvas.addEventListener('wheel', wheel, { passive: false });
    return () => {
      stop();
      this.#canvas.removeEventListener('wheel', wheel);
    };
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const asked = readWheel(event);
    if ('zoom' in asked) this.#stage.zoom(this.#scale().at(event.offsetX), asked.zoom);
    else this.#stage.pan(asked.pan / this.#scale().perEvent);
  }

  #press(at: Point, event: PointerEvent): Drag | null {
    if (this.#app.head.value === 0) return null;
    this.#hovered.value = null;
    if (this.#holdsPlayhead(at)) return this.#scrub(at);
    return this.#pan(at, event.pointerType === 'mouse' ? mouseReach : touchReach);
  }

  // All of the ruler scrubs, handle or not.
  #holdsPlayhead({ y }: Point): boolean {
    return y < this.#stage.rows.value.ruler;
  }

  #scrub(from: Point): Drag {
    const stage = this.#stage;
    let { x } = from;
    let frame = 0;
    const seek = () => {
      stage.seek(nearestWithin(stage.span.value, this.#scale().at(x), this.#app.head.value));
    };
    // Held at an end, the span moves along.
    const next = () => {
      const { left, width } = this.#scale();
      const beyond = x < left + edge ? -1 : x > left + width - edge ? 1 : 0;
      if (beyond !== 0) {
        stage.pan(beyond * edgeSpeed * sizeOf(stage.span.value));
        seek();
      }
      frame = requestAnimationFrame(next);
    };
    stage.scrubbing.value = true;
    seek();
    return {
      move: (to) => {
        x = to.x;
        if (frame === 0) next();
        seek();
      },
      end: () => {
        if (frame !== 0) cancelAnimationFrame(frame);
        stage.scrubbing.value = false;
      },
    };
  }

  #pan(from: Point, reach: number): Drag {
    let before = from;
    return {
      move: (to) => {
        this.#stage.pan((before.x - to.x) / this.#scale().perEvent);
        this.#labels.scrollTop += before.y - to.y;
        before = to;
        this.#canvas.style.cursor = 'grabbing';
      },
      end: (at, moved) => {
        this.#canvas.style.cursor = '';
        if (moved) return;
        if (this.#isSecond(at)) this.#stage.showAll();
        else void this.#click(at, reach);
      },
    };
  }

  // Not the dblclick event: fingers do not have it everywhere.
  #isSecond({ x, y }: Point): boolean {
    const now = performance.now();
    const before = this.#clicked;
    const near = before && Math.hypot(x - before.x, y - before.y) <= touchReach;
    const isSecond = near === true && now - before.time < twice;
    this.#clicked = isSecond ? null : { x, y, time: now };
    return isSecond;
  }

  async #click(at: Point, reach: number): Promise<void> {
    const target = this.#targetAt(at, reach);
    if (!target) {
      this.#stage.seek(nearest(this.#scale().at(at.x), this.#app.head.value));
      return;
    }
    const { lane, hit } = target;
    if (hit.kind === 'event') this.#stage.seek(hit.position);
    else await this.#seekWithin(lane, hit.last);
    this.#app.selectStream(lane.stream);
  }

  // A cell says only that there is an event; the core knows which.
  async #seekWithin({ stream }: LaneBytes, last: number): Promise<void> {
    try {
      const { position } = await this.#app.client.request('step', {
        position: (last + 1) as Position,
        back: true,
        within: 'stream',
        stream,
      });
      this.#stage.seek(position ?? last);
    } catch {
      this.#stage.seek(last); // near enough; what is wrong with the log is told elsewhere
    }
  }

  #targetAt({ x, y }: Point, reach: number): Target | null {
    const { value: stretch } = this.#stage.lanes;
    const { lane: height, ruler } = this.#stage.rows.value;
    if (!stretch || y < ruler) return null;
    const scrolled = this.#stage.scrolled.value;
    const index = laneAt(y - ruler, scrolled, height);
    const lane = stretch.lanes[index - stretch.laneFrom];
    const off = Math.abs(y - ruler + scrolled - (index + 0.5) * height);
    if (!lane || off > markHeight / 2 + reach) return null;
    const hit = hitOf(stretch, lane, this.#scale(), x, reach);
    return hit && { lane, hit };
  }

  #hover(at: Point | null): void {
    const scale = this.#scale();
    const away = !at || at.x < scale.left - 4 || at.x > scale.left + scale.width + 4;
    if (away || this.#app.head.value === 0) {
      this.#hovered.value = null;
      return;
    }
    const target = this.#targetAt(at, mouseReach);
    const position =
      target?.hit.kind === 'event'
        ? target.hit.position
        : nearest(scale.at(at.x), this.#app.head.value);
    this.#canvas.style.cursor = target ? 'pointer' : this.#holdsPlayhead(at) ? 'ew-resize' : '';
    const before = this.#hovered.value;
    const text = this.#describe(position, target);
    if (before?.position !== position || before.text !== text) {
      this.#hovered.value = { position, text };
    }
  }

  #describe(position: number, target: Target | null): string {
    if (position === 0) return 'before the first event';
    const known = this.#stage.timeOf(position);
    const time =
      known && known.precision !== 'day' ? this.#clock.time(known.timestamp, known.precision) : '';
    const type = target?.hit.kind === 'event' ? this.#typeOf(target.lane, position) : '';
    const snapshot = target?.hit.kind === 'event' ? this.#snapshotAt(target.lane, position) : '';
    const note = this.#app.bookmarks.value.find((each) => each.position === position)?.note ?? '';
    return [`#${count(position)}`, type, snapshot, time, excerpt(note)]
      .filter((part) => part !== '')
      .join('  ');
  }

  #snapshotAt(lane: LaneBytes, position: number): string {
    const found = this.#stage.diamonds.found.value;
    const mark = found?.stream === lane.stream && found.marks.find((m) => m.position === position);
    if (!mark) return '';
    const state = stateOf(mark, this.#app.position.value, deploys.value);
    return state === 'stale' ? 'stale snapshot' : 'snapshot';
  }

  // Several types may share a colour; then it names none of them.
  #typeOf(lane: LaneBytes, position: number): string {
    const stretch = this.#stage.lanes.value as Stretch;
    const colour = isExact(stretch) ? (lane.colours[position - stretch.from] ?? 0) - 1 : -1;
    const types = this.#app.world.value?.eventTypes.filter((type) => type.colour === colour) ?? [];
    return types.length === 1 && types[0] ? types[0].name : '';
  }
}
