import type { App } from '../../app';
import { categoryOf } from '../../app/stream-name';
import { count } from '../../format';
import type { Field, ReadModelKind, Row, StreamID, Table } from '../../protocol';
import { useSlots } from '../slots';
import { useView } from '../use-view';
import { Changed } from './changed';
import { useRoving } from './roving';
import { Why } from './why';

/** How many rows a page of a table has. */
export const pageSize = 8;

interface ReadModelTableProps {
  app: App;
  name: string;
  kind: ReadModelKind;
  /** The element that names the table. */
  titleId: string;
  columns: readonly Field[];
  table: Table;
}

/** A read model of rows: what the last step changed is marked, and a key that is a stream selects it. */
export function ReadModelTable(props: ReadModelTableProps) {
  const { app, name, kind, titleId, columns, table } = props;
  const selected = useView(app, 'stream');
  const roving = useRoving<HTMLDivElement>(useView(app, 'why'));
  const slots = useSlots(table.rows.map((row) => row.key));
  return (
    <>
      <div class="table-scroll" {...roving}>
        <table aria-labelledby={titleId} class={kind === 'list' ? 'rows list' : 'rows'}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.name} scope="col" class={alignment(column)}>
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <RowOf
                key={slots.get(row.key)}
                app={app}
                name={name}
                row={row}
                columns={columns}
                stream={kind === 'table' ? streamOf(app, row.key) : null}
                selected={row.key === selected}
              />
            ))}
          </tbody>
        </table>
      </div>
      {table.total === 0 && table.rows.length === 0 && (
        <p class="empty">{app.position.value === 0 ? 'Nothing has happened yet.' : 'Empty.'}</p>
      )}
      <Pager app={app} name={name} table={table} />
    </>
  );
}

interface RowProps {
  app: App;
  /** The read model's name. */
  name: string;
  row: Row;
  columns: readonly Field[];
  /** The stream that the row's key names, and whether it is the selected one. */
  stream: StreamID | null;
  selected: boolean;
}

function RowOf({ app, name, row, columns, stream, selected }: RowProps) {
  return (
    // The button in the first cell does the same by keyboard.
    <tr
      data-key={row.key}
      data-change={row.change || undefined}
      class={stream === null ? '' : selected ? 'pickable selected' : 'pickable'}
      onClick={stream ? () => app.selectStream(stream, name) : undefined}
    >
      {columns.map((column, i) => {
        const cell = row.cells[i] ?? { text: '' };
        const value = <Changed text={cell.text} before={cell.before} />;
        return (
          <td key={column.name} class={alignment(column)}>
            {i === 0 && stream ? (
              <button type="button" class="link key" aria-pressed={selected}>
                {value}
              </button>
            ) : (
              <Why
                app={app}
                place={{ where: name, key: row.key, field: i === 0 ? '' : column.name }}
              >
                {cell.text === '' && cell.before === undefined ? <None /> : value}
              </Why>
            )}
            {i === 0 && <RowChange change={row.change} />}
          </td>
        );
      })}
    </tr>
  );
}

function None() {
  return <span class="none">none</span>;
}

function RowChange({ change }: { change?: Row['change'] }) {
  if (change === 'added') return <span class="row-change"> new</span>;
  if (change === 'removed') return <span class="row-change"> removed</span>;
  return null;
}

interface PagerProps {
  app: App;
  name: string;
  table: Table;
}

function Pager({ app, name, table }: PagerProps) {
  const { total, from, rows } = table;
  const chosen = name in app.windows.value;
  if (total <= rows.length && from === 0) return null;
  const show = (first: number) => app.showRows(name, { from: Math.max(0, first), count: pageSize });
  const last = Math.min(total, from + rows.length);
  return (
    <div class="pager">
      <span>
        {count(from + 1)}–{count(last)} of {count(total)}
      </span>
      <button
        type="button"
        class="button small"
        disabled={from === 0}
        aria-label={`Previous rows of ${name}`}
        onClick={() => show(from - pageSize)}
      >
        Previous
      </button>
      <button
        type="button"
        class="button small"
        disabled={last >= total}
        aria-label={`Next rows of ${name}`}
        onClick={() => show(from + pageSize)}
      >
        Next
      </button>
      {chosen && (
        <button type="button" class="link" onClick={() => app.showRows(name, null)}>
          Follow what changes
        </button>
      )}
    </div>
  );
}

function alignment({ kind }: Field): string {
  if (kind === 'money' || kind === 'number') return 'number';
  return kind === 'time' ? 'mono' : '';
}

/** The stream of the world that a key names, if it does. */
function streamOf(app: App, key: string): StreamID | null {
  const category = categoryOf(key);
  const commands = app.world.value?.commands ?? [];
  const known = category !== key && commands.some((command) => command.category === category);
  return known ? (key as StreamID) : null;
}
