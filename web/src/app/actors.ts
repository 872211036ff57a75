// Two who act on one page, each with what they saw last. It outlives the
// panel that shows it; another stream or another log begins it anew.

import { batch, computed, signal } from '@preact/signals';
import type { App } from '../app';
import type { ActParams, Command, Outcome, Position, StreamID, Way } from '../protocol';
import { reasonOf } from './reason';
import { categoryOf, nextFreeName } from './stream-name';

/** How many streams are looked at for a name that is free. */
const looked = 200;

/** What somebody was told who acted, or did not. */
export type Told =
  | { kind: 'outcome'; outcome: Outcome; merged: boolean }
  | { kind: 'said'; text: string }
  | { kind: 'failed'; text: string };

/** Actor is one of the two: what they look at, what they are about to do, and how it ended. */
export class Actor {
  readonly name: string;
  readonly #all: Actors;
  /** The position at which they looked last; null before they did. */
  readonly at = signal<Position | null>(null);
  readonly chosen = signal('');
  readonly #forms = signal<Record<string, Record<string, string>>>({});
  /** What is to be put right, by field. */
  readonly problems = signal<Record<string, string>>({});
  readonly told = signal<Told | null>(null);
  readonly busy = signal(false);

  constructor(name: string, all: Actors) {
    this.name = name;
    this.#all = all;
  }

  readonly command = computed<Command | null>(() => {
    const commands = this.#all.commands.value;
    return commands.find(({ name }) => name === this.chosen.value) ?? commands[0] ?? null;
  });

  readonly form = computed<Record<string, string>>(() => {
    const command = this.command.value;
    const kept = this.#forms.value[command?.name ?? ''] ?? {};
    return Object.fromEntries(
      (command?.fields ?? []).map((field) => [field.name, kept[field.name] ?? field.default ?? '']),
    );
  });

  /** The stream that they act on: the selected one, or one of their own where one is started. */
  readonly stream = computed<StreamID | null>(() => {
    const command = this.command.value;
    if (!command?.creates) return this.#all.stream.value;
    return this.#all.free.value[this.#all.both.indexOf(this)] ?? null;
  });

  choose(command: string): void {
    batch(() => {
      this.chosen.value = command;
      this.problems.value = {};
    });
  }

  setField(name: string, text: string): void {
    const command = this.command.value;
    if (!command) return;
    const { [name]: _, ...others } = this.problems.value;
    batch(() => {
      const form = { ...this.#forms.value[command.name], [name]: text };
      this.#forms.value = { ...this.#forms.value, [command.name]: form };
      this.problems.value = others;
    });
  }

  /** Looks at the stream as the page shows it. */
  look(): void {
    batch(() => {
      this.at.value = this.#all.app.position.value;
      this.told.value = null;
    });
  }

  /** Looks again after a conflict; what to do with what they see is theirs to say. */
  retry(): void {
    this.look();
    const text = 'looked again: change what is asked, or act as it is';
    this.told.value = { kind: 'said', text };
    this.#all.app.say(`${this.name} ${text}.`);
  }

  giveUp(): void {
    this.told.value = { kind: 'said', text: 'gave up: nothing was recorded' };
    this.#all.app.say(`${this.name} gave up. Nothing was recorded.`);
  }

  /** Acts on what they saw; merging, on what there is: the rule is asked again. */
  async act(merging = false): Promise<void> {
    const { app } = this.#all;
    const command = this.command.value;
    const stream = this.stream.value;
    const seen = this.at.value;
    if (!command || stream === null || seen === null || this.busy.value) return;
    const params: ActParams = {
      ...{ actor: this.name, stream, command: command.name },
      ...{ form: this.form.value, by: this.#all.by.value, query: this.#all.query.value.trim() },
    };
    if (!merging) params.seen = seen;
    if (app.past.value) params.at = app.position.value;
    batch(() => {
      this.busy.value = true;
      this.problems.value = {};
    });
    try {
      this.#take(await app.client.request('act', params), merging);
    } catch (reason) {
      this.told.value = { kind: 'failed', text: reasonOf(reason) };
    }
    this.busy.value = false;
  }

  #take(outcome: Outcome, merged: boolean): void {
    const last = outcome.recorded?.at(-1)?.position;
    batch(() => {
      this.problems.value = Object.fromEntries(
        (outcome.problems ?? []).map(({ field, message }) => [field, message]),
      );
      this.told.value = { kind: 'outcome', outcome, merged };
      if (last !== undefined) this.at.value = last; // who wrote it knows it
    });
    this.#all.app.say(`${this.name}: ${outcome.summary}. ${outcome.message}`);
  }
}

/** Actors are the two of a page, and how it is found out that one was faster. */
export class Actors {
  readonly app: App;
  readonly both: readonly [Actor, Actor];
  readonly by = signal<Way>('stream');
  /** The query of both; empty for what each command rests on. */
  readonly query = signal('');
  /** What is wrong with the query, by who acts on it. */
  readonly #problems = signal<Record<string, string>>({});
  /** The name of the contest that is held both ways; the world's first while it is none of them. */
  readonly contest = signal('');
  /** Names that no stream has yet, one for each. */
  readonly free = signal<readonly StreamID[]>([]);
  #world = '';
  #stream: StreamID | null = null;

