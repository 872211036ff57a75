import type { App } from '../../app';
import { parting } from '../../app/check';
import { count, plural } from '../../format';
import type { CheckState } from '../../protocol';

/** A small permanent light: whether what is live equals what the log comes to when it is folded anew. */
export function ReplayCheckLight({ app }: { app: App }) {
  const state = app.check.value;
  const tone = state === null ? '' : state.status === 'parted' ? 'bad' : 'good';
  return (
    <>
      <span role="status" aria-label="Replay check" class={`replay-check ${tone}`}>
        <button
          type="button"
          class="link quiet"
          popovertarget="replay-check"
          title="Is every live projection equal to its rebuild?"
        >
          <i aria-hidden="true" />
          replay check: {inWords(state)}
        </button>
      </span>
      <span id="replay-check" popover="auto" class="popover how-saved">
        <span>
          {state === null ? 'Nothing was compared yet.' : explanation(state)} The check folds the
          log anew, a little at a time while nothing else is to be done.
        </span>
      </span>
    </>
  );
}

function inWords(state: CheckState | null): string {
  if (state === null) return 'begun';
  if (state.status !== 'parted') return 'equal';
  const first = state.parted[0]?.event;
  return first ? `parted at #${count(first.position)}` : 'parted';
}

function explanation({ status, models, from, position }: CheckState): string {
  const part = from > 1 ? `, folded from event ${count(from)} on` : '';
  if (status === 'parted') return 'What is live is not what its events come to.';
  return `All ${plural(models, 'read model')} equal their rebuilds${part}, up to event ${count(position)}.`;
}

/** What the check found, in full, with the ways on. Nothing where all is well. */
export function ReplayCheckFinding({ app }: { app: App }) {
  const parted = app.check.value?.parted ?? [];
  if (parted.length === 0) return null;
  return (
    <div class="stopped replay-finding">
      {parted.map((each) => {
        const { projection, event, fed } = each;
        return (
          <div key={projection}>
            <p>
              <b>Replay check.</b> {parting(each)}
              {fed && ` It is fed by subscriber ${fed}.`}
            </p>
            <div class="buttons">
              {event && (
                <button type="button" class="button small" onClick={() => app.seek(event.position)}>
                  Go to #{count(event.position)}
                </button>
              )}
              <button
                type="button"
                class="button small"
                aria-label={`Rebuild it: ${projection}`}
                onClick={() => app.rebuild(projection)}
              >
                Rebuild it
              </button>
            </div>
          </div>
        );
      })}
    </div>
  );
}
