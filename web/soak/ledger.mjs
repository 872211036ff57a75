// What the page has told, and what must therefore be in the log.

/** Ledger remembers every append that was sent and every event that was acknowledged. */
export class Ledger {
  /** How many events were acknowledged. */
  acknowledged = 0;
  /** How many appends were in the log before they were acknowledged. */
  early = 0;
  #appends = new Map(); // by the id of their first event
  #events = new Map(); // by id: { stream, data, position, version, acknowledged }
  #hashes = []; // by position

  /** The appends that were sent and not acknowledged, in the order of their sending. */
  get pending() {
    return [...this.#appends.values()].filter(({ acknowledged }) => !acknowledged);
  }

  /** Notes that an append is about to be sent. It may be sent again. */
  sending(append) {
    const name = append.events[0].id;
    if (this.#appends.has(name)) return;
    this.#appends.set(name, { ...append, acknowledged: false });
    for (const { id, data } of append.events) {
      this.#events.set(id, { stream: append.stream, data: JSON.stringify(data) });
    }
  }

  /** Notes an acknowledgement, and returns what is wrong with it. */
  acknowledge({ id, recorded, head }) {
    const append = this.#appends.get(id);
    append.acknowledged = true;
    const faults = append.events.flatMap(({ id }, i) => {
      this.acknowledged++;
      return this.#place(id, recorded[i], 'acknowledged', { acknowledged: true });
    });
    return head ? [...faults, ...this.#chain(head)] : faults;
  }

  /**
   * Compares the whole log, as lines of JSON, with all that is known, and
   * returns every fault as { kind, text }: "lost" is an acknowledged event that
   * is not there, all else is "wrong".
   */
  check(lines) {
    const log = lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const there = new Set(log.map(({ id }) => id));
    const faults = [...this.#order(log), ...log.flatMap((event) => this.#compare(event))];
    for (const [id, known] of this.#events) {
      if (there.has(id) || known.position === undefined) continue;
      const text = `event ${id}, #${known.position}, ${known.stream} v${known.version}`;
      if (known.acknowledged)
        faults.push({ kind: 'lost', text: `${text} was acknowledged and is not there` });
      else faults.push(wrong(`${text} was in the log and is not any more`));
    }
    return [...faults, ...this.pending.flatMap((append) => this.#whole(append, there))];
  }

  #whole(append, there) {
    const { events, found } = append;
    const kept = events.filter(({ id }) => there.has(id)).length;
    if (kept > 0 && !found) this.early++;
    append.found = kept > 0;
    if (kept === 0 || kept === events.length) return [];
    return [wrong(`append ${events[0].id} is there with ${kept} of ${events.length} events`)];
  }

  #order(log) {
    const faults = [];
    const versions = new Map();
    const seen = new Set();
    for (const [i, { id, position, stream, version }] of log.entries()) {
      const next = (versions.get(stream) ?? 0) + 1;
      versions.set(stream, version);
      if (position !== i + 1) faults.push(wrong(`#${i + 1} is at #${position}`));
      if (version !== next)
        faults.push(wrong(`#${position} is ${stream} v${version}, not v${next}`));
      if (seen.has(id)) faults.push(wrong(`event ${id} is there twice, again at #${position}`));
      seen.add(id);
    }
    return faults;
  }

  #compare({ id, position, version, stream, data, hash }) {
    const sent = this.#events.get(id);
    if (!sent) return [wrong(`event ${id} at #${position} was never sent`)];
    const faults = [
      ...this.#place(id, { position, version }, 'found'),
      ...this.#chain({ position, hash }),
    ];
    if (stream !== sent.stream || JSON.stringify(data) !== sent.data) {
      faults.push(wrong(`event ${id} at #${position} is not as it was sent`));
    }
    return faults;
  }

  #place(id, { position, version } = {}, how, more) {
    const known = this.#events.get(id);
    const moved =
      position === undefined ||
      (known.position !== undefined && (known.position !== position || known.version !== version));
    const before = `#${known.position} v${known.version}`;
    if (known.position === undefined) Object.assign(known, { position, version });
    Object.assign(known, more);
    return moved
      ? [wrong(`event ${id} was ${before} and is ${how} as #${position} v${version}`)]
      : [];
  }

  #chain({ position, hash }) {
    const known = this.#hashes[position];
    this.#hashes[position] ??= hash;
    return known && known !== hash ? [wrong(`#${position} had hash ${known} and has ${hash}`)] : [];
  }
}

function wrong(text) {
  return { kind: 'wrong', text };
}
