import { plural } from '../../../format';
import type { Position, SubscriberOutcome } from '../../../protocol';

/** More than this cannot be told apart, one by one. */
const most = 240;

const words: Record<string, string> = {
  '.': 'not sent yet',
  '~': 'on its way',
  '1': 'taken once',
  '2': 'taken more than once',
  p: 'parked',
  x: 'lost',
};

/** What stands in a mark besides its colour. */
const signs: Record<string, string> = { '2': '2', p: 'p', x: '×' };

interface MarksProps {
  outcome: SubscriberOutcome;
  from: Position;
}

/** What became of each event, as a row of marks; of many events only the last ones. */
export function Marks({ outcome, from }: MarksProps) {
  const { marks, name } = outcome;
  const skipped = Math.max(0, marks.length - most);
  const dense = marks.length > 90;
  return (
    <>
      <div
        class={dense ? 'fates dense' : 'fates'}
        role="img"
        aria-label={`What became of ${plural(marks.length, 'event')} at ${name}`}
      >
        {[...marks.slice(skipped)].map((mark, i) => {
          const position = from + skipped + i;
          return (
            <i key={position} data-mark={mark} title={`#${position}: ${words[mark]}`}>
              {signs[mark]}
            </i>
          );
        })}
      </div>
      {skipped > 0 && (
        <p class="hint">
          The last {most} of {plural(marks.length, 'event')}.
        </p>
      )}
    </>
  );
}
