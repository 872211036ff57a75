// The application: its state, and how requests, pushes and the address move it.
// Each concern of its own sits in app/; here they are tied together.

import { batch, computed, effect, signal } from '@preact/signals';
import type { Answer, App, Fatal, Reading, Saving, View } from './app';
import { Address } from './app/address';
import { Bookmarks } from './app/bookmarks';
import { Branches, main } from './app/branches';
import type { Browser } from './app/browser';
import { ReplayCheck } from './app/check';
import { formatDrawn } from './app/drawn';
import { Following } from './app/following';
import { logFile } from './app/log-file';
import { Moments } from './app/moments';
import { Notices } from './app/notices';
import { formatPlace } from './app/places';
import { type Deck, Player } from './app/player';
import { ProjectionSettings } from './app/projection-settings';
import { openingToldElsewhere, reasonOf, toldElsewhere } from './app/reason';
import { Rebuilds } from './app/rebuilds';
import { Recovery } from './app/recovery';
import { Outbox } from './app/sending';
import {
  begunAnew,
  forgottenElsewhere,
  noBranch,
  notOpened,
  notStarted,
  promised,
  spoken,
  unknownWorld,
  whyMemory,
} from './app/sentences';
import { forgetDeploys } from './app/snapshots';
import { Steps } from './app/steps';
import { Themes } from './app/themes';
import { Generator } from './app/traffic';
import { type Client, ClientError } from './client';
import { Narrator } from './narration';
import type {
  Compensation,
  Log,
  Moment,
  MomentParams,
  Opened,
  Position,
  PreviewPush,
  ProjectionState,
  Window as RowWindow,
  StreamID,
  World,
  WorldName,
} from './protocol';
import { fitToLog, formatView, parseView } from './view-url';

/** The world that a visitor without a link finds. */
const firstWorld = 'Bank';

/** An append that is safe sooner than this is not worth a word, in milliseconds. */
const noticeable = 150;

const nobody: View = {
  world: '',
  branch: main,
  cursor: { kind: 'live' },
  note: '',
  stream: null,
  filter: '',
  event: null,
  panel: 'projections',
  tab: 'command',
  why: '',
  compare: '',
  draw: '',
  trial: '',
};

/** An application that has yet to be started, which asks for its first world. */
export interface Startable extends App {
  start(): Promise<void>;
}

