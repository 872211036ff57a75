import type { App } from '../../app';
import { count, plural } from '../../format';
import type { Unread as UnreadEvents } from '../../protocol';

interface UnreadProps {
  app: App;
  /** Of the read model. */
  name: string;
  unread: UnreadEvents;
}

/** The events that a projection could not read, as they were recorded. */
export function Unread({ app, name, unread }: UnreadProps) {
  const { newest } = unread;
  return (
    <section class="unread" aria-label={`Not read by ${name}`}>
      <p>
        {plural(unread.count, 'event')} could not be read and {unread.count === 1 ? 'is' : 'are'}{' '}
        not in {name}.
      </p>
      <ul>
        {newest.map(({ position, type, schemaVersion, data, why }) => (
          <li key={position}>
            <button type="button" class="link mono" onClick={() => app.seek(position)}>
              #{position} {type} v{schemaVersion}
            </button>{' '}
            <code>{data}</code> {why}
          </li>
        ))}
      </ul>
      {unread.count > newest.length && <p>The newest {count(newest.length)} are shown.</p>}
    </section>
  );
}
