import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Project } from '@playwright/test';

// Where the built server answers while the tests run. Playwright reads this
// file once more in each of its workers, which have to come to the same port.
process.env.PLAYHEAD_ADDR ??= `localhost:${freePort()}`;
const address = process.env.PLAYHEAD_ADDR;

const here = fileURLToPath(new URL('.', import.meta.url));
const chromium = find('chromium');
const firefox = find('firefox');
if (!chromium) throw new Error('Chromium is not installed; run make test-e2e, which says how');
if (!firefox) process.stdout.write('SKIPPED: journeys in Firefox, which is not installed\n');

const projects: Project[] = [
  {
    name: 'chromium',
    use: {
      browserName: 'chromium',
      launchOptions: { executablePath: chromium },
    },
  },
];
if (firefox) {
  projects.push({
    name: 'firefox',
    use: {
      browserName: 'firefox',
      // The Firefox that people have, not a build of Playwright's own.
      channel: 'moz-firefox',
      launchOptions: { executablePath: firefox },
    },
  });
}

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0, // a journey that works now and then does not work
  reporter: [['list']],
  // The longest that is waited for something, on a machine that is busy otherwise.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: `http://${address}`,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    // A trace takes as long as the journey: make test-e2e ARGS="--trace on -g scrub".
    trace: 'off',
  },
  projects,
  webServer: {
    command: `../bin/playhead -addr ${address}`,
    cwd: here,
    url: `http://${address}/healthz`,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
});

/** The path of a browser, or null when it is not installed. */
function find(browser: string): string | null {
  try {
    return execFileSync('../bin/browserexec', ['-browser', browser, '-which'], {
      cwd: here,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

/** A port that nobody listens on. Only another process can find one while this one waits. */
function freePort(): number {
  const script = `
    const server = require('node:net').createServer();
    server.listen(0, 'localhost', () => {
      process.stdout.write(String(server.address().port));
      server.close();
    });`;
  return Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}
