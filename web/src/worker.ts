// The worker that runs the core. It loads the core, and passes JSON text
// between the page and Go. Of itself it says {"worker":"loading"} and {"worker":"running"}, then
// {"worker":"died",...} when the core ends; {"worker":"failed",...} when there
// is no core to run. The last two are final.
//
// The first message that it gets is no text but holds a port, if there was a
// worker before it, in which that one has left the compiled core; for the next
// one it says {worker: "compiled", port}. So another worker starts in a
// fraction of the time, and without a network. The page only passes the port
// on: its policy does not let it hold a core, not even compiled.

/// <reference path="./build.d.ts" />
import 'virtual:wasm_exec';

/** What Go's loader leaves behind, as far as it is used here. */
interface Go {
  importObject: WebAssembly.Imports;
  exit: (code: number) => void;
  /** Every call from the browser goes through it; a timer's repeatedly, until the timer is off this list. */
  _resume(): void;
  _scheduledTimeouts: Map<number, unknown>;
  run(instance: WebAssembly.Instance): Promise<void>;
}

/** What the worker and the core put on globalThis for each other. */
interface Shared {
  Go: new () => Go;
  fs: { writeSync(fd: number, bytes: Uint8Array): number };
  /** Whether the core is to do nothing by itself. Go reads it as it starts. */
  playheadSafe: boolean;
  /** The name of the core's file, which has its hash. */
  playheadCode: string;
  /** Go calls it with every response and push. */
  playheadSend: (text: string) => void;
  /** Go sets it when it takes requests. */
  playheadReceive: (text: Uint8Array) => void;
}

/** The first message. */
interface First {
  port: MessagePort | null;
}

const shared = globalThis as unknown as Shared;
/** What main.tsx calls a worker whose core only reads. */
const safeName = 'playhead-safe';
/** What was left lies there already; Firefox (153) loses it, and must not wait for long. */
const leftDeadline = 100;
/** Room for the stacks that Go prints after the reason of a panic. */
const keptErrorLines = 400;
/** The reason and the innermost calls. */
const toldErrorLines = 12;

/** Asks whether anybody is there, and is answered without Go as long as it cannot. */
const heartbeat = '{"id":0,';

const encoder = new TextEncoder();
let receive: ((text: Uint8Array) => void) | undefined;
let queue: string[] = [];
let began = false;
let running = false;
let ended = false;
let exitCode = 0;
let errorLines: string[] = [];

shared.playheadSend = (text) => {
  if (!ended) postMessage(text);
};
// Go sets the function in the middle of its own start, when it must not be
// called back yet: what waited is handed over once Go has come to rest.
Object.defineProperty(shared, 'playheadReceive', {
  set(take: (text: Uint8Array) => void) {
    receive = take;
    queueMicrotask(announce);
  },
});
let takeFirst: (first: First) => void;
const first = new Promise<First>((resolve) => {
  takeFirst = resolve;
});
addEventListener('message', ({ data }: MessageEvent<string | First>) => {
  if (typeof data !== 'string') takeFirst(data);
  else if (running) deliver(data);
  else if (data.startsWith(heartbeat)) postMessage(JSON.stringify({ id: 0 }));
  else queue.push(data);
});
addEventListener('error', (event) => end(event.message));
addEventListener('unhandledrejection', (event) => end(String(event.reason)));
postMessage(JSON.stringify({ worker: 'loading' }));
start().catch((reason: unknown) => end(reason instanceof Error ? reason.message : String(reason)));

async function start(): Promise<void> {
  const go = new shared.Go();
  go.exit = (code) => {
    exitCode = code;
    // Until the page ends this worker, the browser goes on calling into the
    // core. That there is none any more would be an exception each time.
    go._resume = () => go._scheduledTimeouts.clear();
  };
  keepErrorLines();
  const instance = await WebAssembly.instantiate(await compiled(), go.importObject);
  shared.playheadSafe = self.name === safeName;
  shared.playheadCode = CORE_URL;
  began = true;
  await go.run(instance);
  end(`The core ended with code ${exitCode}.`);
}

async function compiled(): Promise<WebAssembly.Module> {
  const { port } = await first;
  const module = (port && (await left(port))) ?? (await compile());
  const channel = new MessageChannel();
  channel.port1.postMessage(module);
  postMessage({ worker: 'compiled', port: channel.port2 }, [channel.port2]);
  return module;
}

/** What was left in a port; null when it is lost. */
function left(port: MessagePort): Promise<WebAssembly.Module | null> {
  return new Promise((resolve) => {
    port.onmessage = ({ data }) => resolve(data);
    port.onmessageerror = () => resolve(null);
    setTimeout(() => resolve(null), leftDeadline);
  });
}

async function compile(): Promise<WebAssembly.Module> {
  const response = await fetch(new URL(CORE_URL, location.href));
  if (!response.ok) {
    throw new Error(`The core could not be loaded: the server answered ${response.status}.`);
  }
  // A static host that does not know the type gets no streaming, but a page.
  const streams = response.headers.get('Content-Type') === 'application/wasm';
  if (streams) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Keeps what the core writes to standard error, for the message of its death. */
function keepErrorLines(): void {
  const decoder = new TextDecoder();
  const write = shared.fs.writeSync.bind(shared.fs);
  let line = '';
  shared.fs.writeSync = (fd, bytes) => {
    if (fd === 2) {
      const lines = (line + decoder.decode(bytes, { stream: true })).split('\n');
      line = lines.pop() ?? '';
      errorLines = [...errorLines, ...lines].slice(-keptErrorLines);
    }
    return write(fd, bytes);
  };
}

function announce(): void {
  if (ended || running) return;
  running = true;
  postMessage(JSON.stringify({ worker: 'running' }));
  for (const text of queue) deliver(text);
  queue = [];
}

function deliver(text: string): void {
  if (ended) return;
  try {
    receive?.(utf8(text));
  } catch (reason) {
    // The instance may still answer, but it is broken inside.
    end(String(reason));
  }
}

/** A text in UTF-8. Into room that is there, Chromium writes five times as fast; what is not ASCII needs more. */
function utf8(text: string): Uint8Array {
  const room = new Uint8Array(text.length);
  const { read } = encoder.encodeInto(text, room);
  return read === text.length ? room : encoder.encode(text);
}

function end(reason: string): void {
  if (ended) return;
  ended = true;
  const message = [reason, ...lastWords()].join('\n');
  postMessage(JSON.stringify({ worker: began ? 'died' : 'failed', message }));
}

/** The reason that Go gave for its death; without one, the last that it said. */
function lastWords(): string[] {
  const reason = errorLines.findLastIndex((line) => /^(panic|fatal error):/.test(line));
  const from = reason >= 0 ? reason : Math.max(0, errorLines.length - toldErrorLines);
  return errorLines.slice(from, from + toldErrorLines);
}
