// A log in SQLite on the Origin Private File System, by the pool of files that
// its authors recommend for speed. It works in a worker only.

import sqlite3InitModule, { type SAHPoolUtil } from '@sqlite.org/sqlite-wasm';
import { type BankEvent, makeEvents } from './events';

const file = '/log.db';
const schema = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL, type TEXT NOT NULL,
    schemaVersion INTEGER, timestamp INTEGER, correlationId TEXT, causationId TEXT, actor TEXT, data TEXT)`;
const insert = 'INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';

let pool: Promise<SAHPoolUtil> | undefined;

addEventListener('message', ({ data: count }: MessageEvent<number>) => {
  importAll(makeEvents(count)).then(postMessage, (reason: unknown) => postMessage(String(reason)));
});

async function importAll(events: BankEvent[]): Promise<number> {
  pool ??= sqlite3InitModule().then((sqlite) => sqlite.installOpfsSAHPoolVfs({}));
  const files = await pool;
  files.unlink(file);
  const db = new files.OpfsSAHPoolDb(file);
  db.exec(schema);
  const began = performance.now();
  db.transaction(() => {
    const statement = db.prepare(insert);
    for (const e of events) {
      statement
        .bind([
          e.position,
          e.id,
          e.stream,
          e.type,
          e.schemaVersion,
          e.timestamp,
          e.correlationId,
          e.causationId,
          e.actor,
          JSON.stringify(e.data),
        ])
        .stepReset();
    }
    statement.finalize();
  });
  const took = performance.now() - began;
  db.close();
  return took;
}
