import type { App, Theme } from '../app';
import { count, plural, shortHash } from '../format';
import type { Log } from '../protocol';
import { BranchPicker } from './header/branch-picker';
import { SavedState } from './header/saved-state';
import { StartOver } from './header/start-over';
import { Icon } from './icon';
import { useView } from './use-view';

/** Which world is played in, how large its log is, and whether it is safe. */
export function Header({ app }: { app: App }) {
  const log = app.log.value;
  const { value: fatal } = app.fatal;
  return (
    <header class="header">
      <h1 class="logo">
        <i aria-hidden="true" />
        Playhead
      </h1>
      <WorldPicker app={app} />
      <BranchPicker app={app} />
      <p class="log-size">
        {log && <LogSize log={log} fatal={fatal !== null} />}
        {!fatal && <SavedState app={app} />}
      </p>
      <span class="grow" />
      {log && log.head > 0 && <HeadHash log={log} />}
      <StartOver app={app} />
      <ThemeButton app={app} />
    </header>
  );
}

function WorldPicker({ app }: { app: App }) {
  const world = useView(app, 'world');
  const { value: worlds } = app.worlds;
  const { value: fatal } = app.fatal;
  return (
    <label class="pick">
      <span>World</span>
      <select
        value={world}
        disabled={worlds.length === 0 || (fatal !== null && fatal.kind !== 'open')}
        onChange={(event) => void app.openWorld(event.currentTarget.value)}
      >
        {worlds.length === 0 && <option value={world}>{world || '…'}</option>}
        {worlds.map(({ name, about }) => (
          <option key={name} value={name} title={about}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function LogSize({ log, fatal }: { log: Log; fatal: boolean }) {
  return (
    <span>
      <b>{count(log.head)}</b> {log.head === 1 ? 'event' : 'events'} in <b>{count(log.streams)}</b>{' '}
      {log.streams === 1 ? 'stream' : 'streams'}
      {fatal ? '' : ', '}
    </span>
  );
}

function HeadHash({ log }: { log: Log }) {
  const explanation = `The hash of the last event, chained over all ${plural(log.head, 'event')} before it: ${log.hash}`;
  return (
    <span class="head-hash" title={explanation}>
      head <code>{shortHash(log.hash)}</code>
    </span>
  );
}

const nextTheme: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' };
const themeWords: Record<Theme, string> = { auto: 'automatic', light: 'light', dark: 'dark' };

function ThemeButton({ app }: { app: App }) {
  const theme = app.theme.value;
  const change = () => {
    app.setTheme(nextTheme[theme]);
    app.say(`Theme: ${themeWords[nextTheme[theme]]}.`);
  };
  return (
    <button
      type="button"
      class="button square"
      aria-label="Theme"
      aria-description={`now ${themeWords[theme]}`}
      title={`Theme: ${themeWords[theme]}. Press for ${themeWords[nextTheme[theme]]}.`}
      onClick={change}
    >
      <Icon name={theme} />
    </button>
  );
}
