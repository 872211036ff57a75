import type { App } from '../app';
import { restarting } from '../app/sentences';

/** What the page says while another core takes the place of one that stopped. */
export function CoreLine({ app }: { app: App }) {
  if (app.core.value.kind !== 'restarting') return null;
  return (
    <div class="notice info core-line">
      <p>{restarting(app.log.value)}</p>
    </div>
  );
}
