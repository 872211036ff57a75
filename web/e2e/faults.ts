// A core that can be made to fail, in the place of the page's own. All else is
// the page as its visitors get it.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { expect } from './fixtures';
import type { Playhead } from './playhead';

const core = fileURLToPath(new URL('../../bin/core-faults.wasm', import.meta.url));

/** The ways in which a core ends or stops to answer; wasm/fault.go says how. */
export type Fault = 'panic' | 'exit' | 'deadlock' | 'throw' | 'memory' | 'stack' | 'hang';

/** Has pages that are opened from now on run a core that can be made to fail. */
export async function serveFaults(context: BrowserContext): Promise<void> {
  if (!existsSync(core))
    throw new Error('There is no bin/core-faults.wasm; make bin/core-faults.wasm');
  await context.route('**/core-*.wasm', (route) =>
    route.fulfill({ path: core, contentType: 'application/wasm' }),
  );
}

/** Has the core fail when it comes by an entry the next time. */
export async function arm(app: Playhead, fault: Fault, at: string): Promise<void> {
  await app.request('fault' as never, { fault, at });
}

/** Waits until a core says that it fails now. */
export async function fired(page: Page, fault: Fault, at: string): Promise<void> {
  const said = `playhead: fault: ${fault} at ${at}`;
  await page.waitForEvent('console', (message) => message.text().includes(said));
}

/** Collects what the page says of its core, however short it is there. */
export async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    const look = () => {
      const places = document.querySelectorAll('header [role=status], .notices');
      for (const { textContent } of places) if (textContent) heard.push(textContent);
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    Object.assign(window, { heard });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

/**
 * How long a restart is waited for: a core that does not answer is given up after ten seconds
 * (supervision.ts), and starting another takes as long as a busy machine likes.
 */
export const noticed = 40_000;

/** Expects that the page told of a restart, quietly, and has nothing more to say about it. */
export async function expectRestarted(
  app: Playhead,
  heard: () => Promise<string[]>,
): Promise<void> {
  const quiet = /^The core stopped and is starting again; nothing recorded is lost\.$/;
  await expect.poll(heard, { timeout: noticed }).toContainEqual(expect.stringMatching(quiet));
  expect(await heard()).toContain('starting again');
  await expect(app.saved).toHaveText('saved twice');
  await expect(app.notices).toHaveText('');
  await expect(app.page.getByRole('alert')).toHaveCount(0);
}
