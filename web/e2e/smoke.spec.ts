// The server is up, its headers are those that were promised, and the page
// that it serves comes to life without a complaint.

import { expect, test } from './fixtures';

test('the server is healthy', async ({ request }) => {
  const response = await request.get('/healthz');
  expect(response.status()).toBe(200);
  expect(await response.text()).toBe('ok\n');
});

test('the built files arrive with their types, compressed, and stay', async ({ request }) => {
  const document = await (await request.get('/')).text();
  const script = document.match(/src="(assets\/main-\w+\.js)"/)?.[1];
  expect(script, 'the document names its script').toBeTruthy();
  const response = await request.get(`/${script}`, { headers: { 'Accept-Encoding': 'br' } });
  expect(response.headers()).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
  });
});

test('the document comes with its headers, and only the worker may compile', async ({
  request,
}) => {
  const document = await request.get('/');
  expect(document.headers()).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; script-src 'self'; .*frame-ancestors \*; require-trusted-types-for 'script'/,
    ),
  });
  expect(document.headers()['content-security-policy']).not.toContain('eval');

  const page = await request.get('/service-worker.js');
  const worker = (await page.text()).match(/assets\/worker-\w+\.js/)?.[0];
  const script = await request.get(`/${worker}`);
  expect(script.headers()['content-security-policy']).toContain("'wasm-unsafe-eval'");
});

test.describe('a script that found its way into the page', () => {
  test.use({ allowed: [/Content[- ]Security[- ]Policy|Trusted/i] });

  test('does not run', async ({ page }) => {
    await page.goto('/');
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.append('document.documentElement.dataset.ran = "yes"');
      document.head.append(script);
      return document.documentElement.dataset.ran;
    });
    expect(ran).toBeUndefined();
  });

  test('cannot be made of text', async ({ page }) => {
    await page.goto('/');
    const made = await page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>';
        return 'HTML of text';
      } catch {
        return 'nothing';
      }
    });
    expect(made).toBe('nothing');
  });
});

test('the core answers', async ({ page }) => {
  await page.goto('/');
  const { worlds } = await page.evaluate(() => window.playhead.request('worlds'));
  expect(worlds.map((world) => world.name)).toContain('Bank');
});
