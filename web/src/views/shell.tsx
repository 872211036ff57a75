import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { App } from '../app';
import { Command } from './command';
import { Events } from './events';
import { FatalPage } from './fatal';
import { Header } from './header';
import { Notices } from './notices';
import { PhonePanel, PhoneTabs } from './phone-tabs';
import { SafeMode } from './safe-mode';
import { State } from './state';
import { Timeline } from './timeline';
import { useTurn } from './use-turn';

/** The widest page that shows one panel at a time; shell.css says the same. */
const narrow = '(max-width: 720px)';

/** The whole page: what is asked for, what happened, what it adds up to, and time below. */
export function Shell({ app }: { app: App }) {
  const tabbed = useMediaQuery(narrow);
  useEndOfIntroduction(app);
  const fatal = app.fatal.value;
  const core = app.core.value;
  // Out of sight, the other panels keep what was typed into them.
  const safe = core.kind === 'safe';
  const only = safe ? 'events' : null;
  return (
    <div class={app.past.value ? 'page past' : 'page'}>
      <button type="button" class="skip" onClick={skipToContent}>
        Skip to the content
      </button>
      <Header app={app} />
      <Notices app={app} />
      {fatal && <FatalPage fatal={fatal} app={app} />}
      <main
        id={fatal ? undefined : 'content'}
        tabIndex={-1}
        class={safe ? 'reads-only' : undefined}
        hidden={fatal !== null}
      >
        {core.kind === 'safe' && <SafeMode app={app} reason={core.reason} />}
        {tabbed && !safe && <PhoneTabs app={app} />}
        <div class="panels">
          <PhonePanel app={app} tab="command" tabbed={tabbed} only={only}>
            <Command app={app} />
          </PhonePanel>
          <PhonePanel app={app} tab="events" tabbed={tabbed} only={only}>
            <Events app={app} />
          </PhonePanel>
          <PhonePanel app={app} tab="state" tabbed={tabbed} only={only}>
            <State app={app} />
          </PhonePanel>
        </div>
        <Time app={app} />
      </main>
      <Narration app={app} />
    </div>
  );
}

/** The timeline, which has its place before it is made. */
function Time({ app }: { app: App }) {
  return useTurn(true) ? <Timeline app={app} /> : <div class="timeline" />;
}

/** The live region: a screen reader speaks what is put here. */
function Narration({ app }: { app: App }) {
  return (
    <div class="hidden-text" aria-live="polite">
      {app.narration}
    </div>
  );
}

// A button and not a link: following one would put #content into the address,
// whose fragment is kept for what the visitor shares.
function skipToContent(): void {
  document.getElementById('content')?.focus();
}

function useMediaQuery(query: string): boolean {
  const matches = useSignal(matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const change = () => {
      matches.value = list.matches;
    };
    list.addEventListener('change', change);
    return () => list.removeEventListener('change', change);
  }, [query]);
  return matches.value;
}

// Anything that the visitor does ends the introduction. What they did comes
// first, so that the button that pauses it pauses it where it is.
function useEndOfIntroduction(app: App): void {
  useSignalEffect(() => {
    if (!app.introducing.value) return;
    const end = () => setTimeout(() => app.endIntroduction());
    const acts = ['click', 'input', 'wheel', 'keydown'] as const;
    const listen = (event: Event) => {
      const pressed = event instanceof KeyboardEvent && event.target instanceof HTMLButtonElement;
      if (!pressed) end(); // a button that is pressed by a key is clicked in a moment
    };
    for (const act of acts) addEventListener(act, listen, { passive: true });
    return () => {
      for (const act of acts) removeEventListener(act, listen);
    };
  });
}
