import { useComputed, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../../app';
import { reasonOf } from '../../app/reason';
import { count, plural } from '../../format';
import type { Bookmark } from '../../protocol';
import { useView } from '../use-view';
import { Glyph } from './glyph';

/** The bookmark of the event on show, and all others to go to. */
export function BookmarkMenu({ app }: { app: App }) {
  const popover = useRef<HTMLDivElement>(null);
  const marked = useComputed(() => bookmarkHere(app) !== undefined).value;
  return (
    <>
      <button
        type="button"
        class={marked ? 'transport-button bookmark marked' : 'transport-button bookmark'}
        popovertarget="bookmarks"
        aria-label="Bookmarks"
        title="Bookmarks"
        disabled={app.core.value.kind === 'safe'}
      >
        <Glyph name={marked ? 'marked' : 'bookmark'} />
      </button>
      <div
        id="bookmarks"
        popover="auto"
        class="popover bookmarks"
        role="dialog"
        aria-label="Bookmarks"
        ref={popover}
      >
        <Here app={app} done={() => popover.current?.hidePopover()} />
        <All app={app} done={() => popover.current?.hidePopover()} />
      </div>
    </>
  );
}

function bookmarkHere(app: App): Bookmark | undefined {
  const { value: position } = app.position;
  return app.bookmarks.value.find((each) => each.position === position);
}

interface PartProps {
  app: App;
  /** Closes the menu. */
  done(): void;
}

/** The note of the event on show. */
function Here({ app, done }: PartProps) {
  const { value: position } = app.position;
  const here = bookmarkHere(app);
  const linked = useView(app, 'note');
  const typed = useSignal<{ at: number; note: string } | null>(null);
  const problem = useSignal('');
  const note = typed.value?.at === position ? typed.value.note : (here?.note ?? linked);

  const attempt = async (change: () => Promise<void>) => {
    try {
      await change();
      typed.value = null;
      problem.value = '';
      done();
    } catch (reason) {
      problem.value = reasonOf(reason);
    }
  };
  const save = (event: Event) => {
    event.preventDefault();
    void attempt(() => app.bookmark(note));
  };
  return (
    <form class="field" onSubmit={save}>
      <label for="bookmark-note">
        {position === 0 ? 'Before the first event' : `Event ${count(position)}`}
      </label>
      <div class="field-row">
        <input
          id="bookmark-note"
          type="text"
          class="input"
          placeholder="A note, if you like"
          autocomplete="off"
          value={note}
          aria-invalid={problem.value !== ''}
          aria-describedby="bookmark-problem"
          onInput={(event) => {
            typed.value = { at: position, note: event.currentTarget.value };
            problem.value = '';
          }}
        />
        <button type="submit" class="button">
          {here ? 'Save note' : 'Bookmark'}
        </button>
        {here && (
          <button
            type="button"
            class="button"
            onClick={() => void attempt(() => app.removeBookmark())}
          >
            Remove
          </button>
        )}
      </div>
      <p class="problem" id="bookmark-problem" role="alert">
        {problem.value}
      </p>
    </form>
  );
}

/** Every bookmark of the world, each a way to its event. */
function All({ app, done }: PartProps) {
  const { bookmarks } = app.branches.value;
  const current = useView(app, 'branch');
  if (bookmarks.length === 0) {
    return <p class="empty">A bookmark keeps a moment and your note on the timeline.</p>;
  }
  return (
    <ul aria-label={plural(bookmarks.length, 'bookmark')}>
      {bookmarks.map((bookmark) => {
        const { branch, position, note } = bookmark;
        const elsewhere = !app.bookmarks.value.includes(bookmark);
        return (
          <li key={`${branch} ${position}`}>
            <button
              type="button"
              onClick={() => {
                done();
                void app.goToBookmark(bookmark);
              }}
            >
              <span class="number">#{count(position)}</span>
              <span class="note">{note || 'no note'}</span>
              {elsewhere && branch !== current && <span class="elsewhere">on {branch}</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
