import { useEffect, useRef } from 'preact/hooks';

interface TabListProps<T extends string> {
  class?: string;
  /** The accessible name of the list. */
  label: string;
  /** The beginning of ids: the tab `x` is `<name>-tab-x` and controls `<name>-x`. */
  name: string;
  tabs: readonly { id: T; label: string }[];
  selected: T;
  select: (id: T) => void;
}

/** Tabs as the ARIA Authoring Practices have them: one stop of the Tab key, arrows move between them. */
export function TabList<T extends string>(props: TabListProps<T>) {
  const { label, name, tabs, selected, select } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => reveal(list.current, `${name}-tab-${selected}`), [name, selected]);
  const move = (event: KeyboardEvent) => {
    const index = tabs.findIndex((tab) => tab.id === selected);
    const to = target(event.key, index, tabs.length);
    const tab = to === null ? undefined : tabs[to];
    if (!tab) return;
    event.preventDefault();
    event.stopPropagation(); // arrows elsewhere move the playhead
    select(tab.id);
    document.getElementById(`${name}-tab-${tab.id}`)?.focus();
  };
  return (
    <div
      ref={list}
      class={`tabs ${props.class ?? ''}`}
      role="tablist"
      aria-label={label}
      onKeyDown={move}
      tabIndex={-1}
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`${name}-tab-${tab.id}`}
          aria-controls={`${name}-${tab.id}`}
          aria-selected={tab.id === selected}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => select(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

// Where the tabs do not fit, the selected one comes to the middle.
function reveal(list: HTMLElement | null, id: string): void {
  const tab = document.getElementById(id);
  if (!list || !tab || list.scrollWidth <= list.clientWidth) return;
  list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
}

function target(key: string, index: number, length: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (index + 1) % length;
    case 'ArrowLeft':
      return (index + length - 1) % length;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}
