// The drawings of the transport and the zoom buttons, on a grid of 16.

const filled = {
  first: 'M3 3.5h1.8v9H3zM13 3.9v8.2c0 .5-.5.7-.9.5L6 8.5a.6.6 0 0 1 0-1l6.1-4.1c.4-.3.9 0 .9.5z',
  back: 'M11.6 3.6v8.8c0 .5-.5.7-.9.4L4.3 8.4a.5.5 0 0 1 0-.8l6.4-4.4c.4-.3.9-.1.9.4z',
  play: 'M4.4 2.9v10.2c0 .5.6.8 1 .5l7.7-5.1c.4-.3.4-.8 0-1L5.4 2.4c-.4-.3-1 0-1 .5z',
  pause: 'M4.2 3h2.6v10H4.2zM9.2 3h2.6v10H9.2z',
  forward: 'M4.4 3.6v8.8c0 .5.5.7.9.4l6.4-4.4a.5.5 0 0 0 0-.8L5.3 3.2c-.4-.3-.9-.1-.9.4z',
  marked: 'M4.2 2.6h7.6v11.2L8 10.9l-3.8 2.9z',
  latest:
    'M11.2 3.5H13v9h-1.8zM3 3.9v8.2c0 .5.5.7.9.5L10 8.5a.6.6 0 0 0 0-1L3.9 3.4C3.5 3.1 3 3.4 3 3.9z',
} as const;

const drawn = {
  bookmark: 'M4.2 2.6h7.6v11.2L8 10.9l-3.8 2.9z',
  closer: 'M8 3.5v9M3.5 8h9',
  wider: 'M3.5 8h9',
  all: 'M2.5 4v8M13.5 4v8M5 8h6M7 6L5 8l2 2M9 6l2 2-2 2',
} as const;

export type GlyphName = keyof typeof filled | keyof typeof drawn;

/** A drawing that says nothing by itself: its button has the name. */
export function Glyph({ name }: { name: GlyphName }) {
  const isFilled = name in filled;
  return (
    <svg
      class={isFilled ? 'glyph filled' : 'glyph'}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
    >
      <path d={{ ...filled, ...drawn }[name]} />
    </svg>
  );
}
