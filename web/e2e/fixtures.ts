// What every journey starts from: a page that may not complain. Specs import
// `test` and `expect` from here.

import { test as base, expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { Playhead } from './playhead';

export { type BrowserContext, expect, type Page } from '@playwright/test';

interface Options {
  /**
   * Complaints of the page that a journey provokes on purpose, such as a
   * request that it cuts off; all others fail it.
   */
  allowed: RegExp[];
}

interface WorkerOptions {
  /** Whether the visitor asked for less motion. Only a few journeys are about motion. */
  motion: 'reduce' | 'no-preference';
  /** Settings of Firefox, as about:config has them. */
  firefoxSettings: Record<string, string | number | boolean>;
  /** Arguments of Chromium's command line. */
  chromiumArguments: string[];
}

interface Fixtures {
  /** The page as its visitors know it, opened by the journey. */
  app: Playhead;
}

export const test = base.extend<Options & Fixtures, WorkerOptions>({
  allowed: [[], { option: true }],
  motion: ['reduce', { option: true, scope: 'worker' }],
  firefoxSettings: [{}, { option: true, scope: 'worker' }],
  chromiumArguments: [[], { option: true, scope: 'worker' }],

  // Chromium takes the preference from whoever drives it, Firefox from its own settings.
  contextOptions: ({ contextOptions, motion }, use) =>
    use({ ...contextOptions, reducedMotion: motion }),
  launchOptions: [
    ({ launchOptions, browserName, motion, firefoxSettings, chromiumArguments }, use) =>
      use({
        ...launchOptions,
        args: browserName === 'chromium' ? chromiumArguments : [],
        firefoxUserPrefs: {
          'ui.prefersReducedMotion': motion === 'reduce' ? 1 : 0,
          ...firefoxSettings,
        },
      }),
    { scope: 'worker' },
  ],

  app: ({ page }, use) => use(new Playhead(page)),

  // Pages that a journey opens itself, in other tabs of the same profile,
  // are watched like the first one.
  context: async ({ context, allowed }, use) => {
    const complaints: string[] = [];
    context.on('page', (page) => watch(page, complaints));
    await use(context);
    const unexpected = complaints.filter((text) => !allowed.some((each) => each.test(text)));
    expect(unexpected, 'the page complains').toEqual([]);
  },
});

/** Looks for what axe objects to, in the state that the page is in. */
export async function expectAccessible(page: Page): Promise<void> {
  // The source comes in by the browser's own debugger, so that the page's
  // policy stays as strict as it is for visitors.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const found = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }));
  });
  expect(violations, 'axe objects').toEqual([]);
}

const policies = /content[- ]security[- ]policy|permissions[- ]policy|trusted ?type/i;

/** Collects what goes wrong in a page: errors, and what its policy forbids. */
function watch(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('crash', () => complaints.push('the page crashed'));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' || policies.test(text)) {
      complaints.push(`${message.type()}: ${text}`);
    }
  });
}
