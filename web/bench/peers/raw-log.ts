// A log on IndexedDB without any library.

import type { BankEvent } from './events';

const name = 'raw-log';
/** As many as one transaction takes without growing slow. */
const chunk = 10_000;

/** Records all events in a new log, and returns the milliseconds that it took. */
export async function importIntoIndexedDB(events: BankEvent[]): Promise<number> {
  await done(indexedDB.deleteDatabase(name));
  const db = await open();
  const began = performance.now();
  for (let from = 0; from < events.length; from += chunk) {
    const transaction = db.transaction('events', 'readwrite');
    const store = transaction.objectStore('events');
    for (const event of events.slice(from, from + chunk)) store.add(event);
    await committed(transaction);
  }
  const took = performance.now() - began;
  db.close();
  return took;
}

/**
 * Appends one event at a time to a stream of its own, each in a strict
 * transaction that also checks the version, and returns what each one took.
 */
export async function appendToIndexedDB(stream: string, count: number): Promise<number[]> {
  const db = await open();
  const taken: number[] = [];
  for (let expected = 0; expected < count; expected++) {
    const began = performance.now();
    const transaction = db.transaction(['events', 'heads'], 'readwrite', { durability: 'strict' });
    const heads = transaction.objectStore('heads');
    const version = (await done(heads.get(stream))) ?? 0;
    if (version !== expected) throw new Error(`version ${version}, expected ${expected}`);
    heads.put(expected + 1, stream);
    transaction.objectStore('events').add({
      position: Date.now() * 1000 + expected,
      id: crypto.randomUUID(),
      stream,
      type: 'MoneyDeposited',
      schemaVersion: 2,
      data: { amount: 1250, currency: 'USD', source: 'card' },
    });
    await committed(transaction);
    taken.push(performance.now() - began);
  }
  db.close();
  return taken;
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    const events = request.result.createObjectStore('events', { keyPath: 'position' });
    events.createIndex('id', 'id', { unique: true });
    request.result.createObjectStore('heads');
  };
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
