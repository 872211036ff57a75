// The command that a visitor is about to send. It outlives errors, other
// commands, other streams and the playhead; only another world ends it.

import { batch, computed, signal, untracked } from '@preact/signals';
import type { App, Reading } from '../../app';
import {
  begun,
  type Expected,
  isKnown,
  nothingExpected,
  readIn,
  shown,
  textOf,
  typed,
  versionOf,
} from '../../app/expected-version';
import { Latest } from '../../app/latest';
import { reasonOf } from '../../app/reason';
import { categoryOf, nextFreeName } from '../../app/stream-name';
import type { Command, Outcome, Stream, StreamID, StreamsResult } from '../../protocol';
import { sentence } from './sentence';

/** How many streams are looked at for a free name and for an exact one. */
const looked = 200;

/** What is known of the stream that a command goes to. */
export type Target = { kind: 'unknown' } | { kind: 'new' } | { kind: 'at'; version: number };

/** Streams whose names hold a text, asked for when the log ended at head. */
interface Lookup {
  query: string;
  head: number;
}

/** Something that was true when the log ended at head. */
interface Known<T> {
  value: T;
  head: number;
}

/** Draft holds what stands in the form, and what is known of the stream that it is for. */
export class Draft {
  readonly #app: App;
  readonly #lookup: Latest<Lookup, StreamsResult>;

  /** The name of the chosen command. */
  readonly chosen = signal('');
  /** The fields' texts, by command. */
  readonly #forms = signal<Record<string, Record<string, string>>>({});
  /** What was typed as the stream of commands that start one, by command; else the next free name. */
  readonly #named = signal<Record<string, string>>({});
  /** What was typed as the stream of other commands and not selected yet. */
  readonly #typing = signal<string | null>(null);
  /** Whether the visitor has done typing it. */
  readonly #typed = signal(false);
  /** The picking in a read model that was taken note of last. */
  #picked: Reading | null = null;
  /** The stream that was selected last. */
  #followed: StreamID | null = null;
  /** The next free name, by category. */
  readonly #free = signal<Record<string, Known<StreamID>>>({});
  /** Versions of streams as they were looked up, 0 for a name that is free. */
  readonly #versions = signal<Record<string, Known<number>>>({});
  readonly expected = signal<Expected>(nothingExpected);
  /** What is to be put right, by field. */
  readonly problems = signal<Record<string, string>>({});
  readonly sending = signal(false);
  /** Counts the sendings that came back with something to put right. */
  readonly rejected = signal(0);

