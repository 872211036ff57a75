// The browser itself is killed, and started again on the same profile.

import { execFileSync } from 'node:child_process';
import type { BrowserContext } from '@playwright/test';
import { expect, test } from './fixtures';
import { Playhead, seeded } from './playhead';

test('a browser that is killed at the acknowledgement loses nothing', async ({
  playwright,
  browserName,
  channel,
  launchOptions,
  contextOptions,
  baseURL,
}, testInfo) => {
  const profile = testInfo.outputPath('profile');
  const launch = () =>
    playwright[browserName].launchPersistentContext(profile, {
      ...launchOptions,
      ...contextOptions,
      channel,
      baseURL,
    });

  const first = await launch();
  const app = new Playhead(first.pages()[0] ?? (await first.newPage()));
  await app.open();
  await app.request('command', { stream: 'account-1', command: 'Deposit', form: { amount: '5' } });
  await kill(first, profile);

  const second = await launch();
  const again = new Playhead(second.pages()[0] ?? (await second.newPage()));
  await again.open();
  await again.expectLive(seeded + 1);
  await expect(again.balance('account-1').locator('ins')).toHaveText('1,005.00');
  await second.close();
});

/** Ends the browser's process, and all that it started, without a chance to tidy up. */
async function kill(context: BrowserContext, profile: string): Promise<void> {
  const closed = context.waitForEvent('close');
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' });
  const pids = processes.split('\n').filter((line) => line.includes(profile));
  expect(pids, 'processes of the browser').not.toEqual([]);
  for (const line of pids) process.kill(Number.parseInt(line, 10), 'SIGKILL');
  await closed;
}
