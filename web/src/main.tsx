// Where the page begins: the worker, the client, the application, the view.

import { effect } from '@preact/signals';
import { render } from 'preact';
import type { App } from './app';
import { windowBrowser } from './app/browser';
import { notPossible } from './app/sentences';
import type { Mode } from './app/supervision';
import { Supervisor } from './app/supervisor';
import { Client } from './client';
import { createApp } from './create-app';
import { keepOffline } from './offline';
import './styles/main.css';
import { scriptURL } from './trusted-scripts';
import { inTurn } from './turns';
import { FatalPage } from './views/fatal';
import { Shell } from './views/shell';

declare global {
  interface Window {
    /** The client that the page itself uses, for the console, demos and tests. */
    playhead: Pick<Client, 'request'>;
  }
}

// What the document shows until the page is drawn over it: elements that both have stay as they are.
const root = document.getElementById('app') ?? document.body;

const missing = missingFeature();
if (missing) {
  render(
    <div class="page">
      <FatalPage fatal={notPossible(missing)} />
    </div>,
    root,
  );
} else run();

function run(): void {
  const browser = windowBrowser();
  const client = new Client(new Supervisor(spawn, browser), browser.newId);
  const app = createApp(client, browser);
  effect(() => {
    document.documentElement.dataset.theme = app.theme.value;
  });
  keepTitle(app);
  window.playhead = { request: client.request.bind(client) };
  void app.start();
  keepOffline();
  inTurn(() => render(<Shell app={app} />, root)); // whose parts take their turns
}

/** Starts a worker. Its name tells it what the core is to do, and a developer which one it is. */
function spawn(mode: Mode): Worker {
  return new Worker(scriptURL(WORKER_URL), {
    name: mode === 'safe' ? 'playhead-safe' : 'playhead',
  });
}

/** How long the playhead rests before the title says where, in milliseconds. */
const rest = 300;

// The browser shows a title in places of its own, which costs more than all
// else that a step of the playhead does.
function keepTitle(app: App): void {
  let due: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const text = title(app.view.value.world, app.past.value ? app.position.value : null);
    clearTimeout(due);
    due = setTimeout(() => {
      document.title = text;
    }, rest);
  });
}

function title(world: string, past: number | null): string {
  const where = past === null ? world : `${world} at event ${past}`;
  return where === '' ? 'Playhead' : `${where} · Playhead`;
}

/** What nothing here works without, where the browser lacks it. */
function missingFeature(): string | null {
  if (typeof WebAssembly !== 'object') return 'WebAssembly';
  if (typeof Worker !== 'function') return 'web workers';
  return null;
}
