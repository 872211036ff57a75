// Which numbers are drawn over time, and how that is written into an address.

import { formatPlace, type Place, parsePlace, samePlace } from './places';

/** Numbers drawn one above the other over the same axis. */
export interface Drawn {
  /** Over positions in the log, or over the clock. */
  over: 'log' | 'clock';
  places: readonly Place[];
}

/** More charts than these are no longer seen together. */
export const mostDrawn = 4;

/** Drawn numbers as `Open accounts~aggregates/account-1/balance`, `clock:` before them. */
export function formatDrawn({ over, places }: Drawn): string {
  const text = places.map((place) => formatPlace(place).replaceAll('~', '%7E')).join('~');
  return over === 'clock' ? `clock:${text}` : text;
}

/** Reads what formatDrawn wrote. */
export function parseDrawn(text: string): Drawn {
  const clock = text.startsWith('clock:');
  const places = (clock ? text.slice('clock:'.length) : text)
    .split('~')
    .map((each) => parsePlace(each.replaceAll('%7E', '~')))
    .filter((place) => place !== null);
  return { over: clock ? 'clock' : 'log', places: places.slice(0, mostDrawn) };
}

/** Adds a place; of too many the oldest goes. */
export function withPlace(drawn: Drawn, place: Place): Drawn {
  return { ...drawn, places: [...withoutPlace(drawn, place).places, place].slice(-mostDrawn) };
}

export function withoutPlace(drawn: Drawn, place: Place): Drawn {
  return { ...drawn, places: drawn.places.filter((each) => !samePlace(each, place)) };
}
