// What browsers keep in their profiles, and how to damage it. It is looked up
// by form, since folders are named after the origin.

import { appendFileSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The torn header of a LevelDB log: Chromium throws the database away at the second launch after it. */
const tornHeader = Buffer.from([0x11, 0x22, 0x33, 0x44, 0x94, 0x00, 0x01]);

/** Appends a torn header to the newest LevelDB log of the database. */
export function tear(profile) {
  const logs = paths(profile).filter((path) => /IndexedDB\/[^/]*\.leveldb\/\d+\.log$/.test(path));
  const newest = logs.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  if (!newest) throw new Error(`no LevelDB log of IndexedDB in ${profile}`);
  appendFileSync(newest, tornHeader);
}

/** Removes the folder with the databases, and leaves the files of the second copy. */
export function removeDatabases(browser, profile) {
  const folder =
    browser === 'firefox'
      ? /storage\/default\/http[^/]*localhost[^/]*\/idb$/
      : /Default\/IndexedDB$/;
  const found = paths(profile).filter((path) => folder.test(path));
  if (found.length === 0) throw new Error(`no folder of IndexedDB in ${profile}`);
  for (const path of found) rmSync(path, { recursive: true });
}

/** Fails when the browser kept the database in another way than it was started for. */
export function checkBacking(browser, profile) {
  const files = paths(profile).filter((path) =>
    /Default\/IndexedDB\/.|storage\/default\/http[^/]*\/idb\/./.test(path),
  );
  const isSqlite = files.some(
    (path) =>
      statSync(path).isFile() && readFileSync(path).subarray(0, 13).toString() === 'SQLite format',
  );
  if (isSqlite !== (browser !== 'chromium')) {
    throw new Error(
      `${browser} keeps IndexedDB in ${isSqlite ? 'SQLite' : 'no SQLite'}: ${files.slice(0, 5)}`,
    );
  }
}

function paths(profile) {
  return readdirSync(profile, { recursive: true }).map((path) => join(profile, path));
}
