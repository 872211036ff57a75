import { useComputed } from '@preact/signals';
import type { App } from '../../app';
import { count } from '../../format';
import { type Flag, flagsOf } from '../../timeline/bookmarks';
import { Glyph } from './glyph';

/** The bookmarks, each a flag with its note where it stands in the log. Nothing as long as there are none. */
export function Flags({ app }: { app: App }) {
  const flags = useComputed(() => flagsOf(app.bookmarks.value, app.head.value)).value;
  const linked = useComputed(() => linkedFlag(app)).value;
  if (flags.length === 0 && !linked) return null;
  return (
    <ul class="flags" aria-label="Bookmarks">
      {flags.map((flag) => (
        <FlagButton key={flag.position} app={app} flag={flag} />
      ))}
      {linked && <LinkedNote flag={linked} />}
    </ul>
  );
}

// A link tells of a moment that this browser has no bookmark at.
function linkedFlag(app: App): Flag | undefined {
  const { cursor, note } = app.view.value;
  if (cursor.kind === 'live' || note === '') return undefined;
  const { position } = cursor;
  if (app.bookmarks.value.some((each) => each.position === position)) return undefined;
  return flagsOf([{ position, note }], app.head.value)[0];
}

function placeOf({ x, before }: Flag) {
  return before ? { insetInlineEnd: `${100 - x}%` } : { insetInlineStart: `${x}%` };
}

function FlagButton({ app, flag }: { app: App; flag: Flag }) {
  const { position, note, before, room } = flag;
  const current = useComputed(() => app.position.value === position).value;
  const name = position === 0 ? 'before the first event' : `event ${count(position)}`;
  return (
    <li
      class={before ? 'before' : ''}
      style={{ ...placeOf(flag), maxInlineSize: `max(12px, ${room}%)` }}
    >
      <button
        type="button"
        aria-label={`Bookmark: ${note ? `${note}, ` : ''}${name}`}
        aria-current={current}
        title={note ? `${note} (${name})` : name}
        onClick={() => {
          app.pause();
          app.seek(position);
        }}
      >
        <Glyph name="marked" />
        <span>{note}</span>
      </button>
    </li>
  );
}

function LinkedNote({ flag }: { flag: Flag }) {
  return (
    <li
      class={flag.before ? 'before linked' : 'linked'}
      style={{ ...placeOf(flag), maxInlineSize: '60%' }}
    >
      <p title={`${flag.note} (a note in the link)`}>
        <Glyph name="bookmark" />
        <span>{flag.note}</span>
      </p>
    </li>
  );
}
