import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { App, PhoneTab } from '../app';
import { TabList } from './tab-list';
import { useCalm } from './use-calm';
import { useTurn } from './use-turn';
import { useView } from './use-view';

const tabs: readonly { id: PhoneTab; label: string }[] = [
  { id: 'command', label: 'Command' },
  { id: 'events', label: 'Events' },
  { id: 'state', label: 'State' },
];

/** At phone width, which of the three panels is on show. */
export function PhoneTabs({ app }: { app: App }) {
  return (
    <TabList
      class="phone-tabs"
      label="Panels"
      name="panel"
      tabs={tabs}
      selected={useView(app, 'tab')}
      select={app.setTab}
    />
  );
}

interface PhonePanelProps {
  app: App;
  tab: PhoneTab;
  /** Whether panels are shown one at a time. */
  tabbed: boolean;
  /** The one panel on show, where the others can do nothing. */
  only: PhoneTab | null;
  children: ComponentChildren;
}

/**
 * A panel that is always there, and at phone width is a tab's. Out of sight it keeps its contents;
 * those of one that was not seen yet are made after what is seen, and that one after the other.
 */
export function PhonePanel({ app, tab, tabbed, only, children }: PhonePanelProps) {
  const chosen = useView(app, 'tab');
  const made = useMade(app, !tabbed || only !== null || chosen === tab);
  const place = `panel-place ${tab}-place`;
  if (!tabbed || only) {
    return (
      <div class={place} hidden={only !== null && only !== tab}>
        {made && children}
      </div>
    );
  }
  return (
    <div
      class={place}
      role="tabpanel"
      id={`panel-${tab}`}
      aria-labelledby={`panel-tab-${tab}`}
      hidden={chosen !== tab}
    >
      {made && children}
    </div>
  );
}

function useMade(app: App, seen: boolean): boolean {
  const wanted = useSignal(seen);
  useCalm(app, () => {
    wanted.value = true;
  });
  return useTurn(seen || wanted.value);
}
