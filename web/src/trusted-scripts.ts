// The only place that turns an address into a script's. Where the browser
// enforces Trusted Types, the page's one policy vouches for the two scripts
// that the build made, and for nothing else.

/** The part of Trusted Types that is used here; TypeScript's DOM types lack it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL: (url: string) => string };
}

const allowed = [WORKER_URL, SERVICE_WORKER_URL];

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'playhead',
  { createScriptURL: vouch },
);

/**
 * Returns url in the form that a Worker or a service worker may be made from.
 * It fails with a TypeError for an address that the build did not make.
 */
export function scriptURL(url: string): string {
  return policy ? policy.createScriptURL(url) : vouch(url);
}

function vouch(url: string): string {
  if (!allowed.includes(url)) throw new TypeError(`${url} is not a script of this page`);
  return url;
}
