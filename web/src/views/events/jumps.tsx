import { batch } from '@preact/signals';
import type { App } from '../../app';
import type { EventRow, Position } from '../../protocol';
import { markColour } from './event-row';

/** Moves the playhead to an event and opens it. */
export function jumpTo(app: App, position: Position): void {
  batch(() => {
    app.seek(position);
    app.openEvent(position);
  });
}

/** Events as buttons that move the playhead there and open them. */
export function Jumps({ app, rows }: { app: App; rows: readonly EventRow[] }) {
  return (
    <>
      {rows.map((row) => (
        <button
          key={row.position}
          type="button"
          class="event-jump chip"
          style={{ '--chip': markColour(row.colour) }}
          title={`${row.stream} v${row.version} ${row.summary}`}
          onClick={() => jumpTo(app, row.position)}
        >
          #{row.position} {row.type}
        </button>
      ))}
    </>
  );
}