  constructor(app: App) {
    this.app = app;
    this.both = [new Actor('Ada', this), new Actor('Ben', this)];
  }

  readonly stream = computed<StreamID | null>(() => this.app.view.value.stream);

  readonly queryProblem = computed(() => {
    const sent = this.both.map((actor) => actor.problems.value.query);
    return [...Object.values(this.#problems.value), ...sent].find(Boolean) ?? '';
  });

  /** What the core says of the query that somebody acts on. */
  hear(actor: Actor, problem: string): void {
    this.#problems.value = { ...this.#problems.peek(), [actor.name]: problem };
  }

  /** The commands for the selected stream, those that change one before those that start one. */
  readonly commands = computed<Command[]>(() => {
    const commands = this.app.world.value?.commands ?? [];
    const category = categoryOf(this.stream.value ?? '');
    const fitting = commands.filter((each) => each.category === category);
    const known = fitting.length > 0 ? fitting : commands.filter(({ creates }) => creates);
    return [...known].sort((a, b) => Number(a.creates) - Number(b.creates));
  });

  /** Another stream, or another log: both look for the first time. */
  follow(): void {
    const world = this.app.world.value?.name ?? '';
    const stream = this.stream.value;
    const head = this.app.head.value;
    const anew = world !== this.#world || stream !== this.#stream;
    this.#world = world;
    this.#stream = stream;
    for (const actor of this.both) {
      const at = actor.at.peek();
      if (anew || at === null || at > head) actor.look();
    }
  }

  /** Looks up which names are free, where one of them starts a stream. */
  async name(): Promise<void> {
    const { value: head } = this.app.head;
    const creating = this.both.map((actor) => actor.command.value).find((each) => each?.creates);
    if (!creating || head < 0) return;
    const { category } = creating;
    const query = `${category}-`;
    const { streams } = await this.app.client.request('streams', {
      query,
      category,
      limit: looked,
    });
    const taken: string[] = streams.map(({ id }) => id);
    // Who has a name that is still free keeps it: what they try again is for the same stream.
    const kept = this.free.value.map((name) =>
      categoryOf(name) === category && !taken.includes(name) ? name : null,
    );
    taken.push(...kept.filter((name) => name !== null));
    this.free.value = this.both.map((_, i) => {
      const name = kept[i] ?? nextFreeName(category, taken);
      taken.push(name);
      return name;
    });
  }

  /** Both act at once, each on what they saw. */
  async actAtOnce(): Promise<void> {
    await Promise.all(this.both.map((actor) => actor.act()));
  }
}

const pages = new WeakMap<App, Actors>();

/** The two of a page. */
export function actorsOf(app: App): Actors {
  const known = pages.get(app) ?? new Actors(app);
  pages.set(app, known);
  return known;
}
