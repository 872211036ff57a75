import { dateTime, time } from '../../format';
import { timeFormat } from '../../formatter';
import type { EventRow } from '../../protocol';
import type { RowView } from './virtual-list';

/** What a row is besides its event. */
export interface RowState {
  /** The row's index, from 0. */
  index: number;
  /** The event's position, where it is known before the event is. */
  position: number | null;
  /** At the playhead: its own event, or the last one before it that matches. */
  at: 'now' | 'last' | 'before' | 'after';
  /** Whether the keyboard is here. */
  active: boolean;
  open: boolean;
  /** Whether the row above is of another day, so that this one has to say its own. */
  newDay: boolean;
}

const day = timeFormat({ day: '2-digit', month: 'short' });

/** The id of the hidden sentence that describes rows after the playhead. */
export const afterId = 'events-after';

/** EventRowView is the element of one row. */
export class EventRowView implements RowView {
  readonly element = document.createElement('div');
  readonly #position = new Cell('event-position');
  readonly #time = new Cell('event-time');
  readonly #stream = new Cell('event-stream');
  readonly #version = new Cell('event-version');
  readonly #type = new Cell('event-type');
  readonly #summary = new Cell('event-summary');
  readonly #cells = [
    this.#position,
    this.#time,
    this.#stream,
    this.#version,
    this.#type,
    this.#summary,
  ];
  #event: EventRow | undefined;
  #drawn = '';
  /** Whether the row's event is here. */
  #known = false;

  constructor() {
    this.element.className = 'event-row';
    this.element.setAttribute('role', 'row');
    const line = document.createElement('div');
    line.className = 'event-line';
    line.setAttribute('role', 'presentation');
    line.append(...this.#cells.map((cell) => cell.element));
    this.element.append(line);
  }

  get event(): EventRow | undefined {
    return this.#event;
  }

  draw(event: EventRow | undefined, state: RowState): void {
    // Drawing goes on with every step of the playhead; most rows stay as they are.
    const { index, position, at, active, open, newDay } = state;
    const drawn = `${index} ${position} ${at} ${active} ${open} ${newDay}`;
    if (event === this.#event && drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#known = event !== undefined;
    this.#frame(state, event?.position ?? position);
    if (event) this.#fill(event, newDay);
    else this.#empty(position);
    this.#event = event;
  }

  /** Takes what the open row holds below its line. */
  hold(detail: HTMLElement): void {
    if (detail.parentElement !== this.element) this.element.append(detail);
  }

  #frame(state: RowState, position: number | null): void {
    const { element } = this;
    const { at } = state;
    put(element, 'id', state.active ? `event-row-${state.index}` : null);
    put(element, 'aria-rowindex', String(state.index + 1));
    put(element, 'data-position', position === null ? null : String(position));
    put(element, 'aria-current', at === 'now' ? 'true' : null);
    put(element, 'aria-describedby', at === 'after' ? afterId : null);
    put(this.#position.element, 'aria-expanded', String(state.open));
    const classes = ['event-row'];
    if (at !== 'before') classes.push(at);
    if (state.active) classes.push('active');
    if (state.open) classes.push('open');
    if (!this.#known) classes.push('waiting');
    const name = classes.join(' ');
    if (element.className !== name) element.className = name;
    put(element, 'aria-busy', this.#known ? null : 'true');
  }

  #fill(event: EventRow, newDay: boolean): void {
    this.#position.write(String(event.position));
    this.#time.write(
      newDay
        ? `${day(event.timestamp)} ${time(event.timestamp).slice(0, 5)}`
        : time(event.timestamp),
      dateTime(event.timestamp),
    );
    this.#time.element.classList.toggle('day', newDay);
    this.#stream.write(event.stream, event.stream);
    this.#version.write(`v${event.version}`);
    this.#type.write(event.type);
    this.#type.element.style.setProperty('--chip', markColour(event.colour));
    this.#summary.write(event.summary);
  }

  #empty(position: number | null): void {
    for (const cell of this.#cells) cell.write('');
    this.#position.write(position === null ? '' : String(position));
  }
}

/** Cell is one cell of a row. Its text is written over, which is far cheaper than another text in its place. */
class Cell {
  readonly element = document.createElement('span');
  readonly #text = document.createTextNode('');

  constructor(name: string) {
    this.element.className = name;
    this.element.setAttribute('role', 'gridcell');
    this.element.append(this.#text);
  }

  write(text: string, title = ''): void {
    if (this.#text.data !== text) this.#text.data = text;
    if (this.element.title !== title) this.element.title = title;
  }
}

/** The colour of a type's mark, from the page's palette. */
export function markColour(colour: number): string {
  return `var(--e${colour < 0 ? 0 : (colour % 8) + 1})`;
}

// What an attribute has already is not written again, which would be a change to style.
function put(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
