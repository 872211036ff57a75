// Draws the ruler and the lanes: ticks, a mark per event or a cell per bucket, the playhead.

import type { Bookmark } from '../../protocol';
import type { Clock } from '../../timeline/clock';
import { laneY, type Rows } from '../../timeline/lanes';
import {
  type Mark,
  markHeight,
  marksOf,
  markWidth,
  paintCells,
  paletteIndex,
  widthOf,
} from '../../timeline/marks';
import { type Scale, scaleOf } from '../../timeline/scale';
import type { Span } from '../../timeline/span';
import { bucketOf, isExact, lengthOf, type Stretch } from '../../timeline/stretch';
import { type Tick, ticksOf } from '../../timeline/ticks';
import { type StreamSnapshots, stateOf } from './diamonds';
import type { Palette } from './palette';
import type { Size } from './surface';

/** What the pointer points at, if anything. */
export interface Hovered {
  readonly position: number;
  /** The label beside it, on the ruler. */
  readonly text: string;
}

export interface LanesScene {
  /** Where the axis begins and how wide it is. */
  readonly left: number;
  readonly width: number;
  readonly head: number;
  readonly position: number;
  readonly span: Span;
  readonly stretch: Stretch | null;
  readonly scrolled: number;
  readonly rows: Rows;
  /** The selected stream's, and after which positions they became stale. */
  readonly snapshots: StreamSnapshots | null;
  readonly deploys: readonly number[];
  readonly bookmarks: readonly Bookmark[];
  readonly hovered: Hovered | null;
  readonly palette: Palette;
  readonly clock: Clock;
}

type Context = CanvasRenderingContext2D;

/** LanesPainter draws scenes and keeps what consecutive scenes have in common. */
export class LanesPainter {
  #stretch: Stretch | null = null;
  #palette: Palette | null = null;
  #marks: Mark[][] = [];
  #cells: HTMLCanvasElement | null = null;
  #ticked: LanesScene | null = null;
  #ticks: readonly Tick[] = [];

  /** Draws the scene on a cleared canvas. */
  paint(context: Context, size: Size, scene: LanesScene): void {
    this.#prepare(scene);
    const scale = scaleOf(scene.span, scene.left, scene.width);
    const ticks = this.#ticksOf(scene, scale);
    const chip = scene.hovered && chipOf(context, scene, scale, scene.hovered);
    paintGrid(context, size, scene, scale, ticks, chip);
    context.save();
    context.beginPath();
    context.rect(scene.left - markWidth, scene.rows.ruler, size.width, size.height);
    context.clip();
    paintRails(context, size, scene);
    if (this.#cells) paintPicture(context, scene, scale, this.#cells);
    else this.#paintMarks(context, scene, scale);
    paintDiamonds(context, scene, scale);
    context.restore();
    paintBookmarks(context, size, scene, scale);
    if (chip) paintHovered(context, size, scene, chip);
    this.#paintPlayhead(context, size, scene, scale);
  }

  // Times are slow to write, and the playhead moves far more often than the span.
  #ticksOf(scene: LanesScene, scale: Scale): readonly Tick[] {
    const parts = ['span', 'head', 'left', 'width', 'stretch', 'clock'] as const;
    if (!parts.every((part) => scene[part] === this.#ticked?.[part])) {
      const { span, head, stretch, clock } = scene;
      this.#ticks = ticksOf(span, head, scale, (p) => tickTime(stretch, p), clock);
    }
    this.#ticked = scene;
    return this.#ticks;
  }

  // Marks and cells depend on the stretch alone; the playhead moves far more often.
  #prepare({ stretch, palette }: LanesScene): void {
    if (stretch === this.#stretch && palette === this.#palette) return;
    this.#stretch = stretch;
    this.#palette = palette;
    this.#cells = stretch && !isExact(stretch) ? pictureOf(stretch, palette) : null;
    this.#marks =
      stretch && isExact(stretch) ? stretch.lanes.map((lane) => marksOf(stretch, lane)) : [];
  }

  #paintMarks(context: Context, scene: LanesScene, scale: Scale): void {
    const { position, palette, stretch } = scene;
    // A path for each colour before and after the playhead: a dozen fills in all.
    const paths = new Map<number, Path2D>();
    this.#marks.forEach((marks, row) => {
      const y = yOf(row + (stretch?.laneFrom ?? 0), scene) - markHeight / 2;
      for (const mark of marks) {
        const width = widthOf(mark, scale.perEvent);
        const key = paletteIndex(mark.colour) * 2 + (mark.position > position ? 1 : 0);
        const path = paths.get(key) ?? new Path2D();
        paths.set(key, path);
        const radius = Math.min(2.5, width / 2);
        path.roundRect(scale.x(mark.position) - width / 2, y, width, markHeight, radius);
      }
    });
    for (const [key, path] of paths) {
      context.fillStyle = palette.types[key >> 1] as string;
      context.globalAlpha = key & 1 ? palette.future : 1;
      context.fill(path);
    }
    context.globalAlpha = 1;
  }

  #paintPlayhead(context: Context, size: Size, scene: LanesScene, scale: Scale): void {
    const { palette, position, rows } = scene;
    const x = scale.x(position);
    context.fillStyle = palette.accent;
    if (x < scene.left - 1 || x > scene.left + scene.width + 1) {
      paintAway(context, scene, x < scene.left);
      return;
    }
    context.fillRect(x - 1, 0, 2, size.height);
    this.#paintCurrent(context, scene, x, scale.perEvent);
    context.fillStyle = palette.accent;
    context.beginPath();
    const [half, straight, tip] = rows.lane > 30 ? [11, 11, 24] : [8, 7, 16];
    context.moveTo(x - half + 2, 0);
    context.lineTo(x + half - 2, 0);
    context.quadraticCurveTo(x + half, 0, x + half, 2);
    context.lineTo(x + half, straight);
    context.lineTo(x, tip);
    context.lineTo(x - half, straight);
    context.lineTo(x - half, 2);
    context.quadraticCurveTo(x - half, 0, x - half + 2, 0);
    context.fill();
  }

  // The event at the playhead stands out of the line that goes through it.
  #paintCurrent(context: Context, scene: LanesScene, x: number, perEvent: number): void {
    const { palette, position, stretch, rows } = scene;
    this.#marks.forEach((marks, row) => {
      const mark = marks.find((each) => each.position === position);
      const y = yOf(row + (stretch?.laneFrom ?? 0), scene);
      if (!mark || y < rows.ruler + markHeight / 2) return;
      const width = Math.max(5, widthOf(mark, perEvent));
      context.beginPath();
      context.roundRect(x - width / 2 - 3, y - markHeight / 2 - 3, width + 6, markHeight + 6, 5);
      context.fillStyle = palette.panel;
      context.fill();
      context.lineWidth = 1.5;
      context.strokeStyle = palette.accent;
      context.stroke();
      context.beginPath();
      context.roundRect(x - width / 2, y - markHeight / 2, width, markHeight, 2.5);
      context.fillStyle = palette.types[paletteIndex(mark.colour)] as string;
      context.fill();
    });
  }
}

