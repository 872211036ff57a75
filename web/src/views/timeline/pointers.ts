// Mouse, pen and fingers on an element: drags, clicks and pinches.

/** A place on the element, in CSS pixels from its top left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What one pressed pointer does. */
export interface Drag {
  /** The pointer moved, by more than a hand trembles. */
  move?(to: Point): void;
  /** It was let go; without a move it was a click. */
  end?(at: Point, moved: boolean): void;
}

/** What two fingers do: their middle and distance, before and after a move. */
export type Pinch = (before: Spread, after: Spread) => void;

export interface Spread {
  readonly middle: Point;
  readonly distance: number;
}

/** What the element does with pointers. */
export interface Handlers {
  /** A pointer was pressed; null when nothing is to come of it. */
  press(at: Point, event: PointerEvent): Drag | null;
  pinch?: Pinch;
  /** The pointer hovers, or has left. */
  hover?(at: Point | null, event: PointerEvent): void;
}

/** How far a pointer moves before a click becomes a drag, in pixels. */
const slack = 4;

interface Pressed {
  readonly from: Point;
  drag: Drag | null;
  moved: boolean;
}

/** Handles the pointers on an element until the returned function is called. */
export function handlePointers(element: HTMLElement, handlers: Handlers): () => void {
  const points = new Map<number, Point>();
  const pressed = new Map<number, Pressed>();

  const pointOf = (event: PointerEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  function down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const from = pointOf(event);
    points.set(event.pointerId, from);
    element.setPointerCapture(event.pointerId);
    if (handlers.pinch && points.size > 1) {
      // A second finger turns what the first began into a pinch.
      for (const one of pressed.values()) one.drag = null;
      pressed.set(event.pointerId, { from, drag: null, moved: true });
      return;
    }
    pressed.set(event.pointerId, { from, drag: handlers.press(from, event), moved: false });
  }

  function move(event: PointerEvent): void {
    const to = pointOf(event);
    const one = pressed.get(event.pointerId);
    if (!one) {
      handlers.hover?.(to, event);
      return;
    }
    const before = spread();
    points.set(event.pointerId, to);
    const after = spread();
    if (handlers.pinch && before && after) {
      handlers.pinch(before, after);
      return;
    }
    one.moved ||= Math.hypot(to.x - one.from.x, to.y - one.from.y) > slack;
    if (one.moved) one.drag?.move?.(to);
  }

  function up(event: PointerEvent): void {
    const one = pressed.get(event.pointerId);
    points.delete(event.pointerId);
    pressed.delete(event.pointerId);
    one?.drag?.end?.(pointOf(event), one.moved);
  }

  function cancel(event: PointerEvent): void {
    const one = pressed.get(event.pointerId);
    points.delete(event.pointerId);
    pressed.delete(event.pointerId);
    one?.drag?.end?.(pointOf(event), true);
  }

  function leave(event: PointerEvent): void {
    if (!pressed.has(event.pointerId)) handlers.hover?.(null, event);
  }

  function spread(): Spread | null {
    const [a, b] = points.values();
    if (!a || !b) return null;
    return {
      middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      distance: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
    };
  }

  const listeners = {
    pointerdown: down,
    pointermove: move,
    pointerup: up,
    pointercancel: cancel,
    pointerleave: leave,
  };
  for (const [type, listener] of Object.entries(listeners)) {
    element.addEventListener(type, listener as EventListener);
  }
  return () => {
    for (const [type, listener] of Object.entries(listeners)) {
      element.removeEventListener(type, listener as EventListener);
    }
  };
}

/** What a wheel or trackpad asks for: to zoom by a factor, or to move by pixels. */
export type Wheel = { readonly zoom: number } | { readonly pan: number };

/** Reads a wheel event: with Shift or sideways it pans, else it zooms. A trackpad's pinch comes with Ctrl. */
export function readWheel(event: WheelEvent): Wheel {
  // Lines and pages, which Firefox sends for a mouse, in pixels.
  const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  if (event.ctrlKey) return { zoom: Math.exp(clamp(dy, 50) * 0.01) };
  if (event.shiftKey) return { pan: dx || dy };
  if (Math.abs(dx) > Math.abs(dy)) return { pan: dx };
  return { zoom: Math.exp(clamp(dy, 200) * 0.002) };
}

function clamp(n: number, most: number): number {
  return Math.min(most, Math.max(-most, n));
}
