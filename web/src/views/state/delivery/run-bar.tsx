import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { App } from '../../../app';
import { desk, setDesk } from '../../../app/delivery';
import { delivered, place } from '../../../app/delivery-words';
import type { DeliveryResult } from '../../../protocol';

interface RunBarProps {
  app: App;
  run: DeliveryResult;
}

/** How long a tick is on show while the run plays, in milliseconds: four can be told apart in a second. */
const tickLasts = 250;

/** Moves through the run, tick by tick or from one thing that happened to the next. */
export function RunBar({ app, run }: RunBarProps) {
  const { tick, ticks, previous, next, total } = run;
  const playing = useSignal(false);
  const on = playing.value;
  const wanted = desk.value.tick;
  useEffect(() => {
    if (on && wanted === null) playing.value = false; // it has come to the end
    if (!on || tick !== wanted) return; // what is wanted is not on show yet
    const next = tick + 1 >= ticks ? null : tick + 1;
    const timer = setTimeout(() => setDesk({ tick: next }), tickLasts);
    return () => clearTimeout(timer);
  }, [on, wanted, tick, ticks, playing]);
  const play = () => {
    if (!on && wanted === null) setDesk({ tick: 0 });
    playing.value = !on;
  };
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
      <button
        type="button"
        class="button small"
        aria-label={on ? 'Pause the run' : 'Play the run'}
        onClick={play}
      >
        {on ? 'Pause' : 'Play'}
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