function yOf(index: number, { rows, scrolled }: LanesScene): number {
  return rows.ruler + laneY(index, scrolled, rows.lane);
}

function tickTime(stretch: Stretch | null, position: number): number | null {
  if (!stretch || position < stretch.from || position > stretch.to) return null;
  return stretch.times[bucketOf(stretch, position)] ?? null;
}

function paintGrid(
  context: Context,
  size: Size,
  { rows, palette, position }: LanesScene,
  scale: Scale,
  ticks: readonly Tick[],
  chip: Chip | null,
): void {
  const handle = scale.x(position);
  // A label that would be cut off, or lies under something else, says nothing.
  const covered = (from: number, to: number) =>
    to > right + 8 ||
    (handle > from - 11 && handle < to + 11) ||
    (chip !== null && chip.left < to + 6 && chip.left + chip.width > from - 6);
  const right = scale.left + scale.width;
  context.font = ruling(palette);
  context.textBaseline = 'middle';
  const middle = rows.ruler / 2;
  const letter = context.measureText('0').width; // as wide as any other of this font
  for (const { position, time, day } of ticks) {
    const x = Math.round(scale.x(position));
    context.fillStyle = palette.line;
    context.fillRect(x, 0, 1, size.height);
    let end = x + 5;
    for (const [text, colour] of [
      [day, palette.ink],
      [time, palette.muted],
    ] as const) {
      const width = text.length * letter;
      if (text === '' || covered(end, end + width)) continue;
      context.fillStyle = colour;
      context.fillText(text, end, middle);
      end += width + 6;
    }
  }
}

// A rail for each lane; in a log without events, an empty sheet of them.
function paintRails(context: Context, size: Size, scene: LanesScene): void {
  const { stretch, rows, palette, left, width, head } = scene;
  const total = head === 0 ? Number.POSITIVE_INFINITY : (stretch?.laneTotal ?? 0);
  context.fillStyle = palette.line;
  for (let i = Math.floor(scene.scrolled / rows.lane); i < total; i++) {
    const y = yOf(i, scene);
    if (y > size.height) break;
    context.fillRect(left, Math.round(y), width, 1);
  }
}

