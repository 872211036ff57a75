// The view as the query of the page's address, and back.

import type { PhoneTab, View } from './app';
import { panels } from './app/panels';
import { count, excerpt } from './format';
import type { Position, StreamID } from './protocol';

/** What an address asks for, and a sentence for each thing in it that cannot be. */
export interface Asked {
  view: Partial<View>;
  problems: string[];
}

const tabs: readonly string[] = ['command', 'events', 'state'] satisfies PhoneTab[];

/** Longer than the core lets any stream's name be. */
const longestStream = 200;

/** Longer than the core lets any branch's name be, in half surrogate pairs. */
const longestBranch = 80;

/** The longest filter that is taken from an address; nobody types a longer one. */
const longestFilter = 2000;

/** What panels are asked about, each in a form of its own. */
const questions = ['why', 'compare', 'draw', 'trial'] as const;

/** Longer than the core lets any note be, in half surrogate pairs. */
const longestNote = 400;

/** Longer than any question that the page itself writes: one may hold an event's data. */
const longestQuestion = 3000;

/** Reads a query such as `?world=Bank&at=842`. What it does not name is absent. */
export function parseView(search: string): Asked {
  const query = new URLSearchParams(search);
  const view: Partial<View> = {};
  const problems: string[] = [];

  const world = query.get('world');
  if (world) view.world = world;

  const branch = query.get('branch');
  if (branch !== null && branch !== '' && branch.length <= longestBranch) view.branch = branch;
  else if (branch !== null && branch !== '') {
    problems.push(
      `The address names a branch by ${count(branch.length)} characters, which no branch has. The page shows main.`,
    );
  }

  const at = query.get('at');
  if (at !== null) {
    const position = toPosition(at);
    if (position !== null) view.cursor = { kind: 'at', position };
    else {
      problems.push(
        `The address asks for event “${excerpt(at)}”, which is not a position. The page shows now.`,
      );
    }
  }

  const note = query.get('note');
  if (note !== null && note.length <= longestNote) view.note = note;
  else if (note !== null) {
    problems.push(
      `The address has a note of ${count(note.length)} characters, more than ${count(longestNote)}. It is left out.`,
    );
  }

  const stream = query.get('stream');
  if (stream !== null && stream.length <= longestStream) {
    view.stream = stream === '' ? null : (stream as StreamID);
  } else if (stream !== null) {
    problems.push(
      `The address names a stream by ${count(stream.length)} characters, which no stream has. It is not selected.`,
    );
  }

  const filter = query.get('filter');
  if (filter !== null) {
    if (filter.length <= longestFilter) view.filter = filter;
    else {
      problems.push(
        `The address has a filter of ${count(filter.length)} characters, more than ${count(longestFilter)}. All events are shown.`,
      );
    }
  }

  const event = query.get('event');
  if (event !== null) {
    const position = toPosition(event);
    if (position !== null && position > 0) view.event = position;
    else {
      problems.push(
        `The address opens event “${excerpt(event)}”, which is not a position. No event is open.`,
      );
    }
  }

  const panel = panels.find(({ id }) => id === query.get('panel'));
  if (panel) view.panel = panel.id;
  const tab = query.get('tab');
  if (tab !== null && tabs.includes(tab)) view.tab = tab as PhoneTab;

  for (const question of questions) {
    const text = query.get(question);
    if (text !== null && text.length <= longestQuestion) view[question] = text;
  }

  return { view, problems };
}

/** Replaces what lies past the end of the log, with a sentence for each. */
export function fitToLog(view: View, head: Position): { view: View; problems: string[] } {
  const problems: string[] = [];
  const fitted = { ...view };
  const end = head === 0 ? 'the log is empty' : `the log ends at event ${count(head)}`;
  if (view.cursor.kind === 'at' && view.cursor.position > head) {
    problems.push(
      `The address asks for event ${count(view.cursor.position)}, but ${end}. The page shows now.`,
    );
    fitted.cursor = { kind: 'live' };
  }
  if (view.event !== null && view.event > head) {
    problems.push(`The address opens event ${count(view.event)}, but ${end}. No event is open.`);
    fitted.event = null;
  }
  return { view: fitted, problems };
}

/** Writes the view as a query; what a visitor finds anyway is left out. */
export function formatView(view: View): string {
  const parts: string[] = [`world=${encode(view.world)}`];
  if (view.branch !== 'main') parts.push(`branch=${encode(view.branch)}`);
  if (view.cursor.kind === 'at') {
    parts.push(`at=${view.cursor.position}`);
    if (view.note !== '') parts.push(`note=${encode(view.note)}`);
  }
  parts.push(`stream=${encode(view.stream ?? '')}`);
  if (view.filter !== '') parts.push(`filter=${encode(view.filter)}`);
  if (view.event !== null) parts.push(`event=${view.event}`);
  if (view.panel !== 'projections') parts.push(`panel=${view.panel}`);
  if (view.tab !== 'command') parts.push(`tab=${view.tab}`);
  for (const question of questions) {
    if (view[question] !== '') parts.push(`${question}=${encode(view[question])}`);
  }
  return `?${parts.join('&')}`;
}

function toPosition(text: string): Position | null {
  if (!/^\d{1,15}$/.test(text)) return null; // 15 digits stay exact in a number
  return Number(text) as Position;
}

// A filter should stay readable in the address: what a query may hold
// as it is (RFC 3986, section 3.4) is not escaped.
function encode(text: string): string {
  return encodeURIComponent(wellFormed(text))
    .replace(/%20/g, '+')
    .replace(/%(3A|40|2F|3F|2C|24)/g, decodeURIComponent);
}

// encodeURIComponent throws on half a surrogate pair, which can be typed or pasted.
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '�');
}
