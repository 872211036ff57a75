import type { App } from '../../app';
import { bytes, count, plural } from '../../format';
import type { SnapshotRow, SnapshotsResult, StreamID } from '../../protocol';

/** As many rows as of a read model, and as many as are shown at all. */
export const usualRows = 8;
const mostRows = 200;

interface SnapshotListProps {
  app: App;
  stream: StreamID;
  answer: SnapshotsResult;
  rows: { value: number };
}

/** The snapshots that there are, newest first. */
export function SnapshotList({ app, stream, answer, rows }: SnapshotListProps) {
  const { total, stale, snapshots } = answer;
  return (
    <article class="card">
      <header class="card-head">
        <h3 id="snapshot-list">Snapshots of {stream}</h3>
        <div class="card-meta">
          {total > 0 && <span>{count(total)}</span>}
          {stale > 0 && <span class="status bad">{count(stale)} stale</span>}
          {total > 0 && <span>{bytes(answer.bytes)}</span>}
        </div>
      </header>
      {total === 0 ? (
        <p class="empty">None was taken up to here.</p>
      ) : (
        <div class="table-scroll">
          <table class="rows" aria-labelledby="snapshot-list">
            <thead>
              <tr>
                <th scope="col">Version</th>
                <th scope="col">Taken after</th>
                <th scope="col">Fold code</th>
                <th scope="col" class="number">
                  Size
                </th>
                <th scope="col">Use</th>
              </tr>
            </thead>
            <tbody>
              {snapshots.map((row) => (
                <Row key={row.position} app={app} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <More total={total} shown={snapshots.length} rows={rows} />
    </article>
  );
}

function Row({ app, row }: { app: App; row: SnapshotRow }) {
  const { version, position, fingerprint, stale } = row;
  return (
    <tr data-stale={stale || undefined}>
      <td class="mono">v{version}</td>
      <td>
        <button type="button" class="link mono" onClick={() => app.seek(position)}>
          #{position}
        </button>
      </td>
      <td class="mono">{fingerprint}</td>
      <td class="number">{bytes(row.bytes)}</td>
      <td>
        {stale ? <span class="status bad">stale</span> : <span class="status good">fresh</span>}
      </td>
    </tr>
  );
}

function More({ total, shown, rows }: { total: number; shown: number; rows: { value: number } }) {
  if (total <= usualRows) return null;
  const all = Math.min(total, mostRows);
  return (
    <p class="pager">
      <span>
        {count(shown)} of {plural(total, 'snapshot')}, newest first
      </span>
      {shown < all ? (
        <button
          type="button"
          class="link"
          onClick={() => {
            rows.value = mostRows;
          }}
        >
          Show {count(all)}
        </button>
      ) : (
        shown > usualRows && (
          <button
            type="button"
            class="link"
            onClick={() => {
              rows.value = usualRows;
            }}
          >
            Show {usualRows}
          </button>
        )
      )}
    </p>
  );
}
