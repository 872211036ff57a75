// The colours that the canvases draw with, taken from the page's stylesheet.

import type { Pixels } from '../../timeline/marks';

/** Colours of the theme in force, as a canvas takes them. */
export interface Palette {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly panel: string;
  readonly accent: string;
  /** Of event types: 0 is for unknown ones, 1 to 8 are the palette. */
  readonly types: readonly string[];
  readonly pixels: Pixels;
  /** How much of a mark is left in the future, from 0 to 1. */
  readonly future: number;
  readonly mono: string;
}

const typeNames = Array.from({ length: 9 }, (_, i) => `--e${i}`);

/**
 * Reads the palette as it is for an element of the page. Custom properties with
 * light-dark() are only resolved in use, so a probe uses each.
 */
export function readPalette(host: Element): Palette {
  const probe = document.createElement('span');
  host.append(probe);
  const used = getComputedStyle(probe);
  const colour = (name: string) => {
    probe.style.color = `var(${name})`;
    return used.color;
  };
  const types = typeNames.map(colour);
  const palette: Palette = {
    ink: colour('--ink'),
    muted: colour('--muted'),
    line: colour('--line'),
    panel: colour('--panel'),
    accent: colour('--accent'),
    types,
    pixels: pixelsOf(types),
    future: Number(used.getPropertyValue('--future')) || 0.38,
    mono: used.getPropertyValue('--mono') || 'monospace',
  };
  probe.remove();
  return palette;
}

// Colours come in any notation that CSS has; a canvas of one row reads them all.
function pixelsOf(colours: readonly string[]): number[] {
  const canvas = document.createElement('canvas');
  canvas.width = colours.length;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return colours.map(() => 0xff808080);
  colours.forEach((colour, i) => {
    context.fillStyle = colour;
    context.fillRect(i, 0, 1, 1);
  });
  const { data } = context.getImageData(0, 0, colours.length, 1);
  return Array.from(new Uint32Array(data.buffer));
}

/** Calls changed whenever the theme may be another, until the returned function is called. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  const attributeFilter = ['data-theme', 'class', 'style'];
  observer.observe(document.documentElement, { attributes: true, attributeFilter });
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', changed);
  };
}
