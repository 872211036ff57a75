// After the first visit the page needs no network: not for itself, not for
// the core, not for the parts that it loads late.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from './fixtures';

const program = fileURLToPath(new URL('../../bin/playhead', import.meta.url));

test.use({
  // The browser says that it reached no server, which is the point.
  allowed: [/ERR_CONNECTION_REFUSED|NetworkError|Failed to load resource/],
});

let server: ChildProcess;
let address: string;

test.beforeEach(async () => {
  server = spawn(program, ['-addr', 'localhost:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(server.stdout ?? server, 'data');
  address = /http:\S+/.exec(String(line))?.[0] ?? '';
});

test.afterEach(() => stop());

test('the page comes back when the server is gone', async ({ page }) => {
  await page.goto(address);
  await expect(page.getByRole('slider', { name: 'Playhead' })).toBeVisible();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);

  await stop();
  await page.reload();

  await expect(page.getByRole('slider', { name: 'Playhead' })).toBeVisible();
  const { worlds } = await page.evaluate(() => window.playhead.request('worlds'));
  expect(worlds.map((world) => world.name)).toContain('Bank');
});

test('what is not a part of the page is not kept', async ({ page }) => {
  await page.goto(address);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  expect(await page.evaluate(async () => (await fetch('/healthz')).status)).toBe(200);

  await stop();

  const answer = await page.evaluate(() => fetch('/healthz').then(String, () => 'none'));
  expect(answer).toBe('none');
});

async function stop(): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill();
  await once(server, 'exit');
}
