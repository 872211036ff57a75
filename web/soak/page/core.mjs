// A worker with the core in it, as the page of Playhead starts one, and the
// protocol. Nothing restarts it: what happens to it is the experiment.

/** The world whose log is written to. It takes events of types that it does not know. */
const world = 'Bank';
/** An answer that takes longer will not come. */
const deadline = 60_000;

/** Core is one worker. */
export class Core {
  /** What was pushed last about new events: the log's head and its hash. */
  head = null;
  /** Whether it was terminated. */
  ended = false;
  #script;
  #worker;
  /** Where the worker leaves the compiled core for another one. */
  #left = null;
  #last = 0;
  #waiting = new Map();

  /** Starts a worker, with what another has left for it if there is that. */
  constructor(script, left = null) {
    this.#script = script;
    this.#worker = new Worker(script);
    this.#worker.onmessage = ({ data }) => {
      this.#receive(typeof data === 'string' ? JSON.parse(data) : data);
    };
    this.#worker.onerror = (event) => this.#fail(`the worker: ${event.message}`);
    this.#worker.postMessage({ port: left }, left ? [left] : []);
  }

  /** Starts another worker, as the page does when one has died. It is to be called once. */
  another() {
    return new Core(this.#script, this.#left);
  }

  /** Opens the log; a fresh one is emptied first. It resolves with the log. */
  async open(fresh) {
    const opened = await this.ask('open', { world });
    return fresh ? (await this.ask('reset', { to: 'empty' })).log : opened.log;
  }

  /** Asks for one thing. It fails with the core's error, when the core dies, and at the deadline. */
  ask(kind, params) {
    if (this.ended) return Promise.reject(new Error(`${kind}: the worker was ended`));
    const id = ++this.#last;
    const answer = new Promise((resolve, reject) => {
      const late = () => reject(new Error(`${kind} was not answered within ${deadline / 1000} s`));
      this.#waiting.set(id, { kind, resolve, reject, timer: setTimeout(late, deadline) });
    });
    this.#worker.postMessage(JSON.stringify({ id, kind, params }));
    return answer;
  }

  /** Reads the whole log, as lines of JSON. */
  async read() {
    let [lines, after, head] = ['', 0, 1];
    while (after < head) {
      const piece = await this.ask('export', { after, count: 5000 });
      if (piece.last === after) break;
      lines += piece.lines;
      after = piece.last;
      head = piece.head;
    }
    return lines;
  }

  /** Ends the worker at once, whatever it does. What was asked fails. */
  terminate() {
    this.#worker.terminate();
    this.ended = true;
    this.#fail('its worker was ended');
  }

  #receive(message) {
    if (message.worker === 'compiled') this.#left = message.port;
    if (message.push === 'appended') this.head = message.data.log;
    if (message.worker === 'died' || message.worker === 'failed') this.#fail(message.message);
    const asked = this.#waiting.get(message.id);
    if (!asked) return;
    this.#waiting.delete(message.id);
    clearTimeout(asked.timer);
    if (message.error) asked.reject(new Error(`${asked.kind}: ${message.error.message}`));
    else asked.resolve(message.result);
  }

  #fail(reason) {
    for (const { kind, reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Error(`${kind}: the core is gone: ${reason}`));
    }
    this.#waiting.clear();
  }
}
