// The geometry of a chart of steps: a value holds until the next one.

/** A value from a position on. */
export interface Step {
  position: number;
  value: number;
}

/** The stretch of positions and values that a chart shows. */
export interface Frame {
  from: number;
  to: number;
  low: number;
  high: number;
}

/**
 * The frame of some steps up to a last position. Zero is always in it, so that a
 * height can be compared by eye.
 */
export function frameOf(steps: readonly Step[], to: number): Frame {
  const values = steps.map((step) => step.value);
  const from = steps[0]?.position ?? 0;
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  return { from, to: Math.max(to, from + 1), low, high: high === low ? low + 1 : high };
}

/** Where a position lies, as a part of the width. */
export function across({ from, to }: Frame, position: number): number {
  return Math.min(1, Math.max(0, (position - from) / (to - from)));
}

/** Where a value lies, as a part of the height from the top. */
export function down({ low, high }: Frame, value: number): number {
  return (high - value) / (high - low);
}

/** The line of the steps as an SVG path in a box of width × height, to the position `end`. */
export function pathOf(
  steps: readonly Step[],
  frame: Frame,
  end: number,
  width: number,
  height: number,
): string {
  const x = (position: number) => round(across(frame, position) * width);
  const y = (value: number) => round(down(frame, value) * height);
  const [first, ...rest] = steps;
  if (!first) return '';
  const turns = rest.map((step) => `H${x(step.position)}V${y(step.value)}`);
  return `M${x(first.position)} ${y(first.value)}${turns.join('')}H${x(end)}`;
}

/** The index of the step that holds at a part of the width, -1 before the first. */
export function stepAt(steps: readonly Step[], frame: Frame, part: number): number {
  const position = frame.from + part * (frame.to - frame.from);
  return steps.findLastIndex((step) => step.position <= position);
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
