// A log as most pages would keep it: Dexie with a unique index.

import { Dexie, type Table } from 'dexie';
import type { BankEvent } from './events';

class Log extends Dexie {
  events!: Table<BankEvent, number>;

  constructor() {
    super('dexie-log');
    this.version(1).stores({ events: 'position, &id' });
  }
}

/** Records all events in a new log, and returns the milliseconds that it took. */
export async function importIntoDexie(events: BankEvent[]): Promise<number> {
  await Dexie.delete('dexie-log');
  const log = new Log();
  await log.open();
  const began = performance.now();
  await log.events.bulkAdd(events);
  const took = performance.now() - began;
  log.close();
  return took;
}

/** Opens the log and reads all of it. */
export async function readFromDexie(): Promise<{ took: number; events: BankEvent[] }> {
  const began = performance.now();
  const log = new Log();
  const events = await log.events.toArray();
  const took = performance.now() - began;
  log.close();
  return { took, events };
}
