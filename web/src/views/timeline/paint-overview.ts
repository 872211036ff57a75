// Draws the overview: how busy the whole log was, the span in view, the playhead.

import { type Scale, scaleOf } from '../../timeline/scale';
import { extentOf, type Span, showsAll } from '../../timeline/span';
import { barHeights, bucketOf, firstOf, type Stretch } from '../../timeline/stretch';
import type { Palette } from './palette';
import type { Size } from './surface';

/** How far the canvas reaches beyond the axis on both sides, for handles at its ends. */
export const overhang = 12;

/** The widest that a bar is drawn, in a log of a few events. */
const widest = 14;

/** The narrowest that the frame around the span is drawn. */
const narrowestFrame = 14;

export interface OverviewScene {
  readonly head: number;
  readonly position: number;
  readonly span: Span;
  readonly stretch: Stretch | null;
  readonly palette: Palette;
}

type Context = CanvasRenderingContext2D;

/** The scale of the overview on a canvas of the given width. */
export function overviewScale(head: number, width: number): Scale {
  return scaleOf(extentOf(head), overhang, Math.max(0, width - 2 * overhang));
}

/** Where the frame around the span in view is, in pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
}

/** The frame around the span; of a span far smaller than the log a little larger than that. */
export function frameOf(span: Span, scale: Scale): Frame {
  const [left, right] = [scale.x(span.start), scale.x(span.end)];
  const missing = Math.max(0, narrowestFrame - (right - left)) / 2;
  return { left: left - missing, right: right + missing };
}

/** OverviewPainter draws scenes and keeps the bars, which the playhead leaves as they are. */
export class OverviewPainter {
  /** The bars as they were drawn last, in the pixels of the screen. */
  readonly #bars = document.createElement('canvas');
  #barred: Barred | null = null;

  /** Draws the scene on a cleared canvas. */
  paint(context: Context, size: Size, scene: OverviewScene): void {
    const { stretch, head, span, position, palette } = scene;
    const scale = overviewScale(head, size.width);
    if (!stretch) paintBase(context, size, palette, scale);
    else {
      this.#draw(context.canvas, { ...size, stretch, head, palette });
      paintBars(context, size, this.#bars, splitAt(stretch, position, scale));
      if (!showsAll(span, head)) paintFrame(context, size, scene, scale);
    }
    paintPlayhead(context, size, palette, scale.x(position));
  }

  #draw({ width, height }: HTMLCanvasElement, bars: Barred): void {
    const parts = ['stretch', 'head', 'width', 'height', 'palette'] as const;
    const same = parts.every((part) => bars[part] === this.#barred?.[part]);
    if (same && this.#bars.width === width && this.#bars.height === height) return;
    this.#barred = bars;
    Object.assign(this.#bars, { width, height }); // which clears it
    const context = this.#bars.getContext('2d');
    context?.scale(width / bars.width, height / bars.height);
    if (context) context.fillStyle = bars.palette.muted;
    context?.fill(barsOf(bars.stretch, overviewScale(bars.head, bars.width), bars.height));
  }
}

/** What the bars depend on. */
interface Barred extends Size {
  readonly stretch: Stretch;
  readonly head: number;
  readonly palette: Palette;
}

/** Where the bars stand, above the canvas's lower edge. */
const ground = 3;

function barsOf(stretch: Stretch, scale: Scale, height: number): Path2D {
  const bars = new Path2D();
  const tallest = height - 9;
  const heights = barHeights(stretch.tempo);
  for (let i = 0; i < stretch.buckets; i++) {
    const left = scale.x(firstOf(stretch, i) - 0.5);
    const pitch = scale.x(firstOf(stretch, i + 1) - 0.5) - left;
    const width = Math.min(widest, Math.max(1, pitch - Math.min(1.6, pitch / 4)));
    const high = Math.max(3, (heights[i] as number) * tallest);
    bars.roundRect(left + (pitch - width) / 2, height - ground - high, width, high, 1);
  }
  return bars;
}

/** Where the bars begin that lie wholly after the playhead. */
function splitAt(stretch: Stretch, position: number, scale: Scale): number {
  if (position < stretch.from) return scale.left;
  const bucket = bucketOf(stretch, Math.min(position, stretch.to));
  return scale.x(firstOf(stretch, bucket + 1) - 0.5);
}

// What lies after the playhead is fainter. Hundreds of bars as shapes take ten times as
// long as their picture.
function paintBars(
  context: Context,
  { width, height }: Size,
  bars: HTMLCanvasElement,
  split: number,
): void {
  const pixels = bars.width / width;
  const middle = Math.round(split * pixels); // a whole one, so that nothing is blurred
  for (const [from, to, alpha] of [
    [0, middle, 0.62],
    [middle, bars.width, 0.24],
  ] as const) {
    if (to <= from) continue;
    context.globalAlpha = alpha;
    const [x, wide] = [from / pixels, (to - from) / pixels];
    context.drawImage(bars, from, 0, to - from, bars.height, x, 0, wide, height);
  }
  context.globalAlpha = 1;
}

function paintBase(context: Context, { height }: Size, palette: Palette, scale: Scale): void {
  context.fillStyle = palette.line;
  context.fillRect(scale.left, height - ground - 1, scale.width, 1);
}

function paintPlayhead(context: Context, { height }: Size, palette: Palette, x: number): void {
  context.fillStyle = palette.accent;
  context.fillRect(x - 1, 0, 2, height);
  context.beginPath();
  context.roundRect(x - 4, 0, 8, 5, 1.5);
  context.fill();
}

function paintFrame(
  context: Context,
  size: Size,
  { span, position, palette }: OverviewScene,
  scale: Scale,
): void {
  const { left, right } = frameOf(span, scale);
  context.fillStyle = palette.accent;
  context.strokeStyle = palette.accent;
  context.beginPath();
  context.roundRect(left, 0.5, right - left, size.height - 1, 5);
  context.globalAlpha = 0.1;
  context.fill();
  context.globalAlpha = 0.6;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
  // The grips that say what can be dragged; there is no room for them on the smallest.
  if (right - left < 2 * narrowestFrame) return;
  const middle = size.height / 2;
  context.beginPath();
  context.roundRect(left - 2, middle - 6, 4, 12, 2);
  context.roundRect(right - 2, middle - 6, 4, 12, 2);
  const grip = (left + right) / 2;
  if (Math.abs(scale.x(position) - grip) > 14) context.roundRect(grip - 9, 3, 18, 3, 1.5);
  context.fill();
}
