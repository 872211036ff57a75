// What is tried out on an event: what was filled in for each of the ways in
// which it could have been otherwise.

import type { EventRow, Position, StreamID, WhatIfKind, WhatIfParams } from '../protocol';

/** What a visitor has filled in for one event. */
export interface Trial {
  position: Position;
  kind: WhatIfKind;
  /** The data of the changed event, and of the inserted one. */
  changed: string;
  inserted: string;
  /** Of the inserted event. */
  stream: string;
  type: string;
  /** Behind which event it comes to stand, as it is typed. */
  after: string;
}

/** Of a trial that an address names: what there is to know of its way. */
export type AskedTrial = Pick<Trial, 'position' | 'kind'> & Partial<Trial>;

/** The longest data that goes into an address; of longer ones a link shows the event as it is. */
export const longestData = 2_000;

/**
 * A trial as `leaveOut:14`, `change:14:{…}`, `move:14:9` or
 * `insert:14:account-1:AccountClosed:{…}`. Colons in names are written as `%3A`.
 */
export function formatTrial(trial: Trial): string {
  const { kind, position } = trial;
  const parts: string[] = [kind, String(position)];
  if (kind === 'move') parts.push(trial.after.trim());
  if (kind === 'insert') parts.push(withoutColons(trial.stream), withoutColons(trial.type));
  const data = kind === 'change' ? trial.changed : kind === 'insert' ? trial.inserted : '';
  if (data !== '' && data.length <= longestData) parts.push(data);
  return parts.join(':');
}

/** Reads what formatTrial wrote; null for anything else. */
export function parseTrial(text: string): AskedTrial | null {
  const [, kind, digits, rest = ''] =
    /^(leaveOut|change|move|insert):(\d{1,15})(?::(.*))?$/s.exec(text) ?? [];
  if (kind === undefined || digits === undefined) return null;
  const asked: AskedTrial = { kind: kind as WhatIfKind, position: Number(digits) as Position };
  if (asked.position === 0) return null;
  switch (asked.kind) {
    case 'leaveOut':
      return asked;
    case 'move':
      return { ...asked, after: rest };
    case 'change':
      return rest === '' ? asked : { ...asked, changed: rest };
    case 'insert': {
      const [, stream, type, data] = /^([^:]*):([^:]*)(?::(.*))?$/s.exec(rest) ?? [];
      if (stream === undefined || type === undefined) return null;
      const named = { ...asked, stream: withColons(stream), type: withColons(type) };
      return data === undefined ? named : { ...named, inserted: data };
    }
  }
}

function withoutColons(name: string): string {
  return name.replaceAll('%', '%25').replaceAll(':', '%3A');
}

function withColons(name: string): string {
  return name.replaceAll('%3A', ':').replaceAll('%25', '%');
}

/** The ways, in words for a choice. */
export const ways: readonly { kind: WhatIfKind; label: string; about: string }[] = [
  { kind: 'leaveOut', label: 'Left out', about: 'It did not happen' },
  { kind: 'change', label: 'Changed', about: 'Its data was other data' },
  { kind: 'move', label: 'Moved', about: 'It happened earlier or later' },
  { kind: 'insert', label: 'Followed', about: 'Another event happened after it' },
];

/** What is filled in for an event at first. */
export function trialOf(row: EventRow, stored: string): Trial {
  return {
    position: row.position,
    kind: 'leaveOut',
    changed: stored,
    inserted: '{}',
    stream: row.stream,
    type: row.type,
    after: String(row.position + 1),
  };
}

/** The question for the core, or why it cannot be asked, in a sentence. */
export function questionOf(trial: Trial): WhatIfParams | string {
  const { kind, position } = trial;
  switch (kind) {
    case 'leaveOut':
      return { kind, position };
    case 'change':
      return { kind, position, data: trial.changed };
    case 'move':
      if (!/^\d{1,15}$/.test(trial.after.trim())) {
        return 'Write the position of the event behind which it comes to stand; 0 is the beginning.';
      }
      return { kind, position, after: Number(trial.after) as Position };
    case 'insert':
      return {
        kind,
        position,
        stream: trial.stream.trim() as StreamID,
        type: trial.type,
        data: trial.inserted,
      };
  }
}

/** What is asked, as a title. */
export function titleOf({ kind, position, after, type }: Trial): string {
  switch (kind) {
    case 'leaveOut':
      return `What if event ${position} had not happened?`;
    case 'change':
      return `What if event ${position} had been another?`;
    case 'move':
      return Number(after) < position
        ? `What if event ${position} had come after event ${after}, earlier?`
        : `What if event ${position} had come after event ${after}, later?`;
    case 'insert':
      return `What if ${type} had come after event ${position}?`;
  }
}
