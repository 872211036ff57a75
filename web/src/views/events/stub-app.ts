// An application for tests, with a core that answers as the test says.

import { signal } from '@preact/signals';
import type { App, View } from '../../app';
import { ClientError } from '../../client';
import type {
  Code,
  EventRow,
  EventsParams,
  EventsResult,
  Log,
  Position,
  World,
} from '../../protocol';

const view: View = {
  world: 'Bank',
  branch: 'main',
  cursor: { kind: 'live' },
  note: '',
  stream: null,
  filter: '',
  event: null,
  panel: 'projections',
  tab: 'events',
  why: '',
  compare: '',
  draw: '',
  trial: '',
};

/** A log of so many events, every third of which is a `Third`. */
export function stubApp(length: number) {
  const head = signal(length as Position);
  const position = signal(length as Position);
  const shown = signal(view);
  const world = signal<World | null>({} as World);
  const logs = signal(0);
  const asked: EventsParams[] = [];
  const pushes = new Map<string, (data: never) => void>();
  /** How far filters have looked; all the way unless the test holds them back. */
  const scanned = { upTo: Number.POSITIVE_INFINITY };

  function answer(params: EventsParams): EventsResult {
    if (params.filter.endsWith(':')) {
      const details = { message: 'needs a value', from: 0, to: params.filter.length };
      throw new ClientError('bad_filter' as Code, details.message, details);
    }
    const upTo = Math.min(scanned.upTo, head.value);
    const every = params.filter === '' ? 1 : 3;
    const total = Math.floor((params.filter === '' ? head.value : upTo) / every);
    const count = Math.max(0, Math.min(params.count, total - params.from));
    return {
      from: params.from,
      total,
      atIndex: Math.min(total, Math.floor(params.at / every)),
      scanned: upTo as Position,
      head: head.value,
      rows: Array.from(
        { length: count },
        (_, i) => ({ position: (params.from + i + 1) * every }) as EventRow,
      ),
    };
  }

  const app = {
    client: {
      async request(kind: string, params: EventsParams) {
        if (kind === 'complete') return { from: 0, to: 1, options: [] };
        asked.push(params);
        return answer(params);
      },
      onPush(kind: string, listener: (data: never) => void) {
        pushes.set(kind, listener);
        return () => pushes.delete(kind);
      },
    },
    view: shown,
    head,
    position,
    world,
    log: signal({} as Log),
    logs,
    setFilter: (filter: string) => {
      shown.value = { ...shown.value, filter };
    },
  } as unknown as App;

  return {
    app,
    head,
    position,
    world,
    logs,
    view: shown,
    asked,
    scanned,
    push: (kind: string, data: unknown) => pushes.get(kind)?.(data as never),
  };
}

/** Waits until everything that is ready to happen has happened. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
