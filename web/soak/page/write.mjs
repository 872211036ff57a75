// Writes until the browser is killed.

import { Core } from './core.mjs';
import { Dice } from './dice.mjs';
import { look } from './look.mjs';
import { tell } from './tell.mjs';
import { Writer } from './writer.mjs';

/** Opens the log and tells what is in it, then and before. */
export async function read({ script, fresh }) {
  const looked = await look();
  const core = new Core(script);
  const { guarantee, findings = [] } = await core.open(fresh);
  const lines = await core.read();
  await tell('log', { lines, looked, guarantee, findings });
  return { core, lines };
}

/** Sends again what was in flight when the browser was killed, and goes on. */
export async function write({ script, fresh, seed, writers, pending }) {
  const { core, lines } = await read({ script, fresh });
  await Promise.all(
    Array.from({ length: writers }, async (_, i) => {
      const stream = `soak-${i + 1}`;
      const own = i === 0 ? core : new Core(script);
      if (i > 0) await own.open();
      const writer = new Writer(own, stream, new Dice(`${seed} ${stream}`));
      writer.continueFrom(lines);
      for (const append of pending) if (append.stream === stream) await writer.send(append);
      for (;;) await writer.send(writer.next());
    }),
  );
}
