// One origin for the page of the soak and for Playhead: what is not the
// soak's own goes on to the real server.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { within } from './within.mjs';

const root = new URL('../../', import.meta.url);
const policy = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'";
const page =
  '<!doctype html><title>Soak</title><script type="module" src="/soak/main.mjs"></script>';

/** Site serves both, and hands what pages tell to the session of their launch. */
export class Site {
  url;
  /** Where the worker's script is, which has a hash in its name. */
  script;
  /** The session that the open page belongs to: { plan, hear(message) }. */
  session = null;
  #playhead;
  #upstream;
  #server;
  #sockets = new Set();

  /** Starts both servers, on ports that are free. */
  async open() {
    const program = fileURLToPath(new URL('bin/playhead', root));
    this.#playhead = spawn(program, ['-addr', 'localhost:0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    process.on('exit', () => this.#playhead.kill());
    const [line] = await within(10, 'the start of the server', once(this.#playhead.stdout, 'data'));
    const names = readdirSync(new URL('web/dist/assets', root));
    this.script = `/assets/${names.find((name) => /^worker-.*\.js$/.test(name))}`;
    this.#upstream = new URL(/http:\S+/.exec(line)[0]);
    this.#server = createServer((asked, answer) => {
      this.#serve(asked, answer).catch(() => answer.destroy()); // the browser was killed meanwhile
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await once(this.#server.listen(0, 'localhost'), 'listening');
    this.url = `http://localhost:${this.#server.address().port}`;
  }

  /** Resolves when all has been heard that a killed browser had still told. */
  async quiet() {
    const closed = [...this.#sockets].map(
      (socket) => new Promise((resolve) => socket.on('close', resolve)),
    );
    await within(10, 'the end of the connections', Promise.all(closed));
  }

  close() {
    this.#playhead.kill();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(asked, answer) {
    const { pathname, searchParams } = new URL(asked.url, this.url);
    if (!/^\/soak(\/|$)/.test(pathname)) return this.#pass(asked, answer);
    const session = this.session?.launch === searchParams.get('launch') ? this.session : null;
    const name = pathname.replace(/^\/soak\/?/, '');
    if (name === '') return reply(answer, 'text/html', page);
    if (name.endsWith('.mjs')) return reply(answer, 'text/javascript', module(name));
    if (name === 'plan' && session)
      return reply(answer, 'application/json', JSON.stringify(session.plan));
    if (name !== 'told' || !session) return answer.writeHead(404).end();
    const message = await json(asked);
    const replied = once(answer, 'finish');
    reply(answer, 'text/plain', '');
    session.hear(message, replied);
  }

  #pass(asked, answer) {
    const { method, url, headers } = asked;
    const passed = request(new URL(url, this.#upstream), { method, headers }, (response) => {
      answer.writeHead(response.statusCode, response.headers);
      response.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  }
}

function module(name) {
  return readFileSync(new URL(`page/${name.replaceAll('/', '')}`, import.meta.url));
}

function reply(answer, type, body) {
  answer.writeHead(200, {
    'Content-Type': type,
    'Content-Security-Policy': policy,
    'Cache-Control': 'no-store',
  });
  answer.end(body);
}
