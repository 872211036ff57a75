// Kills workers and browsers while they record, and looks whether what they
// acknowledged is there. Prints a line of JSON for each experiment and a table
// at the end, and fails when anything was lost, invented or not shown.

import { parseArgs } from 'node:util';
import { browsers, find } from './browsers.mjs';
import { Result, table } from './result.mjs';
import { browserKills } from './runs/browser-kills.mjs';
import { tabs } from './runs/tabs.mjs';
import { wipes } from './runs/wipes.mjs';
import { workerKills } from './runs/worker-kills.mjs';
import { Site } from './site.mjs';

const { values: options } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Date.now()) },
    only: { type: 'string', default: '' }, // part of an experiment's name
    browser: { type: 'string', default: '' }, // its exact name
    keep: { type: 'boolean', default: false }, // profiles in which something was lost
  },
});

const [kills, ends, wiped, appends] = options.long ? [3000, 200, 50, 25_000] : [500, 20, 5, 500];
// Firefox takes twice as long for a worker, and it is the same core that is killed in it.
const fewer = options.long ? kills : 150;
const all = Object.keys(browsers);
const experiments = [
  ['worker kills', workerKills, { kills }, ['chromium']],
  ['worker kills', workerKills, { kills: fewer }, ['firefox']],
  ['browser kills', browserKills, { kills: ends }, all],
  ['forced wipes', wipes, { wipes: wiped }, all],
  ['8 tabs, one stream', tabs, { appends, streams: 1 }, ['chromium', 'firefox']],
  ['8 tabs, 40 streams', tabs, { appends, streams: 40 }, ['chromium', 'firefox']],
];

const lines = [];
print(`The seed is ${options.seed}: --seed ${options.seed} makes the same choices again.`);
const site = new Site();
await site.open();
for (const [what, run, how, names] of experiments) {
  for (const browser of names) {
    if (!what.includes(options.only) || ![browser, ''].includes(options.browser)) continue;
    if (find(browsers[browser].program)) await experiment(what, run, how, browser);
    else print(`SKIPPED: ${what} in ${browser}, which is not installed`);
  }
}
site.close();
print(`\n${table(lines)}`);
process.exit(); // whatever else is still open

async function experiment(what, run, how, browser) {
  const result = new Result(what, browser);
  const seed = `${options.seed} ${what} ${browser}`;
  await run({ site, browser, seed, keep: options.keep, result }, how);
  if (result.bad) process.exitCode = 1;
  lines.push(result.line);
  print(JSON.stringify(result.line));
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