  constructor(app: App) {
    this.#app = app;
    this.#lookup = new Latest<Lookup, StreamsResult>(
      (lookup) => this.#find(lookup),
      ({ streams }, lookup) => this.#learn(lookup, streams),
      () => {}, // the version stays unknown, and is asked for again when the command is sent
    );
  }

  readonly command = computed<Command | null>(() => {
    const commands = this.#app.world.value?.commands ?? [];
    return commands.find(({ name }) => name === this.chosen.value) ?? commands[0] ?? null;
  });

  readonly form = computed<Record<string, string>>(() => {
    const command = this.command.value;
    if (!command) return {};
    const kept = this.#forms.value[command.name] ?? {};
    return Object.fromEntries(
      command.fields.map((field) => [field.name, kept[field.name] ?? field.default ?? '']),
    );
  });

  /** The stream that the command goes to, as it stands in its box. */
  readonly stream = computed<string>(() => {
    const command = this.command.value;
    if (!command) return '';
    if (command.creates) {
      return this.#named.value[command.name] ?? this.#free.value[command.category]?.value ?? '';
    }
    return this.#typing.value ?? this.#selected(command);
  });

  readonly target = computed<Target>(() => {
    const stream = this.stream.value;
    const version = this.#version(stream.trim());
    if (stream.trim() === '' || version === undefined) return { kind: 'unknown' };
    return version === 0 ? { kind: 'new' } : { kind: 'at', version };
  });

  /** The next free name, when a command that starts a stream is aimed at one that exists. */
  readonly suggestion = computed<StreamID | null>(() => {
    const command = this.command.value;
    if (!command?.creates || this.target.value.kind !== 'at') return null;
    const free = this.#free.value[command.category]?.value;
    return free !== undefined && free !== this.stream.value ? free : null;
  });

  /** Another world, or another log: nothing of the old one is of use. */
  begin(): void {
    const commands = this.#app.world.peek()?.commands ?? [];
    const empty = this.#app.head.peek() === 0;
    const first = commands.find(({ creates }) => creates === empty) ?? commands[0];
    const same = commands.some(({ name }) => name === this.chosen.peek());
    batch(() => {
      if (!same) this.#forms.value = {};
      this.chosen.value = first?.name ?? '';
      this.#named.value = {};
      this.#typing.value = null;
      this.#free.value = {};
      this.#versions.value = {};
      this.expected.value = nothingExpected;
      this.problems.value = {};
    });
  }

  /** Another branch: what was typed stands, what was seen of the log does not. */
  move(): void {
    batch(() => {
      this.#free.value = {};
      this.#versions.value = {};
      this.expected.value = nothingExpected;
      this.problems.value = {};
    });
  }

  choose(command: string): void {
    batch(() => {
      this.chosen.value = command;
      this.problems.value = {};
    });
  }

  setField(name: string, text: string): void {
    const command = this.command.value;
    if (!command) return;
    batch(() => {
      const form = { ...this.#forms.value[command.name], [name]: text };
      this.#forms.value = { ...this.#forms.value, [command.name]: form };
      this.expected.value = begun(this.expected.value);
      this.#settle(name);
    });
  }

  setExpected(text: string): void {
    batch(() => {
      this.expected.value = typed(this.expected.value, text);
      this.#settle('expectedVersion');
    });
  }

  /** The read models that are behind in this stream, with the version that each of them shows. */
  readonly behind = computed<{ model: string; version: number }[]>(() => {
    const moment = this.#app.moment.value;
    if (!moment?.aggregate || moment.aggregate.stream !== this.stream.value.trim()) return [];
    const { latest } = moment.aggregate;
    return moment.projections.flatMap(({ state, version }) =>
      version !== undefined && version < latest ? [{ model: state.name, version }] : [],
    );
  });

  /** Takes the version that a read model shows, which is behind. */
  read(model: string, version: number): void {
    batch(() => {
      this.expected.value = readIn(this.expected.value, model, version);
      this.#settle('expectedVersion');
    });
  }

  /** Whoever picked the stream in a read model that is behind goes by what that shows. */
  readPicked(): void {
    const reading = this.#app.reading.value;
    if (reading === null || reading === this.#picked || reading.stream !== this.stream.value)
      return;
    if (this.#app.moment.value?.aggregate?.stream !== reading.stream) return; // not known yet
    this.#picked = reading;
    const stale = untracked(() => this.behind.value.find(({ model }) => model === reading.model));
    if (stale) this.read(stale.model, stale.version);
  }

  /** Takes the version that the stream is at now. */
  catchUp(): void {
    batch(() => {
      this.expected.value = { ...this.expected.value, begun: null, typed: null, from: null };
      this.#settle('expectedVersion');
    });
  }

  typeStream(text: string): void {
    const command = this.command.value;
    if (!command) return;
    batch(() => {
      if (command.creates) this.#named.value = { ...this.#named.value, [command.name]: text };
      else this.#typing.value = text;
      this.#typed.value = false;
      this.#settle('stream');
    });
  }

  /** The visitor has done typing a stream's name: it is to be selected, once it is known to exist. */
  commitStream(): void {
    this.#typed.value = true;
  }

  /** Selects the stream that was typed. A name without events stays in the box and goes nowhere else. */
  selectTyped(): void {
    const typing = this.#typing.value;
    if (typing === null || !this.#typed.value || this.command.value?.creates) return;
    if (this.target.value.kind !== 'at') return;
    batch(() => {
      this.#typing.value = null;
      this.#app.selectStream(typing.trim() as StreamID);
    });
  }

  /** Another stream was selected, elsewhere on the page: it takes the place of what was typed. */
  follow(): void {
    const { stream } = this.#app.view.value;
    if (stream === this.#followed) return;
    this.#followed = stream;
    batch(() => {
      this.#typing.value = null;
      this.#settle('stream');
    });
  }

  /** Looks up what the box's stream is at, and which name is free, where the log has moved on. */
  look(): void {
    const command = this.command.value;
    const head = this.#app.head.value;
    const stream = this.stream.value.trim();
    if (command?.creates && this.#free.value[command.category]?.head !== head) {
      this.#lookup.want({ query: `${command.category}-`, head });
    } else if (
      stream !== '' &&
      this.#shownVersion(stream) === undefined &&
      this.#versions.value[stream]?.head !== head
    ) {
      this.#lookup.want({ query: stream, head });
    }
  }

  /** The stream in the box is another one. */
  retarget(): void {
    const stream = this.stream.value.trim();
    const version = untracked(() => this.#version(stream));
    this.expected.value = version === undefined ? nothingExpected : shown(nothingExpected, version);
  }

  /** Takes note of the newest version on show. */
  see(): void {
    const target = this.target.value;
    const expected = this.expected.peek();
    if (target.kind === 'unknown') return;
    const version = target.kind === 'new' ? 0 : target.version;
    if (version > (expected.shown ?? -1)) this.expected.value = shown(expected, version);
  }

  /**
   * Sends the command. What comes back is kept here; the cards are the application's. A version
   * that is being looked up is waited for: what nobody has seen cannot be expected.
   */
  async send(): Promise<void> {
    const command = this.command.value;
    if (!command || this.sending.value) return;
    if (versionOf(textOf(this.expected.value)) === null) {
      this.#reject({ expectedVersion: 'Write a whole number, or nothing for any version.' });
      return;
    }
    const stream = this.stream.value.trim() as StreamID;
    const form = this.form.value;
    this.sending.value = true;
    this.problems.value = {};
    const version = await this.#versionFor(stream);
    const answer =
      version === null ? null : await this.#app.send(stream, command.name, form, version);
    batch(() => {
      this.sending.value = false;
      if (answer && answer.kind !== 'unanswered') this.#take(answer, command.name);
    });
  }

  /** The version to send; null when it is not known and could not be looked up. */
  async #versionFor(stream: StreamID): Promise<number | null> {
    const expected = this.expected.value;
    if (isKnown(expected)) return versionOf(textOf(expected));
    if (stream === '') return 0; // the core says what is wrong with the name
    const lookup = { query: stream, head: this.#app.head.value };
    try {
      const { streams } = await this.#find(lookup);
      this.#learn(lookup, streams);
    } catch (reason) {
      const why = `The stream's version could not be looked up. ${reasonOf(reason)}`;
      this.#reject({ expectedVersion: `${why} Send it again, or write the version yourself.` });
      return null;
    }
    // What was known first stands, also where another lookup was faster.
    const first = this.stream.value.trim() === stream ? textOf(this.expected.value) : '';
    return (first === '' ? null : versionOf(first)) ?? this.#version(stream) ?? 0;
  }

  #find({ query }: Lookup): Promise<StreamsResult> {
    return this.#app.client.request('streams', { query, category: '', limit: looked });
  }

  #take(outcome: Outcome, command: string): void {
    switch (outcome.kind) {
      case 'recorded': {
        const version = outcome.recorded?.at(-1)?.version ?? this.expected.value.shown ?? 0;
        const { [command]: _, ...named } = this.#named.value;
        this.#named.value = named;
        this.#typing.value = null;
        this.expected.value = shown(nothingExpected, version);
        return;
      }
      case 'conflict':
        this.expected.value = shown(
          nothingExpected,
          outcome.conflict?.actual ?? this.expected.value.shown ?? 0,
        );
        return;
      case 'invalid':
        this.#reject(
          Object.fromEntries(
            (outcome.problems ?? []).map(({ field, message }) => [field, sentence(message)]),
          ),
        );
        return;
      case 'refused':
      case 'past':
        return; // the card says it all, and the form stays
    }
  }

  #reject(problems: Record<string, string>): void {
    batch(() => {
      this.problems.value = problems;
      this.rejected.value += 1;
    });
  }

  #learn({ query, head }: Lookup, streams: readonly Stream[]): void {
    const versions = { ...this.#versions.value, [query]: { value: 0, head } };
    for (const { id, version } of streams) versions[id] = { value: version, head };
    batch(() => {
      this.#versions.value = versions;
      const { value: command } = this.command;
      if (!command || query !== `${command.category}-`) return;
      const names = streams.map(({ id }) => id);
      const free = { value: nextFreeName(command.category, names), head };
      this.#free.value = { ...this.#free.value, [command.category]: free };
    });
  }

  // The selected stream, unless its category is another command's.
  #selected(command: Command): string {
    const stream = this.#app.view.value.stream ?? '';
    const category = categoryOf(stream);
    const others = this.#app.world.value?.commands.filter((each) => each !== command) ?? [];
    const elsewhere = others.some((each) => each.category === category);
    return category !== command.category && elsewhere ? '' : stream;
  }

  #version(stream: string): number | undefined {
    return this.#shownVersion(stream) ?? this.#versions.value[stream]?.value;
  }

  // The State region shows the selected stream, so its version comes for free.
  #shownVersion(stream: string): number | undefined {
    const aggregate = this.#app.moment.value?.aggregate;
    return aggregate?.stream === stream ? aggregate.latest : undefined;
  }

  #settle(field: string): void {
    if (!(field in this.problems.value)) return;
    const { [field]: _, ...others } = this.problems.value;
    this.problems.value = others;
  }
}
