/**
 * Day tells whether two moments lie on the same day of the visitor's time zone. It keeps the
 * bounds of the last one: days are slow to work out, and the rows that ask share one or two.
 */
export class Day {
  #start = Number.NaN;
  #end = Number.NaN;

  /** Whether two timestamps lie on one day. */
  holds(one: number, other: number): boolean {
    if (!this.#has(one)) this.#moveTo(one);
    return this.#has(other);
  }

  #has(timestamp: number): boolean {
    return timestamp >= this.#start && timestamp < this.#end;
  }

  #moveTo(timestamp: number): void {
    const day = new Date(timestamp);
    this.#start = day.setHours(0, 0, 0, 0);
    this.#end = day.setDate(day.getDate() + 1);
  }
}
