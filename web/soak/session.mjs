// One launch of a browser on the page of the soak, from its start to its kill.

import { EventEmitter, once } from 'node:events';
import { Browser } from './browsers.mjs';
import { within } from './within.mjs';

/** A start of a browser on a busy machine, and reading the log. */
const patience = 120;
let launches = 0;

/** Session hears what its page tells, and keeps the books. */
export class Session extends EventEmitter {
  launch = String(++launches);
  plan;
  /** The typical time from hearing that an append is sent to hearing of its end, in ms. */
  typical = 10;
  #site;
  #browser;
  #ledger;
  #result;
  #sent = new Map();
  #failure = null;

  /** Launches the browser. What is found goes into the result. */
  constructor({ site, browser, profile, ledger, result }, plan) {
    super();
    this.#site = site;
    this.#ledger = ledger;
    this.#result = result;
    this.plan = { script: site.script, ...plan };
    this.on('error', (reason) => {
      this.#failure = reason;
    });
    site.session = this;
    this.#browser = new Browser(browser, profile, `${site.url}/soak?launch=${this.launch}`);
  }

  /** Waits for a message of the kind. It fails when the page does. */
  async until(kind, seconds = patience) {
    try {
      if (this.#failure) throw this.#failure;
      const [message] = await within(seconds, `word of the page: ${kind}`, once(this, kind));
      return message;
    } catch (reason) {
      await this.kill();
      if (reason !== this.#failure) reason.message += `; the browser said: ${this.#browser.said}`;
      throw reason;
    }
  }

  /** Kills the browser, and hears out what it had told. */
  async kill() {
    await this.#browser.kill();
    await this.#site.quiet();
    this.#site.session = null;
  }

  /** Takes a message of the page, which waits for the reply. */
  hear(message, replied) {
    const { kind } = message;
    this.#book(message);
    if (kind === 'failed') this.emit('error', new Error(`the page failed: ${message.message}`));
    else replied.then(() => this.emit(kind, message));
  }

  #book(message) {
    const ledger = this.#ledger;
    switch (message.kind) {
      case 'sending':
        this.#sent.set(message.append.events[0].id, performance.now());
        return ledger.sending(message.append);
      case 'acknowledged':
        this.#learn(message.id);
        return this.#result.blame(ledger.acknowledge(message));
      case 'batch':
        for (const { append, recorded, conflicts } of message.batch) {
          ledger.sending(append);
          this.#result.blame(ledger.acknowledge({ id: append.events[0].id, recorded }));
          this.#result.conflicts += conflicts;
        }
        return;
      case 'killed':
        this.#result.killed(message.cut);
        return;
      case 'log':
        return this.#check(message);
    }
  }

  #check({ lines, looked, guarantee, findings }) {
    const wiped = this.#ledger.acknowledged > 0 && looked !== undefined && isEmpty(looked);
    const faults = this.#ledger.check(lines);
    this.#result.opened({ guarantee, findings, wiped, restored: wiped && faults.length === 0 });
    this.#result.blame(faults);
  }

  #learn(id) {
    const took = performance.now() - (this.#sent.get(id) ?? performance.now());
    this.#sent.delete(id);
    this.typical += 0.2 * (took - this.typical);
  }
}

/** Whether a database, as the page has looked at it, has nothing in it. */
function isEmpty(looked) {
  return looked === null || Object.values(looked).every((count) => count === 0);
}
