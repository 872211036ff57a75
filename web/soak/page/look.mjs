// What the database holds before the core has touched it: whether the browser
// has wiped it, which the core would mend.

const database = 'playhead';

/** Counts what the object stores hold. It is null when there is no database. */
export async function look() {
  const db = await open();
  if (!db) return null;
  const counts = {};
  for (const name of db.objectStoreNames) {
    counts[name] = await settled(db.transaction(name).objectStore(name).count());
  }
  db.close();
  return counts;
}

// Not by indexedDB.databases(): of a database that Chromium is about to wipe
// it makes the next open fail, which is not what a visitor meets.
function open() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database);
    let isNew = false;
    opening.onupgradeneeded = () => {
      isNew = true;
      opening.transaction.abort();
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => (isNew ? resolve(null) : reject(opening.error));
  });
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
