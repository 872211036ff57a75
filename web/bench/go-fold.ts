// Go's side of the fold: one benchmark, run natively and in a browser, compiled
// as the core is.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;

export class GoFold {
  readonly #dir = mkdtempSync(join(tmpdir(), 'playhead-fold-'));
  readonly #native = join(this.#dir, 'native.test');
  readonly #wasm = join(this.#dir, 'wasm.test');

  constructor() {
    const pkg = './core/world/bank';
    run('go', ['test', '-c', '-o', this.#native, pkg]);
    const flags = run('go', ['run', './web/build', '-flags']).trim().split(' ');
    const env = { ...process.env, GOOS: 'js', GOARCH: 'wasm' };
    run('go', ['test', '-c', ...flags, '-o', this.#wasm, pkg], env);
  }

  /** Returns the nanoseconds that an event takes natively. */
  native(): number {
    return perEvent(run(this.#native, benchmark));
  }

  /** Returns the nanoseconds that an event takes in a browser. */
  wasm(): number {
    const env = { ...process.env, BROWSER: 'chromium' };
    return perEvent(run(join(root, 'bin/browserexec'), [this.#wasm, ...benchmark], env));
  }

  close(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

const benchmark = ['-test.run=NONE', '-test.bench=Account_Evolve', '-test.benchtime=1s'];

function run(program: string, args: string[], env: NodeJS.ProcessEnv = process.env): string {
  return execFileSync(program, args, { cwd: root, env, encoding: 'utf8' });
}

function perEvent(output: string): number {
  const found = /([\d.]+) ns\/event/.exec(output)?.[1];
  if (!found) throw new Error(`the benchmark said nothing of events: ${output}`);
  return Number(found);
}
