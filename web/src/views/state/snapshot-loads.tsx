import { bytes, count, micros, plural } from '../../format';
import type { Loading, SnapshotsResult, StreamID } from '../../protocol';

/** A load with snapshots and one without, side by side. */
export function SnapshotLoads({ stream, answer }: { stream: StreamID; answer: SnapshotsResult }) {
  const { with: quick, without, same, why } = answer;
  return (
    <article class="card">
      <header class="card-head">
        <h3 id="snapshot-loads">Loading {stream}</h3>
        <div class="card-meta">
          <Hit loading={quick} />
          <span>v{answer.version}</span>
        </div>
      </header>
      <div class="table-scroll">
        <table class="rows" aria-labelledby="snapshot-loads">
          <thead>
            <tr>
              <th scope="col">Load</th>
              <th scope="col">Begins from</th>
              <th scope="col" class="number">
                Events
              </th>
              <th scope="col" class="number">
                Read
              </th>
              <th scope="col" class="number">
                Took
              </th>
            </tr>
          </thead>
          <tbody>
            <Load name="with snapshots" loading={quick} />
            <Load name="without" loading={without} />
          </tbody>
        </table>
      </div>
      {why && <p class="problem">No snapshot can be taken. {why}</p>}
      {same ? (
        <p class="hint">Both come to the same state.</p>
      ) : (
        <p class="problem">
          The two loads differ. A snapshot must never change what a load comes to.
        </p>
      )}
    </article>
  );
}

function Load({ name, loading }: { name: string; loading: Loading }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{loading.outcome === 'hit' ? `snapshot v${loading.from}` : 'first event'}</td>
      <td class="number">{count(loading.events)}</td>
      <td class="number">{bytes(loading.bytes)}</td>
      <td class="number">{micros(loading.micros)}</td>
    </tr>
  );
}

function Hit({ loading }: { loading: Loading }) {
  switch (loading.outcome) {
    case 'hit':
      return <span class="status good">snapshot hit</span>;
    case 'miss':
      return <span class="status warn">no snapshot: miss</span>;
    case 'stale':
      return <span class="status bad">v{loading.from} is stale: not used</span>;
    case 'bad':
      return <span class="status bad">v{loading.from} cannot be read</span>;
    case 'off':
      return null;
  }
}

/** How a state was loaded, in a few words: `snapshot v64 + 3 events, 1.2 kB, 40 µs`. */
export function loadedFrom(loading: Loading): string {
  const events = plural(loading.events, 'event');
  const cost = `${bytes(loading.bytes)}, ${micros(loading.micros)}`;
  switch (loading.outcome) {
    case 'hit':
      return `snapshot v${loading.from} + ${events}, ${cost}`;
    case 'stale':
      return `${events}, ${cost}; snapshot v${loading.from} is stale`;
    default:
      return `${events}, ${cost}; no snapshot`;
  }
}
