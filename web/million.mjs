import { mkdtempSync } from 'node:fs';
import { chromium, firefox } from 'playwright';

const N = Number(process.env.N ?? 1e6),
  which = process.env.B ?? 'chromium';
const dir = mkdtempSync('/tmp/million-');
const opts =
  which === 'chromium'
    ? {
        executablePath: '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
      }
    : {};
const ctx = await (which === 'chromium' ? chromium : firefox).launchPersistentContext(dir, {
  headless: true,
  viewport: { width: 1440, height: 900 },
  ...opts,
});
const page = ctx.pages()[0] ?? (await ctx.newPage());
page.on('console', (m) => {
  if (m.type() === 'error') console.log('console', m.text());
});
page.on('pageerror', (e) => console.log('pageerror', e.message));
await page.goto('http://localhost:9123/?world=Bank&stream=account-1');
await page.getByRole('grid', { name: 'Events' }).locator('[data-position]').first().waitFor();
await page.waitForTimeout(1000);
const r = await page.evaluate(async (N) => {
  const p = window.playhead;
  await p.request('reset', { to: 'empty' });
  const ver = [];
  let took = 0,
    core = 0;
  const accounts = 1000;
  const t0 = performance.now();
  for (let from = 0; from < N; from += 10000) {
    const lines = [];
    for (let i = from; i < Math.min(N, from + 10000); i++) {
      const a = i < accounts ? i : (i * 7919) % accounts;
      const e =
        i < accounts
          ? {
              type: 'AccountOpened',
              schemaVersion: 1,
              data: { owner: 'Owner ' + a, currency: 'USD' },
            }
          : i % 3 === 0
            ? {
                type: 'MoneyWithdrawn',
                schemaVersion: 1,
                data: { amount: (i % 50) * 10 + 5, currency: 'USD' },
              }
            : {
                type: 'MoneyDeposited',
                schemaVersion: 2,
                data: { amount: (i % 90) * 25 + 100, currency: 'USD', source: 'card' },
              };
      lines.push(
        JSON.stringify({
          stream: 'account-' + (a + 1),
          timestamp: 1700000000000 + i * 1000,
          actor: 'import',
          ...e,
        }),
      );
    }
    const b = performance.now();
    const res = await p.request('import', { lines: lines.join('\n') });
    core += performance.now() - b;
    if (res.recorded !== lines.length) throw new Error(JSON.stringify(res).slice(0, 400));
  }
  return { total: performance.now() - t0, import: core };
}, N);
console.log('import', JSON.stringify(r));
console.log(
  'mem',
  await page.evaluate(async () => {
    try {
      return JSON.stringify({ js: performance.memory?.usedJSHeapSize });
    } catch (e) {
      return '';
    }
  }),
);
const q = async (f, name) => {
  const a = [];
  for (let i = 0; i < 60; i++) {
    a.push(await f(i));
  }
  a.sort((x, y) => x - y);
  console.log(name, 'p50', a[30].toFixed(1), 'p99', a[59].toFixed(1));
};
// wait caught up
const t1 = Date.now();
await page.waitForFunction(
  async () => {
    const m = await window.playhead.request('moment', {});
    return m.projections.every((x) => x.state.lag === 0);
  },
  null,
  { timeout: 600000, polling: 500 },
);
console.log('caught up after', Date.now() - t1, 'ms');
await q(
  (i) =>
    page.evaluate(
      async ([i, N]) => {
        const b = performance.now();
        await window.playhead.request('moment', { position: (i * 104729) % N });
        return performance.now() - b;
      },
      [i, N],
    ),
  'jump cold',
);
await q(
  (i) =>
    page.evaluate(
      async ([i, N]) => {
        const b = performance.now();
        await window.playhead.request('moment', { position: (i * 104729 + 17) % N });
        return performance.now() - b;
      },
      [i, N],
    ),
  'jump 2',
);
await q(
  (i) =>
    page.evaluate(async () => {
      const b = performance.now();
      const o = await window.playhead.request('append', {
        stream: 'account-1',
        events: [
          {
            type: 'MoneyDeposited',
            schemaVersion: 2,
            data: { amount: 100, currency: 'USD', source: 'card' },
          },
        ],
      });
      return performance.now() - b;
    }),
  'append',
);
for (const f of ['type:MoneyWithdrawn', 'data.amount>2300 stream:account-77', 'actor:nobody']) {
  const b = Date.now();
  const res = await page.evaluate(async (f) => {
    const b = performance.now();
    const r = await window.playhead.request('events', {
      filter: f,
      from: 0,
      count: 50,
      at: 1000000,
    });
    const first = performance.now() - b;
    return JSON.stringify({
      first,
      total: r.total,
      keys: Object.keys(r),
      rows: r.rows?.length,
      done: r.searched ?? r.complete,
    });
  }, f);
  console.log('filter', f, res);
}
for (let k = 0; k < 3; k++) {
  const b = Date.now();
  await page.reload({ waitUntil: 'commit' });
  await page.getByRole('grid', { name: 'Events' }).locator('[data-position]').first().waitFor();
  const first = Date.now() - b;
  await page
    .getByRole('status')
    .filter({ hasText: /saved/i })
    .first()
    .waitFor({ timeout: 120000 })
    .catch(() => {});
  const open = Date.now() - b;
  await page.waitForFunction(
    async () => {
      try {
        const m = await window.playhead.request('moment', {});
        return m.projections.every((x) => x.state.lag === 0);
      } catch {
        return false;
      }
    },
    null,
    { timeout: 600000, polling: 200 },
  );
  console.log('reload: first rows', first, 'saved', open, 'caught up', Date.now() - b);
}
await page.screenshot({ path: `/tmp/million-${which}.png` });
// scrub by keys: frame time
const frames = await page.evaluate(async () => {
  const s =
    document.querySelector('[role=slider][aria-label=Playhead]') ||
    document.querySelector('[aria-label="Playhead"]');
  s.focus();
  const out = [];
  let last = performance.now();
  let stop = false;
  const tick = (t) => {
    const n = performance.now();
    out.push(n - last);
    last = n;
    if (!stop) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  for (let i = 0; i < 100; i++) {
    s.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
    await new Promise((r) => requestAnimationFrame(r));
  }
  stop = true;
  out.sort((a, b) => a - b);
  return [out[out.length >> 1], out[Math.floor(out.length * 0.99)], out.at(-1)];
});
console.log('frames p50 p99 max', frames.map((x) => x.toFixed(1)).join(' '));
await page.screenshot({ path: `/tmp/million-${which}-past.png` });
await ctx.close();
