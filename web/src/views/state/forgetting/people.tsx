import type { App } from '../../../app';
import type { StreamID } from '../../../protocol';

/** People in a sentence, each a place to look at what is known of them. */
export function People({ app, people }: { app: App; people: readonly StreamID[] }) {
  return (
    <>
      {people.map((person, i) => (
        <span key={person}>
          {i > 0 && (i === people.length - 1 ? ' and ' : ', ')}
          <button type="button" class="link mono" onClick={() => app.selectStream(person)}>
            {person}
          </button>
        </span>
      ))}
    </>
  );
}