function pictureOf(stretch: Stretch, palette: Palette): HTMLCanvasElement | null {
  if (stretch.lanes.length === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = stretch.buckets;
  canvas.height = stretch.lanes.length;
  const context = canvas.getContext('2d');
  if (!context) return null;
  const image = context.createImageData(canvas.width, canvas.height);
  paintCells(new Uint32Array(image.data.buffer), stretch, palette.pixels);
  context.putImageData(image, 0, 0);
  return canvas;
}

// One scaled drawImage a lane on each side of the playhead: 1 to 2 ms for 40
// lanes of 2,000 cells, which take 64 to 89 ms as rectangles.
function paintPicture(
  context: Context,
  scene: LanesScene,
  scale: Scale,
  picture: HTMLCanvasElement,
): void {
  const { stretch, position, palette, left, width } = scene;
  if (!stretch) return;
  const from = scale.x(stretch.from - 0.5);
  const length = lengthOf(stretch) * scale.perEvent;
  const split = Math.min(left + width, Math.max(left, scale.x(position + 0.5)));
  context.imageSmoothingEnabled = false;
  for (const [start, end, alpha] of [
    [left, split, 1],
    [split, left + width, palette.future],
  ] as const) {
    if (end <= start) continue;
    context.save();
    context.beginPath();
    context.rect(start, 0, end - start, 1e5);
    context.clip();
    context.globalAlpha = alpha;
    for (let row = 0; row < picture.height; row++) {
      const y = yOf(row + stretch.laneFrom, scene) - markHeight / 2;
      context.drawImage(picture, 0, row, picture.width, 1, from, y, length, markHeight);
    }
    context.restore();
  }
}

/** Half of a diamond's height, and how far above the lane's middle it stands: over its event. */
const diamond = 4;
const aboveMark = markHeight / 2 + diamond + 0.5;

// Snapshots of the selected stream: filled while they are of use, hollow when stale.
function paintDiamonds(context: Context, scene: LanesScene, scale: Scale): void {
  const { snapshots, stretch, palette, position, deploys } = scene;
  const row = stretch?.lanes.findIndex((lane) => lane.stream === snapshots?.stream) ?? -1;
  if (!snapshots || !stretch || row < 0) return;
  const y = yOf(row + stretch.laneFrom, scene) - aboveMark;
  const paths = { fresh: new Path2D(), stale: new Path2D(), future: new Path2D() };
  for (const mark of snapshots.marks) {
    const x = scale.x(mark.position);
    if (x < scene.left - diamond || x > scene.left + scene.width + diamond) continue;
    const path = paths[stateOf(mark, position, deploys)];
    path.moveTo(x, y - diamond);
    path.lineTo(x + diamond, y);
    path.lineTo(x, y + diamond);
    path.lineTo(x - diamond, y);
    path.closePath();
  }
  context.fillStyle = palette.ink;
  context.fill(paths.fresh);
  context.globalAlpha = palette.future;
  context.fill(paths.future);
  context.globalAlpha = 1;
  context.lineWidth = 1;
  context.strokeStyle = palette.muted;
  context.stroke(paths.stale);
}

/** A bookmark's size, and how deep its lower edge is cut. */
const flag = { width: 7, height: 10, cut: 3 };

// A bookmark hangs from the ruler's end, over the line of its event.
function paintBookmarks(context: Context, size: Size, scene: LanesScene, scale: Scale): void {
  const { bookmarks, palette, rows, left, width } = scene;
  const top = rows.ruler - flag.height;
  context.fillStyle = palette.muted;
  for (const { position } of bookmarks) {
    const x = Math.round(scale.x(position));
    if (x < left || x > left + width) continue;
    context.globalAlpha = 0.35;
    context.fillRect(x, rows.ruler, 1, size.height);
    context.globalAlpha = 1;
    context.beginPath();
    context.moveTo(x - flag.width / 2, top);
    context.lineTo(x + flag.width / 2, top);
    context.lineTo(x + flag.width / 2, rows.ruler);
    context.lineTo(x, rows.ruler - flag.cut);
    context.lineTo(x - flag.width / 2, rows.ruler);
    context.fill();
  }
}

/** The label of what is pointed at: where it stands on the ruler. */
interface Chip {
  readonly x: number;
  readonly left: number;
  readonly width: number;
  readonly text: string;
}

const ruling = (palette: Palette) => `10.5px ${palette.mono}`;

function chipOf(
  context: Context,
  { palette, left, width }: LanesScene,
  scale: Scale,
  { position, text }: Hovered,
): Chip {
  context.font = ruling(palette);
  const x = scale.x(position);
  const wide = context.measureText(text).width + 12;
  const start = Math.min(Math.max(left, x - wide / 2), left + width - wide);
  return { x, left: start, width: wide, text };
}

function paintHovered(
  context: Context,
  size: Size,
  { palette, rows }: LanesScene,
  chip: Chip,
): void {
  context.fillStyle = palette.muted;
  context.globalAlpha = 0.55;
  context.fillRect(Math.round(chip.x), 0, 1, size.height);
  context.globalAlpha = 1;
  context.font = ruling(palette);
  context.fillStyle = palette.ink;
  context.beginPath();
  context.roundRect(chip.left, 2, chip.width, rows.ruler - 7, 4);
  context.fill();
  context.fillStyle = palette.panel;
  context.fillText(chip.text, chip.left + 6, rows.ruler / 2 - 1);
}

// The playhead is out of view: an arrow on the side where it is.
function paintAway(context: Context, { left, width, rows }: LanesScene, before: boolean): void {
  const x = before ? left : left + width;
  const inward = before ? 1 : -1;
  const y = rows.ruler / 2;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + 9 * inward, y - 7);
  context.lineTo(x + 9 * inward, y + 7);
  context.fill();
}
