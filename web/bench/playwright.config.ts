import { defineConfig } from '@playwright/test';
import journeys from '../playwright.config';

// The same server and the same Chromium as the journeys; one measurement at a
// time, with nothing recorded beside it.
export default defineConfig({
  ...journeys,
  testDir: '.',
  testMatch: '*.bench.ts',
  outputDir: '../test-results/bench',
  fullyParallel: false,
  workers: 1,
  timeout: 15 * 60_000,
  reporter: [['./reporter.ts']],
  use: { ...journeys.use, screenshot: 'off', trace: 'off' },
  projects: journeys.projects?.filter((project) => project.name === 'chromium'),
});
