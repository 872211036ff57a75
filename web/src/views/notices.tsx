import type { App, Notice } from '../app';
import { CoreLine } from './core-line';
import { Icon } from './icon';
import { StandstillLine } from './standstill';

/** What the page has to say that belongs to no single place. */
export function Notices({ app }: { app: App }) {
  return (
    <div class="notices">
      <section aria-label="Notices" aria-live="polite">
        <CoreLine app={app} />
        {app.notices.value.map((notice) => (
          <NoticeLine
            key={notice.id}
            notice={notice}
            dismiss={() => app.dismissNotice(notice.id)}
          />
        ))}
      </section>
      <StandstillLine app={app} />
    </div>
  );
}

function NoticeLine({ notice, dismiss }: { notice: Notice; dismiss: () => void }) {
  return (
    <div class={`notice ${notice.kind}`}>
      <p>{notice.text}</p>
      <button
        type="button"
        class="icon-button"
        aria-label="Dismiss"
        title="Dismiss"
        onClick={dismiss}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
