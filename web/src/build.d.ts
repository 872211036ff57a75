// What the build fills in: addresses with the hash of what they lead to,
// relative to the page (to the worker script, for the core).

/** The script of the worker that runs the core. */
declare const WORKER_URL: string;
/** The service worker that keeps the page usable without a network. */
declare const SERVICE_WORKER_URL: string;
/** The core, beside the worker script. */
declare const CORE_URL: string;
/** Every address that the page needs without a network, the page itself as `./`. */
declare const PRECACHE: string[];
/** Changes whenever anything in PRECACHE does. */
declare const BUILD_ID: string;

/** Go's own loader, from the Go installation that built the core. */
declare module 'virtual:wasm_exec';

declare module '*.css';
