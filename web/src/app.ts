// What the views know of the application: values that they draw and actions
// that they call. create-app.ts makes it; the views import only this file.

import type { ReadonlySignal } from '@preact/signals';
import type { Drawn } from './app/drawn';
import type { Followed } from './app/following';
import type { Panel } from './app/panels';
import type { Place } from './app/places';
import type { Client } from './client';
import type {
  Bookmark,
  BranchesResult,
  CheckState,
  Compensation,
  Completion,
  Log,
  Moment,
  Outcome,
  Pace,
  Position,
  PreviewPush,
  ProgressPush,
  ProjectionState,
  Window as RowWindow,
  StreamID,
  UnknownPolicy,
  WhatIfParams,
  World,
  WorldName,
} from './protocol';

/** Where the playhead is: following the log, or at one past moment. */
export type Cursor = { kind: 'live' } | { kind: 'at'; position: Position };

/** At phone width one panel is shown at a time. */
export type PhoneTab = 'command' | 'events' | 'state';

export type Theme = 'auto' | 'light' | 'dark';

/** All that a link to the page carries, and nothing else. */
export interface View {
  world: string;
  /** Which log of the world: a branch, or `main`. */
  branch: string;
  cursor: Cursor;
  /** What the moment on show is remembered for, if anybody said so. */
  note: string;
  /** The selected stream: the command's target, the aggregate, the first lane. */
  stream: StreamID | null;
  filter: string;
  /** The event whose row is open. */
  event: Position | null;
  panel: Panel;
  tab: PhoneTab;
  /** The value whose blame is asked for, as app/places.ts writes it; empty for none. */
  why: string;
  /** What is compared, as app/sides.ts writes it; empty for what is usual. */
  compare: string;
  /** The numbers that are drawn over time, as app/drawn.ts writes them. */
  draw: string;
  /** What is tried out in the What if tab, as app/what-if.ts writes it; empty for what is usual. */
  trial: string;
}

/** Whether what was done is safe. */
export type Saving =
  | { kind: 'opening' }
  | { kind: 'saved' }
  | { kind: 'saving' }
  /** The core stopped and starts again; what was sent meanwhile waits. */
  | { kind: 'restarting' }
  /** The core only reads: there is nothing to be saved. */
  | { kind: 'readOnly' }
  /** The log is in memory only, or an append failed: why, and what to do. */
  | { kind: 'notSaved'; why: string };

/** How the core of the page is. */
export type CoreState =
  | { kind: 'working' }
  /** It stopped, and another one is about to be there. */
  | { kind: 'restarting' }
  /** It stopped again and again: now it only reads. The reason is what was given last. */
  | { kind: 'safe'; reason: string };

/** What keeps the page from working at all, in a sentence, with a way on. */
export interface Fatal {
  /** The page cannot start, its core stopped, or the world's log cannot be opened. */
  kind: 'start' | 'stopped' | 'open';
  message: string;
  /** What is safe, and what to do. */
  advice: string;
  /** The reason as the browser or the core gave it. */
  detail?: string;
}

/** Something the page has to say that belongs to no single place. */
export interface Notice {
  id: number;
  kind: 'info' | 'error';
  text: string;
  /** Whether only the visitor takes it away. */
  stays: boolean;
}

/** What was sent, so that it can be sent again. */
export interface Sent {
  stream: StreamID;
  command: string;
  form: Record<string, string>;
  expectedVersion: number;
  /** The event that the command compensates. */
  undoes?: Position;
}

/** No answer came: whether the command was handled is not known. Sending it again is safe. */
export interface Unanswered {
  kind: 'unanswered';
  commandId: string;
  summary: string;
  message: string;
}

/** How a command ended, as far as the page knows. */
export type Answer = Outcome | Unanswered;

/** A command as the page sent it, with how it ended. */
export interface OutcomeCard {
  /** The command's own id. */
  id: string;
  outcome: Answer;
  sent: Sent;
}

