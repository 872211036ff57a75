// Browsers with a profile that outlives them, started and killed as a group
// of processes.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { within } from './within.mjs';

const chromiumArgs = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // it does not work for root
];

/** They keep Firefox from talking to anybody else, and from asking after crashes. */
const firefoxPrefs = `
user_pref("app.update.enabled", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("extensions.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("toolkit.startup.max_resumed_crashes", -1);
`;

/** The browsers that there are, by the names that the report has. */
export const browsers = {
  chromium: { program: 'chromium', args: chromiumArgs },
  'chromium-sqlite': {
    program: 'chromium',
    args: [...chromiumArgs, '--enable-features=IdbSqliteBackingStore'],
  },
  firefox: { program: 'firefox', args: ['--headless', '--no-remote'] },
};

/** The path of a program, or null when it is not installed. */
export function find(program) {
  const browserexec = fileURLToPath(new URL('../../bin/browserexec', import.meta.url));
  try {
    return execFileSync(browserexec, ['-browser', program, '-which'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

/** What to end and to remove, whatever becomes of this process. */
const running = new Set();
const profiles = new Set();
process.on('exit', () => {
  for (const group of running) signal(group, 'SIGKILL');
  for (const dir of profiles) rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => process.exit(130));

/** Makes a folder for a browser to keep all it has. */
export function makeProfile() {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-soak-'));
  profiles.add(dir);
  writeFileSync(join(dir, 'user.js'), firefoxPrefs);
  return dir;
}

/** Removes the folder, unless it is to be looked at. */
export function removeProfile(dir, keep) {
  profiles.delete(dir);
  if (!keep) rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
}

/** Browser is a running one. */
export class Browser {
  #group;
  #ended;
  #said = '';

  constructor(name, profile, url) {
    const { program, args } = browsers[name];
    const where = program === 'firefox' ? ['--profile', profile] : [`--user-data-dir=${profile}`];
    const started = spawn(find(program), [...args, ...where, url], {
      detached: true, // in a group of its own
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (text) => {
        this.#said = (this.#said + text).slice(-500);
      });
    }
    this.#group = started.pid;
    this.#ended = once(started, 'exit');
    running.add(this.#group);
  }

  /** The last that it wrote. */
  get said() {
    return this.#said;
  }

  /** Ends all its processes at once, and resolves when there are none. */
  async kill() {
    signal(this.#group, 'SIGKILL');
    await within(20, 'the death of the browser', Promise.all([this.#ended, this.#gone()]));
    running.delete(this.#group);
  }

  async #gone() {
    while (isAlive(this.#group)) await after(10);
  }
}

function signal(group, name) {
  try {
    process.kill(-group, name);
  } catch (reason) {
    if (reason.code !== 'ESRCH') throw reason;
  }
}

// A process that nobody has waited for is dead, and still has its group.
function isAlive(group) {
  const lines = execFileSync('ps', ['-A', '-o', 'pgid=,stat='], { encoding: 'utf8' }).split('\n');
  return lines.some((line) => {
    const [pgid, state] = line.trim().split(/\s+/);
    return Number(pgid) === group && !state.startsWith('Z');
  });
}
