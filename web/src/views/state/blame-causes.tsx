import { batch } from '@preact/signals';
import type { App } from '../../app';
import { time } from '../../format';
import type { Cause, EventRow } from '../../protocol';
import { markColour } from '../events/event-row';
import { useShownPosition } from '../use-view';
import { behind, remark } from './blame-words';

/** The events that made a value, newest first, each a place to jump to. */
export function BlameCauses({ app, causes }: { app: App; causes: readonly Cause[] }) {
  const position = useShownPosition(app);
  if (causes.length === 0) return null;
  return (
    <ol class="causes" aria-labelledby="blame-title">
      {causes.map((cause) => (
        <CauseRow
          key={cause.row.position}
          app={app}
          cause={cause}
          current={cause.row.position === position}
        />
      ))}
    </ol>
  );
}

interface CauseRowProps {
  app: App;
  cause: Cause;
  /** Whether the playhead is at it. */
  current: boolean;
}

function CauseRow({ app, cause, current }: CauseRowProps) {
  const { row, effect } = cause;
  const note = remark(cause);
  return (
    <li>
      <button
        type="button"
        class="cause"
        data-effect={effect || undefined}
        aria-current={current ? 'true' : undefined}
        onClick={() => jump(app, row)}
      >
        <span class="cause-head">
          <span class="mono muted">#{row.position}</span>{' '}
          <span class="chip" style={{ '--chip': markColour(row.colour) }}>
            {row.type}
          </span>{' '}
          <span class="mono muted cause-time">{time(row.timestamp).slice(0, 8)}</span>
        </span>{' '}
        <span class="cause-change mono">
          <Side text={cause.before} /> <span aria-hidden="true">→</span>{' '}
          <span class="hidden-text">to</span> <Side text={cause.after} after />
        </span>{' '}
        <span class="cause-behind">
          <span>{behind(cause)}</span>
          {note && <span class="cause-note">{note}</span>}
        </span>
      </button>
    </li>
  );
}

function Side({ text, after = false }: { text?: string | undefined; after?: boolean }) {
  if (text === undefined) return <span class="none">nothing</span>;
  if (text === '') return <span class="none">empty</span>;
  return after ? <b>{text}</b> : <span>{text}</span>;
}

/** Moves the playhead to an event and opens it. */
function jump(app: App, { position }: EventRow): void {
  batch(() => {
    app.seek(position);
    app.openEvent(position);
  });
}
