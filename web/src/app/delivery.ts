// What is set on the desk of deliveries. It outlives the tab, as long as the
// page is open.

import { effect, signal } from '@preact/signals';
import type {
  DeliveryGuarantee,
  DeliveryParams,
  Faults,
  Projection,
  ReadModelKind,
  Subscriber,
} from '../protocol';
import { recall, remember } from './kept';

export interface Desk {
  /** The read model that everybody keeps, by world. */
  projection: Record<string, string>;
  /** How many of the log's last events are delivered. */
  events: number;
  seed: number;
  checkpointEvery: number;
  faults: Faults;
  subscribers: Subscriber[];
  /** The moment of the run on show; null is its end. */
  tick: number | null;
  /** Whether only deliveries that did harm are listed. */
  harm: boolean;
}

/** What can be asked for; the core says the same. */
export const bounds = {
  events: { min: 1, max: 2000 },
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER },
  checkpointEvery: { min: 1, max: 100 },
  fault: { min: 0, max: 50 },
} as const;

export type Fault = keyof Faults;

/** The faults as they are headed, each with what it does. */
export const faults: readonly { id: Fault; label: string; about: string }[] = [
  { id: 'duplicate', label: 'Twice', about: 'It comes a second time.' },
  { id: 'delay', label: 'Late', about: 'It comes late, and so does all that is behind it.' },
  { id: 'reorder', label: 'Overtaken', about: 'Others come before it.' },
  { id: 'drop', label: 'Lost', about: 'It does not come, and is sent again if anybody minds.' },
  {
    id: 'crash',
    label: 'Crash',
    about: 'The subscriber dies after it has handled it, before the checkpoint is written.',
  },
  {
    id: 'poison',
    label: 'Poison',
    about: 'The handler cannot take it: after three tries it is parked.',
  },
];

const none: Faults = { duplicate: 0, delay: 0, reorder: 0, drop: 0, crash: 0, poison: 0 };

/** Faults to begin with, by what they are called. */
export const presets: readonly { label: string; faults: Faults }[] = [
  { label: 'None', faults: none },
  { label: 'Twice', faults: { ...none, duplicate: 20 } },
  { label: 'Out of order', faults: { ...none, delay: 8, reorder: 25 } },
  { label: 'Crashes', faults: { ...none, crash: 12 } },
  {
    label: 'All',
    faults: { duplicate: 12, delay: 6, reorder: 12, drop: 12, crash: 6, poison: 3 },
  },
];

export const guarantees: readonly { id: DeliveryGuarantee; label: string; about: string }[] = [
  {
    id: 'atMostOnce',
    label: 'at most once',
    about: 'The checkpoint is written first: what goes wrong after that is lost.',
  },
  {
    id: 'atLeastOnce',
    label: 'at least once',
    about: 'The checkpoint is written last: what goes wrong before that comes again.',
  },
  {
    id: 'effectivelyOnce',
    label: 'effectively once',
    about: 'The checkpoint and the read model are written in one transaction.',
  },
];

function subscriber(name: string, guarantee: DeliveryGuarantee, careful: boolean): Subscriber {
  return { name, guarantee, idempotent: careful, ordered: careful, replay: false };
}

export const desk = signal<Desk>({
  projection: {},
  events: 60,
  seed: 7,
  checkpointEvery: 5,
  faults: presets[4]?.faults ?? none,
  subscribers: [
    subscriber('A', 'atLeastOnce', false),
    subscriber('B', 'atLeastOnce', true),
    subscriber('C', 'effectivelyOnce', true),
    subscriber('D', 'atMostOnce', false),
  ],
  tick: null,
  harm: true,
});

// The moment of a run on show is part of looking, and not kept.
const { tick: _, ...beginning } = desk.value;
desk.value = { ...desk.value, ...recall('delivery', beginning) };
effect(() => {
  const { tick: _, ...settings } = desk.value;
  remember('delivery', settings);
});

/** Changes the desk. Another run begins at its end again; another moment of it does not. */
export function setDesk(change: Partial<Desk>): void {
  const sameRun = 'tick' in change || 'harm' in change;
  desk.value = { ...desk.value, ...(sameRun ? {} : { tick: null }), ...change };
}

export function setSubscriber(index: number, change: Partial<Subscriber>): void {
  const subscribers = desk.value.subscribers.map((each, i) =>
    i === index ? { ...each, ...change } : each,
  );
  setDesk({ subscribers });
}

/**
 * The read model to keep where none was chosen: one in which a naive subscriber does the most
 * harm. A sum of money comes first, then a table with money in it, then any sum.
 */
export function chosenProjection(
  { projection }: Desk,
  world: string,
  projections: readonly Projection[],
): string | null {
  const chosen = projections.find(({ name }) => name === projection[world]);
  const first = (wanted: ReadModelKind, money: boolean) =>
    projections.find(
      ({ kind, columns }) =>
        kind === wanted && (!money || columns.some((column) => column.kind === 'money')),
    );
  const telling = first('number', true) ?? first('table', true) ?? first('number', false);
  return (chosen ?? telling ?? projections[0])?.name ?? null;
}

/** What a run follows from, besides the log. */
export function runOf(settings: Desk, projection: string): DeliveryParams {
  const { events, seed, checkpointEvery, faults: rates, subscribers, harm } = settings;
  return { projection, events, seed, checkpointEvery, faults: rates, subscribers, harm };
}
