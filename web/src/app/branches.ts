import { signal } from '@preact/signals';
import type { Client } from '../client';
import type { BranchesResult, Position, Switched, WhatIfParams } from '../protocol';

/** The log that all branches part from. */
export const main = 'main';

/** What Branches has to know of the application, and does to it. */
export interface Grove {
  /** The branch on show. */
  current(): string;
  /** Shows the log that is open now. */
  arrived(switched: Switched): void;
  say(sentence: string): void;
  fail(reason: unknown): void;
}

/** Branches makes, renames and deletes branches, and goes from one to another. */
export class Branches {
  readonly list = signal<BranchesResult>({
    branches: [],
    main: 0 as Position,
    unused: '',
    bookmarks: [],
  });
  readonly #client: Client;
  readonly #grove: Grove;

  constructor(client: Client, grove: Grove) {
    this.#client = client;
    this.#grove = grove;
    client.onPush('branches', (list) => {
      this.list.value = list;
    });
  }

  /** Makes a branch that shares the events up to a position, and goes to it. Whether that came off. */
  make(position: Position): Promise<boolean> {
    return this.#arrive(this.#client.request('branch', { position }), tellMade);
  }

  /** Makes a branch of the log as it would be, and goes to it. Whether that came off. */
  makeWhatIf(whatIf: WhatIfParams): Promise<boolean> {
    return this.#arrive(this.#client.request('branch', { whatIf }), tellMade);
  }

  /** Goes to a branch. Whether that came off. */
  go(name: string): Promise<boolean> {
    if (name === this.#grove.current()) return Promise.resolve(true);
    return this.#arrive(
      this.#client.request('switch', { name }),
      ({ log }) => `On ${log.branch === main ? 'main' : `the branch ${log.branch}`}.`,
    );
  }

  /** Throws a branch's own events away. Whether that came off. */
  remove(name: string): Promise<boolean> {
    return this.#arrive(
      this.#client.request('deleteBranch', { name }),
      () => `The branch ${name} is deleted.`,
    );
  }

  /** Gives a branch another name. Fails with the core's own words. */
  async rename(name: string, to: string): Promise<void> {
    this.list.value = await this.#client.request('renameBranch', { name, to });
    this.#grove.say(`The branch ${name} is called ${to} now.`);
  }

  async #arrive(answer: Promise<Switched>, tell: (switched: Switched) => string): Promise<boolean> {
    try {
      const switched = await answer;
      this.list.value = switched.branches;
      this.#grove.arrived(switched);
      this.#grove.say(tell(switched));
      return true;
    } catch (reason) {
      this.#grove.fail(reason);
      return false;
    }
  }
}

function tellMade({ log, branches }: Switched): string {
  const made = branches.branches.find(({ name }) => name === log.branch);
  return `On the branch ${log.branch}, which parts from ${made?.parent ?? main} after event ${made?.at ?? 0}.`;
}