export function createApp(client: Client, browser: Browser): Startable {
  const view = signal<View>(nobody);
  const worlds = signal<WorldName[]>([]);
  const world = signal<World | null>(null);
  const log = signal<Log | null>(null);
  const windows = signal<Record<string, RowWindow>>({});
  const fatal = signal<Fatal | null>(null);
  const narration = signal('');
  const opening = signal(true);
  const preview = signal<PreviewPush | null>(null);
  const slow = signal(false);
  const forgets = signal(0);
  const logs = signal(0);

  const head = computed(() => log.value?.head ?? (0 as Position));
  const position = computed(() => {
    const { cursor } = view.value;
    return cursor.kind === 'live'
      ? head.value
      : (Math.min(cursor.position, head.value) as Position);
  });

  const notices = new Notices();
  const themes = new Themes(browser);
  const address = new Address(browser);
  const narrator = new Narrator((sentence) => {
    // The same text again would not be a change, and nothing would be said.
    narration.value = sentence === narration.value ? `${sentence}\u00a0` : sentence;
  }, browser);
  const outbox = new Outbox(client);
  const generator = new Generator(client, browser, (append) => outbox.watch(append));
  const rebuilds = new Rebuilds(client, fail);
  const settings = new ProjectionSettings();
  client.onRenew(({ world, branch }) => ({
    ...{ world, ...settings.of(world, branch ?? main) },
    ...(branch && { branch }),
  }));
  const check = new ReplayCheck(client, (sentence) => narrator.say(sentence));
  const following = new Following(
    () => browser.now(),
    (sentence) => narrator.say(sentence),
  );
  const reading = signal<Reading | null>(null);
  const deck: Deck = {
    position: () => position.value,
    head: () => head.value,
    move: (to) => show({ cursor: { kind: 'at', position: to } }),
    live: () => show({ cursor: { kind: 'live' } }),
    fail,
  };
  const player = new Player(client, browser, deck);
  const branches = new Branches(client, {
    current: () => view.value.branch,
    arrived: ({ log: found }) => arrive(found),
    say: (sentence) => narrator.say(sentence),
    fail,
  });
  const bookmarks = new Bookmarks(client, {
    list: branches.list,
    branch: () => view.value.branch,
    say: (sentence) => narrator.say(sentence),
  });
  const steps = new Steps(client, {
    ...deck,
    pause: () => player.pause(),
    stream: () => view.value.stream,
    say: (sentence) => narrator.say(sentence),
  });

  const recovery = new Recovery(client, {
    world: () => view.value.world,
    branch: () => view.value.branch,
    begun: () => begun,
    begin: () => void start(),
    restore,
    read(found) {
      batch(() => {
        opening.value = false;
        world.value ??= found.world;
        log.value = found.log;
      });
    },
    stop(reason) {
      fatal.value = reason;
      if (reason) player.pause();
    },
  });

  const past = computed(() => position.value < head.value && !player.introducing.value);
  const saving = computed<Saving>(() => {
    const { kind: core } = recovery.core.value;
    if (core === 'restarting') return { kind: 'restarting' };
    if (core === 'safe') return { kind: 'readOnly' };
    if (opening.value || !log.value) return { kind: 'opening' };
    if (outbox.failure.value !== null) return { kind: 'notSaved', why: outbox.failure.value };
    if (log.value.guarantee === 'memory')
      return { kind: 'notSaved', why: whyMemory(log.value.why) };
    return { kind: slow.value ? 'saving' : 'saved' };
  });

  const moments = new Moments(client, browser, {
    wanted() {
      if (!world.value) return null;
      const { cursor, stream } = view.value;
      const params: MomentParams = { windows: windows.value };
      if (cursor.kind === 'at') params.position = position.value;
      if (stream !== null) params.stream = stream;
      return { log: [opened, world.value.name, view.value.branch], params };
    },
    live: () => view.value.cursor.kind === 'live',
    arrived(answer) {
      batch(() => {
        moment.value = answer;
        // In the past the states are those of the moment, not of the projections as they stand.
        if (view.value.cursor.kind === 'live') {
          learn(answer.projections.map((model) => model.state));
        }
      });
      tellMoment(answer);
    },
    failed(reason, { stream }) {
      // The stream came from the address or was typed: the state can be had without it.
      if (reason instanceof ClientError && reason.code === 'bad_request' && stream !== undefined) {
        show({ stream: null });
      }
      fail(reason);
    },
  });
  const { moment } = moments;

  /** Whether a log was on show since the page was opened. */
  let begun = false;
  /** What was opened last; an answer about another log comes too late. */
  let opened = 0;
  let toldMemory = false;
  /** Whether the visitor goes back or forward in the history to another branch. */
  let travelling = false;
  /** What was found damaged in this log and has been told. */
  const told = new Set<string>();
  /** The last event of the visitor's own that is yet to be described. */
  let own: Position | null = null;

  function show(change: Partial<View>, how: 'push' | 'replace' = 'replace'): void {
    // A note is about one moment: it goes with it.
    const note = change.cursor === undefined ? view.value.note : '';
    const shown = { ...view.value, note, ...change };
    view.value = shown;
    if (player.introducing.value) return;
    address.write(() => formatView({ ...shown, note: noteOf(shown) }), how);
  }

  // What a link says of a moment is no longer asked for where there is a bookmark.
  function noteOf({ cursor, note }: View): string {
    if (cursor.kind === 'live') return '';
    return bookmarks.at(cursor.position)?.note ?? note;
  }

  /** Takes note of where projections stand. */
  function learn(states: readonly ProjectionState[]): void {
    rebuilds.learn(states);
    following.learn(states);
    if (opening.value || !world.value || !log.value) return; // they are of the log before
    const all = Object.values(rebuilds.projections.value);
    settings.learn(world.value.name, log.value.branch, all);
  }

  /** Drops what was known of projections: the log is another one. */
  function forgetProjections(): void {
    rebuilds.reset();
    following.forget();
    check.startOver();
    reading.value = null;
  }

  function fail(reason: unknown): void {
    if (!toldElsewhere(reason)) notices.add('error', reasonOf(reason));
  }

  // Where the playhead rests is described, and what the visitor's own command
  // did; what others record meanwhile would never let a reader finish.
  function tellMoment({ position: shown, narration: sentence }: Moment): void {
    if (player.playing.value) narrator.quiet();
    else if (view.value.cursor.kind === 'at') narrator.describe(noted(sentence, view.value));
    else if (shown === own) {
      narrator.describe(sentence);
      own = null;
    }
  }

  function noted(sentence: string, shown: View): string {
    const note = noteOf(shown);
    return note === '' ? sentence : `${sentence} Bookmark: ${note}`;
  }

  async function start(): Promise<void> {
    const asked = parseView(browser.search());
    for (const problem of asked.problems) notices.add('info', problem);
    view.value = { ...nobody, world: asked.view.world ?? firstWorld };
    try {
      worlds.value = (await client.request('worlds')).worlds;
    } catch (reason) {
      if (!toldElsewhere(reason)) fatal.value = notStarted(reasonOf(reason));
      return;
    }
    const name = knownWorld(asked.view.world);
    const known = asked.view.world === undefined || asked.view.world === name;
    await open(name, known ? asked.view : {}, 'replace');
    await checkFilter(view.value.filter);
  }

  function knownWorld(asked: string | undefined): string {
    const names = worlds.value.map((each) => each.name);
    const fallback = names.includes(firstWorld) ? firstWorld : (names[0] ?? firstWorld);
    if (asked === undefined || names.includes(asked)) return asked ?? fallback;
    notices.add('info', unknownWorld(asked, fallback));
    return fallback;
  }

  async function open(name: string, asked: Partial<View>, how: 'push' | 'replace'): Promise<void> {
    const { branch = main } = asked;
    await enter(() => openThere(name, branch), name, asked, how);
  }

  // A link may name a branch that is in another browser, or deleted.
  async function openThere(world: string, branch: string): Promise<Opened> {
    try {
      const set = settings.of(world, branch);
      return await client.request('open', {
        ...{ world, ...set },
        ...(branch !== main && { branch }),
      });
    } catch (reason) {
      if (!(reason instanceof ClientError) || branch === main) throw reason;
      if (reason.code === 'not_found') notices.add('info', noBranch(branch));
      else if (reason.code === 'damaged') notices.add('error', reason.message);
      else throw reason;
      return client.request('open', { world, ...settings.of(world, main) });
    }
  }

  async function enter(
    request: () => Promise<Opened>,
    name: string,
    asked: Partial<View>,
    how: 'push' | 'replace',
  ): Promise<void> {
    opened += 1;
    const mine = opened;
    player.pause();
    generator.reset();
    moments.forget();
    batch(() => {
      opening.value = true;
      fatal.value = fatal.value?.kind === 'open' ? null : fatal.value;
      view.value = { ...view.value, world: name };
    });
    try {
      const answer = await request();
      if (mine === opened) install(answer, asked, how);
    } catch (reason) {
      if (mine !== opened || openingToldElsewhere(reason)) return;
      if (isInterrupted(reason) && world.value?.name === name) {
        opening.value = false; // the log that was on show was opened again
        moments.startOver();
        fail(reason);
        return;
      }
      batch(() => {
        opening.value = false;
        world.value = null;
        log.value = null;
        moment.value = null;
        fatal.value = notOpened(name, reasonOf(reason));
      });
    }
  }

  function install(answer: Opened, asked: Partial<View>, how: 'push' | 'replace'): void {
    const { panel, tab } = view.value;
    const wanted: View = {
      ...nobody,
      ...{ stream: answer.world.example || null, panel, tab },
      ...asked,
      world: answer.world.name,
      branch: answer.log.branch,
    };
    const fitted = fitToLog(wanted, answer.log.head);
    begun = true;
    told.clear();
    const introduce = answer.seeded && asked.cursor === undefined && !browser.reducedMotion();
    batch(() => {
      opening.value = false;
      world.value = answer.world;
      log.value = answer.log;
      logs.value += 1;
      branches.list.value = answer.branches;
      moment.value = null;
      windows.value = {};
      forgetDeploys();
      forgetProjections();
      outbox.cards.value = [];
      outbox.failure.value = null;
      show(fitted.view, how);
      if (introduce) player.introduce();
      for (const problem of fitted.problems) notices.add('info', problem);
      tellGuarantee(answer.log);
    });
  }

  // Once is enough: the header goes on saying it.
  function tellGuarantee({ guarantee, why, findings }: Log): void {
    if (guarantee === 'memory' && !toldMemory) notices.add('error', whyMemory(why));
    toldMemory = guarantee === 'memory';
    for (const { sentence, restored } of findings ?? []) {
      if (told.has(sentence)) continue;
      told.add(sentence);
      notices.add(restored ? 'info' : 'error', sentence, true);
    }
  }

  // The events' own box says what is wrong with a filter too, but at phone
  // width it may be out of sight.
  async function checkFilter(filter: string): Promise<void> {
    if (filter === '') return;
    try {
      await client.request('events', { filter, from: 0, count: 0, at: position.value });
    } catch (reason) {
      if (!(reason instanceof ClientError) || reason.code !== 'bad_filter') return;
      notices.add('info', `The filter in the address cannot be used: ${reason.message}`);
    }
  }

  const send: App['send'] = async (stream, command, form, expectedVersion) => {
    endIntroduction();
    const at = past.value ? position.value : null;
    const id = browser.newId();
    return deliver({ id, stream, command, form, expectedVersion, at });
  };

  async function deliver(sending: Parameters<Outbox['send']>[0]) {
    const mine = opened;
    const label = world.value?.commands.find((each) => each.name === sending.command)?.label;
    following.begin();
    const answer = await outbox.send(sending, label ?? sending.command);
    narrator.say(
      answer.kind === 'unanswered' ? answer.message : spoken(answer.summary, answer.message),
    );
    if (answer.kind === 'recorded' && mine === opened) {
      own = answer.recorded?.at(-1)?.position ?? null;
      if (own !== null) following.recorded(answer.summary, own);
      if (moment.value && moment.value.position === own) tellMoment(moment.value);
      batch(() => {
        show({ stream: answer.stream }, view.value.stream === answer.stream ? 'replace' : 'push');
        if (!past.value) show({ cursor: { kind: 'live' } });
      });
    }
    return answer;
  }

  async function retry(id: string): Promise<void> {
    const card = outbox.cards.value.find((each) => each.id === id);
    if (!card) return;
    const { conflict } = card.outcome.kind === 'conflict' ? card.outcome : {};
    const expectedVersion = conflict?.actual ?? card.sent.expectedVersion;
    const at = past.value && card.sent.undoes === undefined ? position.value : null;
    await deliver({ ...card.sent, id, expectedVersion, at });
  }

  async function undo(undoes: Position, opposite: Compensation): Promise<Answer> {
    endIntroduction();
    const { stream, version: expectedVersion, command, form } = opposite;
    const id = browser.newId();
    return deliver({ id, stream, command, form, expectedVersion, undoes, at: null });
  }

  function endIntroduction(): void {
    if (!player.introducing.value) return;
    player.pause();
    show({ cursor: { kind: 'live' } });
  }

  function travel(): void {
    const asked = parseView(browser.search());
    for (const problem of asked.problems) notices.add('info', problem);
    player.pause();
    const name = asked.view.world ?? view.value.world;
    const { panel, tab } = nobody;
    const branch = asked.view.branch ?? main;
    if (name === view.value.world && branch !== view.value.branch) {
      void travelTo(branch, asked.view);
      return;
    }
    if (name !== view.value.world && worlds.value.some((each) => each.name === name)) {
      void open(name, { panel, tab, ...asked.view }, 'replace');
      return;
    }
    const { world: current } = view.value;
    const fitted = fitToLog({ ...nobody, ...asked.view, world: current }, head.value);
    view.value = fitted.view;
    for (const problem of fitted.problems) notices.add('info', problem);
  }

  async function travelTo(branch: string, asked: Partial<View>): Promise<void> {
    travelling = true;
    const there = await branches.go(branch);
    travelling = false;
    if (!there) return;
    const { world } = view.value;
    view.value = fitToLog({ ...nobody, ...asked, world, branch }, head.value).view;
  }

  // Another core has opened the log that is on show: what was read stands, what
  // the core before it knew of its own is to be asked for again.
  function restore(opened: Opened, afresh: boolean): void {
    const { log: found } = opened;
    branches.list.value = opened.branches;
    const anew = found.guarantee === 'memory' || found.head < head.value;
    if (anew) takeNewLog(found);
    else {
      log.value = found;
      if (afresh || moment.value === null) moments.startOver();
      else moments.stir();
    }
    if (found.guarantee === 'memory') notices.add('error', begunAnew);
    else tellGuarantee(found);
    void checkFilter(view.value.filter); // a filter that was looking through the log begins again
  }

  function takeNewLog(found: Log, how: 'push' | 'replace' = 'replace'): void {
    player.pause();
    generator.reset();
    batch(() => {
      log.value = found;
      logs.value += 1;
      moments.startOver();
      windows.value = {};
      forgetDeploys();
      forgetProjections();
      outbox.cards.value = [];
      show({ branch: found.branch, cursor: { kind: 'live' }, event: null, trial: '' }, how);
    });
  }

  // Back and forward go through branches, too.
  function arrive(found: Log): void {
    const how = travelling || found.branch === view.value.branch ? 'replace' : 'push';
    opened += 1;
    takeNewLog(found, how);
    tellGuarantee(found);
  }

  client.onPush('appended', (push) => {
    log.value = push.log;
    moments.stir();
    if (push.elsewhere) narrator.describe('Another tab recorded events.');
  });
  client.onPush('projected', (state) => {
    learn([state]);
    moments.stir();
  });
  client.onPush('progress', (push) => rebuilds.hear(push));
  client.onPush('guarantee', (push) => {
    log.value = push.log;
    tellGuarantee(push.log);
  });
  client.onPush('preview', (push) => {
    if (opening.value && push.world === view.value.world) preview.value = push;
  });
  // Whatever opening came to, there is something better to be shown now.
  effect(() => {
    if (!opening.value) preview.value = null;
  });
  client.onPush('replaced', (push) => {
    takeNewLog(push.log);
    notices.add('info', 'Another tab started this log over. This page shows the new one.');
  });
  client.onPush('forgotten', ({ persons, elsewhere }) => {
    batch(() => {
      forgets.value += 1;
      outbox.cards.value = outbox.cards.value.filter(
        ({ outcome, sent }) =>
          !persons.includes('stream' in outcome ? outcome.stream : sent.stream),
      );
      moments.startOver();
    });
    if (elsewhere) notices.add('info', forgottenElsewhere(persons));
  });
  client.onPush('mended', (push) => {
    takeNewLog(push.log);
    tellGuarantee(push.log);
  });
  browser.onTravel(travel);

  moments.start();
  effect(() => {
    if (!outbox.busy.value) {
      slow.value = false;
      return;
    }
    return browser.after(noticeable, () => {
      slow.value = true;
    });
  });

  return {
    client,
    view,
    worlds,
    world,
    log,
    branches: branches.list,
    bookmarks: bookmarks.shown,
    preview,
    saving,
    core: recovery.core,
    fatal,
    notices: notices.list,
    theme: themes.theme,
    position,
    head,
    past,
    introducing: player.introducing,
    moment,
    projections: rebuilds.projections,
    progress: rebuilds.progress,
    check: check.state,
    followed: following.followed,
    reading,
    outcomes: outbox.cards,
    used: outbox.used,
    traffic: generator.state,
    windows,
    narration,
    forgets,
    logs,
    playing: player.playing,
    speed: player.speed,

    start,
    async openWorld(name) {
      await open(name, {}, 'push');
    },
    async reset(to) {
      await enter(() => client.request('reset', { to }), view.value.world, {}, 'replace');
    },
    branchFromHere: () => branches.make(position.value),
    branchWhatIf: (whatIf) => branches.makeWhatIf(whatIf),
    goToBranch: (name) => branches.go(name),
    async renameBranch(name, to) {
      await branches.rename(name, to);
      if (view.value.branch === name) show({ branch: to });
    },
    deleteBranch: (name) => branches.remove(name),
    async bookmark(note) {
      await bookmarks.place(position.value, note);
      show({}); // the address has the note from now on
    },
    async removeBookmark() {
      await bookmarks.remove(position.value);
      show({ note: '' });
    },
    async goToBookmark({ branch, position: to, note }) {
      if (!bookmarks.at(to) && !(await branches.go(branch))) return;
      player.pause();
      show({ cursor: { kind: 'at', position: to }, note }, 'push');
    },

    seek: (to) => steps.seek(to),
    step: (by, within) => steps.step(by, within),
    play: () => player.play(),
    pause: () => player.pause(),
    setSpeed: (speed) => player.setSpeed(speed),
    endIntroduction,

    selectStream(stream: StreamID | null, readIn?: string) {
      reading.value = stream !== null && readIn ? { model: readIn, stream } : null;
      if (stream !== view.value.stream) show({ stream }, 'push');
    },
    setFilter: (filter) => show({ filter }),
    openEvent(event) {
      if (event !== view.value.event) show({ event }, 'push');
    },
    setPanel: (panel) => show({ panel }),
    setDrawn: (drawn) => show({ draw: formatDrawn(drawn) }),
    setCompare: (compare) => show({ compare }),
    setTrial: (trial) => show({ trial }),
    askWhy: (place) => show({ why: formatPlace(place), panel: 'blame', tab: 'state' }, 'push'),
    setTab: (tab) => show({ tab }),
    setTheme: (theme) => themes.set(theme),
    showRows(readModel, rows) {
      const { [readModel]: _, ...others } = windows.value;
      windows.value = rows ? { ...others, [readModel]: rows } : others;
    },

    send,
    retry,
    async sendOnBranch(id) {
      const card = outbox.cards.value.find((each) => each.id === id);
      if (!card || !(await branches.make(position.value))) return;
      // On the branch the stream is as it was then, which is what the visitor looked at.
      const { stream } = card.sent;
      const { aggregate } = await client.request('moment', { stream });
      const expectedVersion = aggregate?.version ?? card.sent.expectedVersion;
      await deliver({ ...card.sent, expectedVersion, id: browser.newId(), at: null });
    },
    undo,
    async undoOnBranch(event) {
      if (!(await branches.make(position.value))) return null;
      const { opposite } = await client.request('undo', { position: event });
      return opposite ? undo(event, opposite) : null;
    },
    dismissOutcome: (id) => outbox.dismiss(id),
    setTraffic: (change) => generator.set(change),
    async complete(text, caret) {
      return (await client.request('complete', { text, caret })).options;
    },
    rebuild: (readModel) => rebuilds.rebuild(readModel),
    cancelRebuild: (readModel) => rebuilds.cancel(readModel),
    setPace: (readModel, pace) => rebuilds.setPace(readModel, pace),
    addLate: (readModel) => rebuilds.addLate(readModel),
    resume(readModel, skip) {
      void rebuilds.resume(readModel, skip).then(() => moments.again());
    },
    async setUnknown(readModel, unknown) {
      await rebuilds.setUnknown(readModel, unknown);
      moments.again();
    },

    tryAgain: () => recovery.tryAgain(),
    async askToKeep() {
      const persisted = await browser.persist().catch(() => false);
      if (log.value && persisted) log.value = { ...log.value, persisted };
      notices.add('info', promised(persisted));
    },
    async saveLog() {
      try {
        browser.save(`${view.value.world}.ndjson`, await logFile(client));
      } catch (reason) {
        fail(reason);
      }
    },
    async saveStored() {
      try {
        browser.save('playhead-stored.ndjson', await browser.stored());
      } catch (reason) {
        fail(reason);
      }
    },

    say: (text) => narrator.say(text),
    notify: (kind, text) => notices.add(kind, text),
    dismissNotice: (id) => notices.dismiss(id),
  };
}

function isInterrupted(reason: unknown): boolean {
  return reason instanceof ClientError && reason.code === 'interrupted';
}
