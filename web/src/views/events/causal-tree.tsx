import { batch } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../../app';
import type { CausalNode, EventResult } from '../../protocol';
import { markColour } from './event-row';

/** Whether a step through the tree is under way: the focus is to come along. */
let walking = false;

interface CausalTreeProps {
  app: App;
  /** The open event, which is one of the nodes. */
  event: EventResult;
  nodes: readonly CausalNode[];
}

/** All that hangs together with an event: arrows walk through it, Enter goes there. */
export function CausalTree({ app, event, nodes }: CausalTreeProps) {
  const tree = useRef<HTMLDivElement>(null);
  const open = event.row.position;
  useEffect(() => {
    if (!walking) return;
    walking = false;
    itemsOf(tree.current)
      .find((item) => item.dataset.event === String(open))
      ?.focus();
  }, [open]);
  const go = (item: HTMLElement) => {
    const node = nodes[Number(item.dataset.node)];
    if (!node?.row) return;
    const { position } = node.row;
    walking = position !== open;
    batch(() => {
      app.seek(position);
      app.openEvent(position);
    });
  };
  const press = (key: KeyboardEvent) => {
    const item = (key.target as Element).closest<HTMLElement>('[role=treeitem]');
    if (!item || key.ctrlKey || key.metaKey || key.altKey) return;
    if (key.key === 'Enter' || key.key === ' ') go(item);
    else {
      const to = target(itemsOf(tree.current), item, key.key);
      if (!to) return;
      to.focus();
    }
    key.preventDefault();
    key.stopPropagation(); // arrows elsewhere move the playhead
  };
  return (
    <figure class="causal">
      <figcaption id="causal-title">What hangs together</figcaption>
      <div ref={tree} role="tree" aria-labelledby="causal-title" onKeyDown={press}>
        {nodes.map((node, i) => (
          <Item key={i} node={node} index={i} open={node.row?.position === open} go={go} />
        ))}
      </div>
      {event.treeMore && <p class="hint">There is more of it than is drawn here.</p>}
    </figure>
  );
}

interface ItemProps {
  node: CausalNode;
  index: number;
  open: boolean;
  go: (item: HTMLElement) => void;
}

function Item({ node, index, open, go }: ItemProps) {
  const { row, command, actor, depth } = node;
  const by = actor ? ` by ${actor}` : '';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its items
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={open}
      tabIndex={open ? 0 : -1}
      data-node={index}
      data-event={row?.position}
      data-depth={depth}
      style={{ '--depth': depth }}
      onClick={(event) => go(event.currentTarget)}
    >
      {row ? (
        <>
          <span class="mono muted">#{row.position}</span>{' '}
          <span class="chip" style={{ '--chip': markColour(row.colour) }}>
            {row.type}
          </span>{' '}
          <span class="mono">{row.stream}</span>{' '}
          {depth > 1 && command && (
            <span class="muted">
              {command}
              {by}
            </span>
          )}
        </>
      ) : (
        <span>
          <b>{command}</b>
          <span class="muted">{by}</span>
        </span>
      )}
    </div>
  );
}

function itemsOf(tree: HTMLElement | null): HTMLElement[] {
  return [...(tree?.querySelectorAll<HTMLElement>('[role=treeitem]') ?? [])];
}

/** Where a key leads to: up and down the lines, left to what caused it, right to what it caused. */
function target(items: HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined {
  const at = items.indexOf(from);
  const depth = (item: HTMLElement) => Number(item.dataset.depth);
  switch (key) {
    case 'ArrowDown':
      return items[at + 1] ?? from;
    case 'ArrowUp':
      return items[at - 1] ?? from;
    case 'ArrowLeft':
      return items.slice(0, at).findLast((item) => depth(item) < depth(from)) ?? from;
    case 'ArrowRight': {
      const next = items[at + 1];
      return next && depth(next) > depth(from) ? next : from;
    }
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return undefined;
  }
}
