/** What waits for its turn; the first is next. */
const waiting: (() => void)[] = [];

/**
 * Calls back in a task of its own, after all that asked before. The page is made that way: one part
 * after the other, so that what a visitor does meanwhile never waits for all of them.
 */
export function inTurn(act: () => void): void {
  waiting.push(act);
  if (waiting.length === 1) setTimeout(next);
}

// What fails, fails alone: the next one is called all the same.
function next(): void {
  try {
    waiting[0]?.();
  } finally {
    waiting.shift();
    if (waiting.length > 0) setTimeout(next);
  }
}
