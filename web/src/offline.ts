import { scriptURL } from './trusted-scripts';

/**
 * Asks the browser to keep the page for when there is no network. A browser
 * that cannot, or is told not to, shows the page all the same: there is
 * nothing to do about it and nothing to say.
 */
export function keepOffline(): void {
  // After the page has loaded, so that the copy does not compete with it.
  const register = () => {
    navigator.serviceWorker?.register(scriptURL(SERVICE_WORKER_URL)).catch(() => {});
  };
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
