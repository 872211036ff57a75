import type { App } from '../app';
import { rates } from '../app/traffic';
import { count } from '../format';
import { NumberBox } from './number-box';

/** A seeded run of plausible commands, for whoever wants something to look at. */
export function TrafficPanel({ app }: { app: App }) {
  const traffic = app.traffic.value;
  return (
    <div class="traffic">
      <div class="traffic-head">
        <h3 id="traffic-title">Traffic</h3>
        <button
          type="button"
          role="switch"
          class="switch"
          aria-checked={traffic.on}
          aria-labelledby="traffic-title"
          disabled={!app.world.value}
          onClick={() => app.setTraffic({ on: !traffic.on })}
        />
      </div>
      <div class="traffic-settings">
        <NumberBox
          id="commands-per-second"
          label="Commands per second"
          value={traffic.rate}
          min={rates.min}
          max={rates.max}
          set={(rate) => app.setTraffic({ rate })}
        />
        <NumberBox
          id="seed"
          label="Seed"
          value={traffic.seed}
          min={0}
          max={Number.MAX_SAFE_INTEGER}
          set={(seed) => app.setTraffic({ seed })}
        />
      </div>
      {traffic.sent > 0 && (
        <p class="hint numbers">
          {count(traffic.sent)} sent, {count(traffic.recorded)} recorded, {count(traffic.refused)}{' '}
          refused
        </p>
      )}
      {traffic.problem && <p class="problem">{traffic.problem}</p>}
    </div>
  );
}
