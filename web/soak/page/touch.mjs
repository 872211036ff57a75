// Writes to the browser's storage without the core.

import { tell } from './tell.mjs';

/** Longer than the record that a torn header promises. */
const long = 'x'.repeat(4096);

/**
 * Makes Chromium write behind a torn header, so that the next launch meets it.
 * A core would heal that: as it starts it deletes a database that it has
 * tried out, whereupon Chromium begins another log.
 */
export async function touch() {
  const open = indexedDB.open('soak');
  open.onupgradeneeded = () => open.result.createObjectStore('touched', { autoIncrement: true });
  await new Promise((resolve, reject) => {
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const touching = open.result.transaction('touched', 'readwrite', { durability: 'strict' });
      touching.objectStore('touched').add(long);
      touching.oncomplete = resolve;
      touching.onabort = () => reject(touching.error);
    };
  });
  await tell('touched');
}