/** What can be chosen about the traffic generator. */
export interface TrafficSettings {
  on: boolean;
  /** The same seed on the same log sends the same commands. */
  seed: number;
  /** Commands per second. */
  rate: number;
}

/** The traffic generator, and what came of its commands since its run began. */
export interface Traffic extends TrafficSettings {
  sent: number;
  recorded: number;
  /** Refused by a rule, or in conflict with somebody else's. */
  refused: number;
  /** Why it stopped by itself, in a sentence. */
  problem: string | null;
}

/** A read model in which the visitor picked a stream: what it shows is what they know of it. */
export interface Reading {
  model: string;
  stream: StreamID;
}

export interface App {
  readonly client: Client;

  readonly view: ReadonlySignal<View>;
  readonly worlds: ReadonlySignal<WorldName[]>;
  readonly world: ReadonlySignal<World | null>;
  readonly log: ReadonlySignal<Log | null>;
  /** The branches of the world's log. */
  readonly branches: ReadonlySignal<BranchesResult>;
  /** The bookmarks that the log on show has, in the order of their events. */
  readonly bookmarks: ReadonlySignal<readonly Bookmark[]>;
  /** The end of a long log that is being opened. */
  readonly preview: ReadonlySignal<PreviewPush | null>;
  readonly saving: ReadonlySignal<Saving>;
  readonly core: ReadonlySignal<CoreState>;
  readonly fatal: ReadonlySignal<Fatal | null>;
  readonly notices: ReadonlySignal<Notice[]>;
  readonly theme: ReadonlySignal<Theme>;

  /** The position on show: the cursor's, or the head when it is live. */
  readonly position: ReadonlySignal<Position>;
  readonly head: ReadonlySignal<Position>;
  /** Whether the page shows the past. While a seeded history plays into place it does not say so. */
  readonly past: ReadonlySignal<boolean>;
  /** Whether a seeded history is playing into place; anything that the visitor does ends it. */
  readonly introducing: ReadonlySignal<boolean>;

  /** The state at `position`; the last one known while the next is under way. */
  readonly moment: ReadonlySignal<Moment | null>;
  /** Projections as they stand at the head, by name, newest push first. */
  readonly projections: ReadonlySignal<Record<string, ProjectionState>>;
  /** Long works under way, by task and name: `rebuild:Balances`. */
  readonly progress: ReadonlySignal<Record<string, ProgressPush>>;
  /** What the replay check found last; null until it has found something. */
  readonly check: ReadonlySignal<CheckState | null>;
  /** The visitor's last command on its way to the read models; null before the first. */
  readonly followed: ReadonlySignal<Followed | null>;
  /** Where the visitor picked the selected stream last; null when it was not in a read model. */
  readonly reading: ReadonlySignal<Reading | null>;
  readonly outcomes: ReadonlySignal<OutcomeCard[]>;
  /** Whether a command was sent since the page was opened. */
  readonly used: ReadonlySignal<boolean>;
  readonly traffic: ReadonlySignal<Traffic>;
  /** The rows of read models that the visitor chose to see, by name. */
  readonly windows: ReadonlySignal<Record<string, RowWindow>>;
  /** What the live region says. */
  readonly narration: ReadonlySignal<string>;

  /** Counts how often persons were forgotten: what was answered before may tell of them. */
  readonly forgets: ReadonlySignal<number>;
  /** Counts how often the log on show was taken for another, rather than grew. */
  readonly logs: ReadonlySignal<number>;

  readonly playing: ReadonlySignal<boolean>;
  /** Events a second while playing, or 'tempo' for the pace at which they were recorded. */
  readonly speed: ReadonlySignal<number | 'tempo'>;

  openWorld(name: string): Promise<void>;
  reset(to: 'example' | 'empty'): Promise<void>;

  /** Makes a branch that parts behind the event on show, and goes to it. Whether that came off. */
  branchFromHere(): Promise<boolean>;
  /** Makes a branch of the log as it would be, and goes to it. Whether that came off. */
  branchWhatIf(whatIf: WhatIfParams): Promise<boolean>;
  goToBranch(name: string): Promise<boolean>;
  /** Fails with the reason in words. */
  renameBranch(name: string, to: string): Promise<void>;
  deleteBranch(name: string): Promise<boolean>;

