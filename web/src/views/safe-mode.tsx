import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../app';

/** What the page says when its core only reads, and what can be done then. */
export function SafeMode({ app, reason }: { app: App; reason: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="safe-mode" aria-labelledby="safe-mode-title">
      <h2 id="safe-mode-title" ref={heading} tabIndex={-1}>
        Safe mode: the events can be read and kept, and nothing else
      </h2>
      <p>
        The core of the page stopped three times within a minute. So that it does not go on like
        that, it now only reads: no command is handled, and nothing is folded. Nothing that was
        recorded is lost, and what you typed is kept.
      </p>
      <div class="buttons">
        <button type="button" class="button primary" onClick={() => app.tryAgain()}>
          Try again
        </button>
        <button type="button" class="button" onClick={() => void app.saveLog()}>
          Download the events
        </button>
      </div>
      <details>
        <summary>The reason as it was given last</summary>
        <pre>{reason}</pre>
      </details>
    </section>
  );
}
