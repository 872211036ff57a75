// What a visitor can do for a log to last: get the browser's promise, and take files away.

import type { Client } from '../client';
import type { Browser } from './browser';
import { logFile } from './log-file';
import type { Notices } from './notices';
import { promised } from './sentences';
import type { Stage } from './stage';

/** Safekeeping gets both for the log on show. It never fails: the page says why. */
export class Safekeeping {
  readonly #client: Client;
  readonly #browser: Browser;
  readonly #stage: Stage;
  readonly #notices: Notices;

  constructor(client: Client, browser: Browser, stage: Stage, notices: Notices) {
    this.#client = client;
    this.#browser = browser;
    this.#stage = stage;
    this.#notices = notices;
  }

  /** Asks the browser to promise that it deletes nothing of this page by itself. */
  async askToKeep(): Promise<void> {
    const { log } = this.#stage;
    const persisted = await this.#browser.persist().catch(() => false);
    if (log.value && persisted) log.value = { ...log.value, persisted };
    this.#notices.add('info', promised(persisted));
  }

  /** Hands the visitor the log as a file, one event a line. */
  saveLog(): Promise<void> {
    return this.#save(`${this.#stage.view.value.world}.ndjson`, () => logFile(this.#client));
  }

  /** Hands the visitor all that the browser keeps for the page, as it lies there. It needs no core. */
  saveStored(): Promise<void> {
    return this.#save('playhead-stored.ndjson', () => this.#browser.stored());
  }

  async #save(name: string, content: () => Promise<Blob>): Promise<void> {
    try {
      this.#browser.save(name, await content());
    } catch (reason) {
      this.#notices.fail(reason);
    }
  }
}
