// A canvas that is as sharp as the screen and drawn at most once a frame.

/** The size of a surface in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Draw = (context: CanvasRenderingContext2D, size: Size) => void;

/** Surface keeps a canvas the size of its box and draws when something changed. */
export class Surface {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #draw: Draw;
  readonly #observer: ResizeObserver;
  #size: Size = { width: 0, height: 0 };
  #frame = 0;

  /** resized is told the size before the first drawing and whenever it changes. */
  constructor(canvas: HTMLCanvasElement, draw: Draw, resized: (size: Size) => void) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.#draw = draw;
    this.#observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      this.#fit(entry);
      resized(this.#size);
      // At once, because a canvas that was resized is empty until it is drawn.
      this.#paint();
    });
    this.#observe();
  }

  /** Draws before the next frame. */
  invalidate(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#paint());
  }

  /** Ends all drawing. */
  dispose(): void {
    this.#observer.disconnect();
    if (this.#frame !== 0) cancelAnimationFrame(this.#frame);
  }

  // Boxes in device pixels also tell of zooming and of another screen;
  // WebKit does not have them.
  #observe(): void {
    try {
      this.#observer.observe(this.#canvas, { box: 'device-pixel-content-box' });
    } catch {
      this.#observer.observe(this.#canvas);
    }
  }

  #fit(entry: ResizeObserverEntry): void {
    const { width, height } = entry.contentRect;
    const device = entry.devicePixelContentBoxSize?.[0];
    this.#size = { width, height };
    this.#canvas.width = pixels(width, device?.inlineSize);
    this.#canvas.height = pixels(height, device?.blockSize);
  }

  #paint(): void {
    if (this.#frame !== 0) cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { width, height } = this.#size;
    if (!this.#context || width === 0 || height === 0) return;
    const [x, y] = [this.#canvas.width / width, this.#canvas.height / height];
    this.#context.setTransform(x, 0, 0, y, 0, 0);
    this.#context.clearRect(0, 0, width, height);
    this.#draw(this.#context, this.#size);
  }
}

// The box in device pixels is exact where it is right; where a screen is
// emulated, Chromium gives it in CSS pixels.
function pixels(length: number, device: number | undefined): number {
  const expected = length * devicePixelRatio;
  return device !== undefined && Math.abs(device - expected) <= 1 ? device : Math.round(expected);
}
