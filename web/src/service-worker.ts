// Keeps the page usable without a network after the first visit. Files with a
// hash in their name never change, so the copy is as good as the original.
// The page itself is asked for anew each time, so that a new build shows at
// the next reload; the copy stands in where there is no network. All else,
// such as /healthz, is none of its business.

/// <reference path="./build.d.ts" />
const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const prefix = 'playhead-';
const current = prefix + BUILD_ID;
const page = worker.registration.scope;
const kept = new Set(PRECACHE.map((path) => new URL(path, page).href));

worker.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(sweep().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  if (request.method !== 'GET') return;
  if (url.href === page) event.respondWith(newest(request));
  else if (isHashed(url.href)) event.respondWith(copy(request));
  else if (kept.has(url.href)) event.respondWith(newest(request));
});

/** Fetches what this build needs and does not have from an earlier one. */
async function fill(): Promise<void> {
  const cache = await caches.open(current);
  await Promise.all(
    [...kept].map(async (url) => {
      const had = isHashed(url) ? await caches.match(url) : undefined;
      const response = had ?? (await fetch(url, { cache: 'no-cache' }));
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      await cache.put(url, response);
    }),
  );
}

/**
 * Removes the caches of old builds but the last one: a page of that build
 * may still be open and load another part of itself.
 */
async function sweep(): Promise<void> {
  const older = (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== current);
  await Promise.all(older.slice(0, -1).map((key) => caches.delete(key)));
}

async function copy(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

async function newest(request: Request): Promise<Response> {
  const had = async () => (await caches.open(current)).match(request, { ignoreSearch: true });
  try {
    const response = await fetch(request);
    return response.status < 500 ? response : ((await had()) ?? response);
  } catch (reason) {
    const response = await had();
    if (!response) throw reason;
    return response;
  }
}

function isHashed(url: string): boolean {
  return url.startsWith(new URL('assets/', page).href);
}
