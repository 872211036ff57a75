import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Project } from '@playwright/test';

// Where the built server answers while the tests run. A port of its own, so
// that a page that someone looks at is left alone.
const address = process.env.PLAYHEAD_ADDR ?? 'localhost:8390';

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
  use: {
    baseURL: `http://${address}`,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
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
