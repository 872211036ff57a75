import { useEffect, useRef } from 'preact/hooks';
import { count } from '../../format';
import type { PreviewPush } from '../../protocol';
import { Day } from './day';
import { EventRowView } from './event-row';

/** The end of a long log, as it is read before the log is open: to be looked at, not yet to be used. */
export function Preview({ preview }: { preview: PreviewPush }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const day = new Day();
    const rows = preview.rows.map((event, i) => {
      const row = new EventRowView();
      const before = preview.rows[i - 1];
      const newDay = before !== undefined && !day.holds(before.timestamp, event.timestamp);
      const index = event.position - 1;
      row.draw(event, { index, position: null, at: 'before', active: false, open: false, newDay });
      return row.element;
    });
    host.current?.replaceChildren(...rows);
    if (host.current) host.current.scrollTop = host.current.scrollHeight;
  }, [preview]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: it looks as the grid will
    <div
      ref={host}
      class="event-preview"
      role="grid"
      aria-busy="true"
      aria-label={`The newest of ${count(preview.head)} events, while the log is opened`}
    />
  );
}
