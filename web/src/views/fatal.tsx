import type { App, Fatal } from '../app';

/** What the page shows when it cannot go on: what happened, what is safe, what to do. */
export function FatalPage({ fatal, app }: { fatal: Fatal; app?: App }) {
  return (
    <main class="fatal" id="content" tabIndex={-1}>
      <div role="alert" class="fatal-card">
        <h2>{fatal.message}</h2>
        <p>{fatal.advice}</p>
        <div class="buttons">
          {app && (
            <button type="button" class="button primary" onClick={() => again(app, fatal)}>
              Try again
            </button>
          )}
          <button
            type="button"
            class={app ? 'button' : 'button primary'}
            onClick={() => location.reload()}
          >
            Reload
          </button>
          {app && (
            <button type="button" class="button" onClick={() => void app.saveStored()}>
              Download what is stored
            </button>
          )}
        </div>
        {fatal.detail && (
          <details open={fatal.kind === 'open'}>
            <summary>The reason as it was given</summary>
            <pre>{fatal.detail}</pre>
          </details>
        )}
      </div>
    </main>
  );
}

function again(app: App, fatal: Fatal): void {
  if (fatal.kind === 'open') void app.openWorld(app.view.value.world);
  else app.tryAgain();
}
