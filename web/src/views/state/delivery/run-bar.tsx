import type { App } from '../../../app';
import { setDesk } from '../../../app/delivery';
import { delivered, place } from '../../../app/delivery-words';
import type { DeliveryResult } from '../../../protocol';

interface RunBarProps {
  app: App;
  run: DeliveryResult;
}

/** Moves through the run, tick by tick or from one thing that happened to the next. */
export function RunBar({ app, run }: RunBarProps) {
  const { tick, ticks, previous, next, total } = run;
  const go = (to: number | undefined) => {
    if (to === undefined) return;
    setDesk({ tick: to >= ticks ? null : to });
    const note = to === previous || to === next ? 'Something happened at' : 'Now at';
    app.say(`${note} tick ${to} of ${ticks}.`);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out by its parent
    <div class="run-bar" role="group" aria-label="The run">
      <button
        type="button"
        class="button small"
        disabled={previous === undefined}
        aria-label="Previous happening"
        onClick={() => go(previous)}
      >
        ‹
      </button>
      <input
        type="range"
        aria-label="Tick"
        aria-valuetext={place(run)}
        min={0}
        max={ticks}
        value={tick}
        onInput={({ currentTarget }) => {
          const to = Number(currentTarget.value);
          setDesk({ tick: to >= ticks ? null : to });
        }}
      />
      <button
        type="button"
        class="button small"
        disabled={next === undefined}
        aria-label="Next happening"
        onClick={() => go(next)}
      >
        ›
      </button>
      <span class="numbers">{place(run)}</span>
      {tick < ticks && (
        <button type="button" class="link" onClick={() => go(ticks)}>
          to the end
        </button>
      )}
      {total === 0 && <span class="hidden-text">Nothing happened that is worth a look.</span>}
      <p class="hint run-of">{delivered(run)}</p>
    </div>
  );
}
