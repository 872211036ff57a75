// Draws the overview: how busy the whole log was, the span in view, the playhead.

import { type Scale, scaleOf } from '../../timeline/scale';
import { extentOf, type Span, showsAll } from '../../timeline/span';
import { barHeights, firstOf, type Stretch } from '../../timeline/stretch';
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

/** Draws the scene on a cleared canvas. */
export function paintOverview(
  context: CanvasRenderingContext2D,
  size: Size,
  scene: OverviewScene,
): void {
  const scale = overviewScale(scene.head, size.width);
  paintBars(context, size, scene, scale);
  if (scene.stretch && !showsAll(scene.span, scene.head)) paintFrame(context, size, scene, scale);
  const x = scale.x(scene.position);
  context.fillStyle = scene.palette.accent;
  context.fillRect(x - 1, 0, 2, size.height);
  context.beginPath();
  context.roundRect(x - 4, 0, 8, 5, 1.5);
  context.fill();
}

function paintBars(
  context: CanvasRenderingContext2D,
  size: Size,
  { stretch, position, palette }: OverviewScene,
  scale: Scale,
): void {
  const base = size.height - 3;
  if (!stretch) {
    context.fillStyle = palette.line;
    context.fillRect(scale.left, base - 1, scale.width, 1);
    return;
  }
  const tallest = size.height - 9;
  const heights = barHeights(stretch.tempo);
  // Two paths, because what lies after the playhead is fainter.
  const bars = { past: new Path2D(), future: new Path2D() };
  for (let i = 0; i < stretch.buckets; i++) {
    const first = firstOf(stretch, i);
    const left = scale.x(first - 0.5);
    const pitch = scale.x(firstOf(stretch, i + 1) - 0.5) - left;
    const width = Math.min(widest, Math.max(1, pitch - Math.min(1.6, pitch / 4)));
    const height = Math.max(3, (heights[i] as number) * tallest);
    const path = first > position ? bars.future : bars.past;
    path.roundRect(left + (pitch - width) / 2, base - height, width, height, 1);
  }
  context.fillStyle = palette.muted;
  context.globalAlpha = 0.62;
  context.fill(bars.past);
  context.globalAlpha = 0.24;
  context.fill(bars.future);
  context.globalAlpha = 1;
}

function paintFrame(
  context: CanvasRenderingContext2D,
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
