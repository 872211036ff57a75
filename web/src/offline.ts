import { scriptURL } from './trusted-scripts';

/**
 * Asks the browser to keep the page for when there is no network. A browser
 * that cannot, or is told not to, shows the page all the same: there is
 * nothing to do about it and nothing to say.
 */
export function keepOffline(): void {
  // After the page has loaded, so that the copy does not compete with it.
  const register = async () => {
    try {
      await caches.keys(); // fails in silence where site data is blocked, unlike registering
      await navigator.serviceWorker?.register(scriptURL(SERVICE_WORKER_URL));
    } catch {
      // The page works without a copy of itself.
    }
  };
  if (document.readyState === 'complete') void register();
  else addEventListener('load', register, { once: true });
}
