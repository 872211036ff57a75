import { useComputed, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { App } from '../../app';
import { Latest } from '../../app/latest';
import { count } from '../../format';
import type { Stream, StreamsResult } from '../../protocol';
import type { Draft, Target } from './draft';

/** How many streams the list offers; who looks for another one types more of its name. */
const offered = 12;

/** The stream that a command goes to: picked from a list, or typed. */
export function StreamBox({ app, draft }: { app: App; draft: Draft }) {
  const open = useSignal(false);
  const active = useSignal(-1);
  const found = useSignal<StreamsResult>({ total: 0, streams: [] });
  const search = useMemo(
    () =>
      new Latest<string, StreamsResult>(
        (query) => app.client.request('streams', { query, category: '', limit: offered }),
        (result) => {
          found.value = result;
        },
        () => {
          found.value = { total: 0, streams: [] };
        },
      ),
    [app],
  );
  const problem = draft.problems.value.stream;
  const state = useComputed(() => stateOf(draft.target.value)).value;
  const suggestion = draft.suggestion.value;
  const { streams, total } = found.value;

  const show = (query: string) => {
    search.want(query);
    open.value = true;
    active.value = -1;
  };
  const close = () => {
    open.value = false;
    active.value = -1;
  };
  const pick = (stream: Stream) => {
    draft.typeStream(stream.id);
    draft.commitStream();
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if ((key === 'ArrowDown' || key === 'ArrowUp') && !open.value) {
      show('');
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      const last = streams.length - 1;
      const to = active.value + (key === 'ArrowDown' ? 1 : -1);
      active.value = to < 0 ? last : to > last ? 0 : to;
    } else if (key === 'Enter' && open.value && streams[active.value]) {
      pick(streams[active.value] as Stream);
    } else if (key === 'Escape' && open.value) {
      close();
    } else {
      if (key === 'Enter') close(); // and the form is sent with what stands here
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="field">
      <label class="label" for="stream">
        Stream
      </label>
      <div class={problem ? 'input-row bad' : 'input-row'}>
        <input
          id="stream"
          class="mono"
          role="combobox"
          aria-expanded={open.value && streams.length > 0}
          aria-controls="stream-options"
          aria-autocomplete="list"
          aria-activedescendant={active.value >= 0 ? `stream-option-${active.value}` : undefined}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? 'stream-problem stream-state' : 'stream-state'}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          placeholder={`${draft.command.value?.category ?? 'stream'}-…`}
          value={draft.stream.value}
          onInput={(event) => {
            draft.typeStream(event.currentTarget.value);
            show(event.currentTarget.value.trim());
          }}
          onClick={() => (open.value ? close() : show(''))}
          onKeyDown={onKeyDown}
          onBlur={() => {
            draft.commitStream();
            close();
          }}
        />
        <span class="aside" id="stream-state">
          {problem ? '' : state}
        </span>
        <div
          class="options"
          popover="manual"
          ref={(element) => {
            element?.togglePopover(open.value && streams.length > 0);
          }}
        >
          {/* The list leaves the focus where it is, so that a press on it is no blur. */}
          <div
            id="stream-options"
            role="listbox"
            aria-label="Streams"
            tabIndex={-1}
            onMouseDown={(event) => event.preventDefault()}
          >
            {streams.map((stream, i) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the keys
              <div
                key={stream.id}
                id={`stream-option-${i}`}
                role="option"
                tabIndex={-1}
                aria-selected={i === active.value}
                onClick={() => pick(stream)}
              >
                <span class="mono">{stream.id}</span>
                <span class="aside">v{stream.version}</span>
              </div>
            ))}
          </div>
          {total > streams.length && (
            <p class="more">and {count(total - streams.length)} more: type a part of the name</p>
          )}
        </div>
      </div>
      {problem && (
        <p class="problem" id="stream-problem">
          {problem}
        </p>
      )}
      {suggestion && (
        <p class="hint">
          Already started.{' '}
          <button type="button" class="link" onClick={() => draft.typeStream(suggestion)}>
            Use <span class="mono">{suggestion}</span>
          </button>
        </p>
      )}
    </div>
  );
}

function stateOf(target: Target): string {
  switch (target.kind) {
    case 'unknown':
      return '';
    case 'new':
      return 'new stream';
    case 'at':
      return `at v${target.version}`;
  }
}
