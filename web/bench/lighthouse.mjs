// Scores the built page with Lighthouse, as a desktop and as a phone, prints
// the four scores with what costs points, and fails when one is below 100. Lighthouse is no dependency of the
// project: npx fetches it when it is asked for.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The newest that runs on Node 20. */
const lighthouse = 'lighthouse@12.8.2';
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = (name) => join(root, 'bin', name);
const dir = mkdtempSync(join(tmpdir(), 'playhead-lighthouse-'));
const server = spawn(program('playhead'), ['-addr', 'localhost:0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const url = await address();
  for (const device of ['desktop', 'phone']) {
    const report = measure(url, device);
    for (const category of categories) explain(device, report, report.categories[category]);
  }
} finally {
  server.kill();
  rmSync(dir, { recursive: true, force: true });
}

/** Waits for the address, which the server prints once it listens. */
async function address() {
  const [line] = await Promise.race([
    once(server.stdout, 'data'),
    once(server, 'exit').then(([code]) => {
      throw new Error(`the server ended with code ${code}`);
    }),
  ]);
  return /http:\S+/.exec(line)[0];
}

function measure(url, device) {
  const file = join(dir, 'report.json');
  const chromium = execFileSync(program('browserexec'), ['-browser', 'chromium', '-which'], {
    encoding: 'utf8',
  }).trim();
  // Chromium's own sandbox does not work for root.
  const flags = `--headless=new ${process.getuid?.() === 0 ? '--no-sandbox' : ''}`;
  execFileSync(
    'npx',
    [
      '--yes',
      lighthouse,
      url,
      '--quiet',
      '--output=json',
      `--output-path=${file}`,
      ...(device === 'desktop' ? ['--preset=desktop'] : []),
      `--only-categories=${categories.join(',')}`,
      `--chrome-flags=${flags}`,
    ],
    { cwd: dir, stdio: 'inherit', env: { ...process.env, CHROME_PATH: chromium } },
  );
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Prints the score of a category and, below it, what costs points and where. */
function explain(device, report, category) {
  const points = Math.round(100 * category.score);
  if (points < 100) process.exitCode = 1;
  process.stdout.write(`${device}, ${category.title}: ${points}\n`);
  for (const { id, weight } of category.auditRefs) {
    const { score, title, displayValue = '', details } = report.audits[id];
    if (weight === 0 || score === null || score >= 1) continue;
    process.stdout.write(`  ${title} ${displayValue}\n`);
    for (const { node } of details?.items ?? []) {
      if (node) process.stdout.write(`    ${node.snippet}\n`);
    }
  }
}