  /** Puts a bookmark at the event on show, or gives it another note. Fails with the reason in words. */
  bookmark(note: string): Promise<void>;
  /** Takes the bookmark at the event on show away. Fails with the reason in words. */
  removeBookmark(): Promise<void>;
  /** Goes to a bookmark, which may be on another branch. */
  goToBookmark(bookmark: Bookmark): Promise<void>;

  /** Moves the playhead. A position at or past the end is the live head only when `live` is asked for. */
  seek(position: Position | 'live'): void;
  /** Steps by events: 1 and -1; within the selected stream or the type at the playhead. */
  step(by: 1 | -1, within?: 'stream' | 'type'): Promise<void>;
  play(): void;
  pause(): void;
  setSpeed(speed: number | 'tempo'): void;
  /** Ends the playing into place, if there is one, at the head. */
  endIntroduction(): void;

  /** Selects a stream; `readIn` names the read model in which the visitor picked it. */
  selectStream(stream: StreamID | null, readIn?: string): void;
  setFilter(text: string): void;
  openEvent(position: Position | null): void;
  setPanel(panel: Panel): void;
  /** Asks in the Blame tab why a value is what it is. */
  askWhy(place: Place): void;
  /** Says what the Compare tab compares. */
  setCompare(sides: string): void;
  /** Says what is tried out in the What if tab, as app/what-if.ts writes it. */
  setTrial(trial: string): void;
  /** Says what is drawn over time. */
  setDrawn(drawn: Drawn): void;
  setTab(tab: PhoneTab): void;
  setTheme(theme: Theme): void;
  /** Shows other rows of a read model; null goes back to the rows that changed. */
  showRows(readModel: string, window: RowWindow | null): void;

  /**
   * Sends a command; the answer is returned and becomes a card, unless fields are to be
   * put right first.
   */
  send(
    stream: StreamID,
    command: string,
    form: Record<string, string>,
    expectedVersion: number,
  ): Promise<Answer>;
  /** Sends a card's command again, at the version that the stream is at after a conflict. */
  retry(id: string): Promise<void>;
  /** Sends a card's command on a new branch that parts behind the event on show. */
  sendOnBranch(id: string): Promise<void>;
  /**
   * Sends what compensates an event, now and at the end of the log whatever the page shows; the
   * answer is returned and becomes a card.
   */
  undo(position: Position, opposite: Compensation): Promise<Answer>;
  /** Does so on a new branch that parts behind the event on show; null when there is none. */
  undoOnBranch(position: Position): Promise<Answer | null>;
  dismissOutcome(id: string): void;
  setTraffic(change: Partial<TrafficSettings>): void;
  complete(text: string, caret: number): Promise<Completion[]>;
  rebuild(readModel: string): void;
  cancelRebuild(readModel: string): void;
  resume(readModel: string, skip: boolean): void;
  /** Lets a projection follow the log at another pace. */
  setPace(readModel: string, pace: Pace): Promise<void>;
  /** Lets a projection begin with nothing, as if it were added now. */
  addLate(readModel: string): void;
  /** Says what a projection does at events that it cannot read. */
  setUnknown(readModel: string, unknown: UnknownPolicy): Promise<void>;

  /** Starts the whole core, after it stopped for good or while it only reads. */
  tryAgain(): void;
  /** Asks the browser to promise that it deletes nothing of this page by itself. */
  askToKeep(): Promise<void>;
  /** Hands the visitor the log as a file, one event a line. */
  saveLog(): Promise<void>;
  /** Hands the visitor all that the browser keeps for the page, as it lies there. It needs no core. */
  saveStored(): Promise<void>;

  say(text: string): void;
  notify(kind: Notice['kind'], text: string): void;
  dismissNotice(id: number): void;
}
