// What came of one experiment, as a line of JSON and as a row of a table.

/** So many faults are named; the others are only counted. */
const named = 20;

/** Result gathers what one experiment on one browser finds. */
export class Result {
  /** How many faults were proved to have fired, or how many appends were tried where there are none. */
  n = 0;
  /** How many were tried. */
  tried = 0;
  acknowledged = 0;
  lost = 0;
  wrong = 0;
  /** Appends that a kill left without an answer, and how many of them were in the log all the same. */
  cut = 0;
  cutAndRecorded = 0;
  /** Launches that found the database empty, and how many of those had every event back. */
  wiped = 0;
  restored = 0;
  conflicts = 0;
  failure = null;
  #what;
  #browser;
  #kept = new Set();
  #findings = 0;
  #known = new Set();
  #faults = [];
  #began = performance.now();

  constructor(what, browser) {
    this.#what = what;
    this.#browser = browser;
  }

  /** Whether something that was acknowledged is gone, something is there that should not be, or nothing was shown. */
  get bad() {
    return this.lost > 0 || this.wrong > 0 || this.failure !== null;
  }

  /** Notes a kill that left so many appends without an answer; with none it proves nothing. */
  killed(pending) {
    this.tried++;
    if (pending > 0) this.n++;
    this.cut += pending;
  }

  /** Notes how a log was found when it was opened. */
  opened({ guarantee, findings, wiped, restored }) {
    this.#kept.add(guarantee);
    this.#findings += findings.length;
    if (wiped) this.wiped++;
    if (restored) this.restored++;
  }

  /** Notes faults of the log, each once however often it is found, and names the first. */
  blame(faults) {
    for (const { kind, text } of faults) {
      if (this.#known.has(text)) continue;
      this.#known.add(text);
      this[kind]++;
      if (this.#faults.length < named) this.#faults.push(text);
    }
  }

  /** Says where a profile was left to be looked at. */
  leave(profile) {
    this.#faults.push(`the profile is kept in ${profile}`);
  }

  /** Takes over what a ledger has counted, when it is closed. */
  close({ acknowledged, early }) {
    this.acknowledged += acknowledged;
    this.cutAndRecorded += early;
  }

  /** All of it, as it is printed. */
  get line() {
    const { n, tried, acknowledged, lost, wrong, cut, cutAndRecorded, conflicts } = this;
    return {
      what: this.#what,
      browser: this.#browser,
      ...{ n, tried, acknowledged, lost, wrong, bound: bound(n, this.bad) },
      ...{ cut, cutAndRecorded, wiped: this.wiped, restored: this.restored, conflicts },
      kept: [...this.#kept],
      findings: this.#findings,
      seconds: Math.round((performance.now() - this.#began) / 1000),
      ...(this.#faults.length > 0 && { faults: this.#faults }),
      ...(this.failure && { failure: this.failure }),
    };
  }
}

/** The rule of three: where none of n was lost, at most this share is, at 95 %. */
function bound(n, bad) {
  return bad || n === 0 ? null : Math.min(1, 3 / n);
}

/** Draws a table of lines for people. */
export function table(lines) {
  const columns = {
    what: ({ what }) => what,
    browser: ({ browser }) => browser,
    n: ({ n }) => String(n),
    acknowledged: ({ acknowledged }) => String(acknowledged),
    lost: ({ lost }) => String(lost),
    wrong: ({ wrong }) => String(wrong),
    'at most, at 95 %': ({ bound }) => (bound === null ? '-' : `${(100 * bound).toPrecision(2)} %`),
    wiped: ({ wiped, restored }) => (wiped > 0 ? `${wiped}, ${restored} restored` : '-'),
  };
  const rows = [
    Object.keys(columns),
    ...lines.map((line) => Object.values(columns).map((cell) => cell(line))),
  ];
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
