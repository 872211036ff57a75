// What the benchmark calls in a page: the peers, and the events for all sides.

import { foldForASecond } from './account';
import { importIntoDexie, readFromDexie } from './dexie-log';
import { type BankEvent, makeEvents } from './events';
import { appendToIndexedDB, importIntoIndexedDB } from './raw-log';
import { dispatchToRedux } from './redux-log';

const peers = {
  makeEvents,
  importIntoDexie,
  readFromDexie,
  importIntoIndexedDB,
  appendToIndexedDB,
  importIntoSQLite,
  dispatchToRedux,
  foldForASecond,
  /** Keeps what is measured for its weight from being collected. */
  kept: [] as BankEvent[][],
};

declare global {
  interface Window {
    peers: typeof peers;
  }
}

window.peers = peers;

/** Has the worker beside this page record that many events, and returns the milliseconds. */
function importIntoSQLite(count: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker('sqlite-worker.js', { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<number | string>) => {
      worker.terminate();
      if (typeof data === 'number') resolve(data);
      else reject(new Error(data));
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(count);
  });
}
