import { useComputed } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../../app';
import { count } from '../../format';
import type { World } from '../../protocol';
import { Icon } from '../icon';
import type { EventList, Refused } from './event-list';
import type { Draft, FilterDraft } from './filter-draft';
import { Sentence } from './sentence';

interface FilterProps {
  app: App;
  list: EventList;
  draft: FilterDraft;
}

/** The search box, with what could stand at its caret and what came of it. */
export function FilterBox({ app, list, draft }: FilterProps) {
  const input = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const caret = useRef<number | null>(null);
  useSlashKey(input);

  // A completion is put in by way of the signal; the caret follows the text.
  const text = draft.text.value;
  useLayoutEffect(() => {
    if (caret.current === null) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text]);

  const take = (index: number): boolean => {
    const taken = draft.take(index);
    if (taken) caret.current = taken.caret;
    return taken !== null;
  };
  const scrollMirror = () => {
    if (mirror.current && input.current) mirror.current.scrollLeft = input.current.scrollLeft;
  };
  const pressed = (event: KeyboardEvent) => {
    if (!usedKey(event, draft, take)) return;
    event.preventDefault();
  };
  const refused = list.refused.value?.text.trim() === text.trim() ? list.refused.value : null;
  const open = draft.options.value.length > 0;
  const chosen = draft.chosen.value;
  return (
    <search class="event-filter">
      <div class="input-row">
        <input
          ref={input}
          type="search"
          aria-label="Filter events"
          placeholder={useComputed(() => placeholder(app.world.value))}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={text}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls="event-completions"
          aria-activedescendant={chosen === null ? undefined : optionId(chosen)}
          aria-keyshortcuts="/"
          aria-invalid={refused !== null}
          aria-describedby="event-filter-outcome"
          onInput={({ currentTarget }) => {
            draft.typed(draftIn(currentTarget));
            scrollMirror();
          }}
          onClick={({ currentTarget }) =>
            text === '' && draft.complete(draftIn(currentTarget).caret)
          }
          onKeyDown={pressed}
          onScroll={scrollMirror}
          onBlur={() => draft.close()}
        />
        {refused && <Mirror refused={refused} text={text} element={mirror} />}
        {text === '' ? (
          <kbd title="The / key goes here">/</kbd>
        ) : (
          <button
            type="button"
            class="icon-button"
            aria-label="Clear the filter"
            onClick={() => {
              draft.clear();
              input.current?.focus();
            }}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      <FilterOutcome list={list} app={app} refused={refused} />
      <div
        id="event-completions"
        class="event-completions"
        role="listbox"
        aria-label="Completions"
        hidden={!open}
      >
        {inSight(draft.options.value.length, chosen).map((index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the focus and hears the keys
          // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant points here
          <div
            key={draft.options.value[index]?.text}
            id={optionId(index)}
            role="option"
            aria-selected={index === chosen}
            aria-posinset={index + 1}
            aria-setsize={draft.options.value.length}
            onMouseDown={(event) => event.preventDefault()} // the focus stays in the box
            onClick={() => take(index)}
          >
            <code>{draft.options.value[index]?.text}</code>{' '}
            <span>{draft.options.value[index]?.about}</span>
          </div>
        ))}
      </div>
      <p class="hidden-text" role="status">
        {open && `${draft.options.value.length} completions, arrow keys choose.`}
      </p>
    </search>
  );
}

/**
 * How many completions are shown at a time. The list moves with the one that is chosen: a box that
 * scrolled could not be reached, since the focus stays where the text is typed.
 */
const shownAtOnce = 11;

/** The indexes of the completions in sight: those around the chosen one. */
function inSight(total: number, chosen: number | null): number[] {
  const size = Math.min(total, shownAtOnce);
  const first = Math.min(total - size, Math.max(0, (chosen ?? 0) - (size >> 1)));
  return Array.from({ length: size }, (_, i) => first + i);
}

/** The text again, invisible but for a line under what does not parse. */
function Mirror(props: {
  refused: Refused;
  text: string;
  element: { current: HTMLDivElement | null };
}) {
  const { refused, text, element } = props;
  return (
    <div ref={element} class="event-filter-mirror" aria-hidden="true">
      {text.slice(0, refused.from)}
      <mark>{text.slice(refused.from, refused.to)}</mark>
      {text.slice(refused.to)}
    </div>
  );
}

/** How many events match, how far it has come, or why the text is no filter. */
function FilterOutcome(props: { list: EventList; app: App; refused: Refused | null }) {
  const { list, app, refused } = props;
  const filtering = list.filter.value !== '';
  if (refused) {
    return (
      <p class="event-filter-outcome problem" id="event-filter-outcome" role="status">
        <Sentence text={refused.message} />
        {filtering && <span class="event-filter-kept"> Still showing {list.filter.value}</span>}
      </p>
    );
  }
  const scan = filtering ? list.scan.value : null;
  const total = list.total.value;
  if (scan) {
    return (
      <div class="event-filter-outcome" id="event-filter-outcome">
        <span>
          {count(total)} {total === 1 ? 'matches' : 'match'} so far
        </span>
        <progress aria-label="Filtering" value={scan.done} max={scan.total} />
        <span>
          {count(scan.done)} of {count(scan.total)}
        </span>
      </div>
    );
  }
  return (
    <p class="event-filter-outcome" id="event-filter-outcome" role="status">
      {filtering && (
        <>
          <b>{count(total)}</b> of {count(app.head.value)} {total === 1 ? 'matches' : 'match'}
        </>
      )}
    </p>
  );
}

/** Handles a key in the box and reports whether it was of use here. */
function usedKey(
  { key, altKey, ctrlKey, metaKey, isComposing, currentTarget }: KeyboardEvent,
  draft: FilterDraft,
  take: (index: number) => boolean,
): boolean {
  if (isComposing || altKey || ctrlKey || metaKey) return false;
  const open = draft.options.value.length > 0;
  const chosen = draft.chosen.value;
  switch (key) {
    case 'ArrowDown':
      if (open) draft.choose(1);
      else draft.complete(draftIn(currentTarget as HTMLInputElement).caret);
      return true;
    case 'ArrowUp':
      draft.choose(-1);
      return open;
    case 'Enter':
      if (chosen !== null) return take(chosen);
      draft.close();
      draft.submit();
      return true;
    case 'Tab':
      return chosen !== null && take(chosen);
    case 'Escape':
      if (open) draft.close();
      else if (draft.text.value !== '') draft.clear();
      else return false;
      return true;
    default:
      return false;
  }
}

function draftIn(input: HTMLInputElement): Draft {
  return { text: input.value, caret: input.selectionStart ?? input.value.length };
}

function optionId(index: number): string {
  return `event-completion-${index}`;
}

/** An example in the words of the world. */
function placeholder(world: World | null): string {
  const type = world?.eventTypes.find((each) =>
    each.fields.some((field) => field.kind === 'money'),
  );
  const money = type?.fields.find((field) => field.kind === 'money');
  const name = (type ?? world?.eventTypes[0])?.name;
  if (!world || !name) return 'type:Money* stream:account-*';
  const word = /^[A-Z][a-z]+/.exec(name)?.[0] ?? name;
  const category = world.example.split('-')[0] || 'account';
  const amount = money ? ` data.${money.name}>100` : '';
  return `type:${word}* stream:${category}-*${amount}`;
}

// A slash anywhere but where text is typed goes to the box, as on many pages.
function useSlashKey(input: { current: HTMLInputElement | null }): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
      const { target } = event;
      if (target instanceof HTMLElement && target.closest(typed) !== null) return;
      if (document.querySelector('dialog[open]') || !input.current?.checkVisibility()) return;
      event.preventDefault();
      input.current.focus();
      input.current.select();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [input]);
}

const typed = 'input, textarea, select, [contenteditable]';
