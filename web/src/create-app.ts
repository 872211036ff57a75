// The application: its parts, each of which sits in app/ with one idea, tied
// together, and what the views may see and do of them.

import { batch, signal } from '@preact/signals';
import type { App } from './app';
import { Address } from './app/address';
import { Bookmarks } from './app/bookmarks';
import { Branches } from './app/branches';
import type { Browser } from './app/browser';
import { Commands } from './app/commands';
import { Commentary } from './app/commentary';
import { formatDrawn } from './app/drawn';
import { Logs } from './app/logs';
import { Moments } from './app/moments';
import { Navigation } from './app/navigation';
import { Notices } from './app/notices';
import { formatPlace } from './app/places';
import { type Deck, Player } from './app/player';
import { Projections } from './app/projections';
import { hearPushes } from './app/pushes';
import { Recovery } from './app/recovery';
import { Safekeeping } from './app/safekeeping';
import { savingOf } from './app/saving';
import { Outbox } from './app/sending';
import { Stage } from './app/stage';
import { Steps } from './app/steps';
import { Themes } from './app/themes';
import { Generator } from './app/traffic';
import { Warnings } from './app/warnings';
import type { Client } from './client';
import { Narrator } from './narration';

/** An application that has yet to be started, which asks for its first world. */
export interface Startable extends App {
  start(): Promise<void>;
}

export function createApp(client: Client, browser: Browser): Startable {
  // What is on show, and how the page speaks.
  const narration = signal('');
  const narrator = new Narrator((sentence) => {
    // The same text again would not be a change, and nothing would be said.
    narration.value = sentence === narration.value ? `${sentence}\u00a0` : sentence;
  }, browser);
  const say = (sentence: string) => narrator.say(sentence);
  const notices = new Notices();
  const fail = (reason: unknown) => notices.fail(reason);
  const warnings = new Warnings(notices);
  const themes = new Themes(browser);
  const stage = new Stage(new Address(browser), {
    introducing: () => player.introducing.value,
    noteOf: (asked) => bookmarks.noteOf(asked),
  });
  const { view } = stage;

  // What moves the playhead.
  const deck: Deck = {
    position: () => stage.position.value,
    head: () => stage.head.value,
    move: (to) => stage.show({ cursor: { kind: 'at', position: to } }),
    live: () => stage.show({ cursor: { kind: 'live' } }),
    fail,
  };
  const player = new Player(client, browser, deck);
  const steps = new Steps(client, {
    ...deck,
    pause: () => player.pause(),
    stream: () => view.value.stream,
    say,
  });

  // What is known of the log on show.
  const branches = new Branches(client, {
    current: () => view.value.branch,
    // Back and forward go through branches, too.
    arrived: ({ log }) => logs.arrive(log, navigation.travelling ? 'replace' : 'push'),
    ...{ say, fail },
  });
  const bookmarks = new Bookmarks(client, {
    list: branches.list,
    branch: () => view.value.branch,
    say,
  });
  const projections = new Projections(client, browser, stage, { narrator, notices });
  const { rebuilds, following } = projections;
  const commentary = new Commentary(narrator, { stage, player, bookmarks });
  const moments = new Moments(client, browser, stage, {
    log: () => logs.asked,
    arrived(answer) {
      batch(() => {
        moments.moment.value = answer;
        // In the past the states are those of the moment, not of the projections as they stand.
        if (view.value.cursor.kind === 'live') {
          projections.learn(answer.projections.map((model) => model.state));
        }
      });
      commentary.tell(answer);
    },
    fail,
  });

  // What adds to the log, and what goes to another one.
  const outbox = new Outbox(client);
  const generator = new Generator(client, browser, (append) => outbox.watch(append));
  const speech = { narrator, commentary, notices, warnings };
  const shown = { stage, moments, branches, projections, outbox, player, generator };
  const logs = new Logs(client, { ...shown, ...speech });
  const commands = new Commands(client, browser, { ...shown, ...speech, logs });
  const navigation = new Navigation(client, browser, { ...shown, ...speech, logs });

  // What comes from the core by itself, and what becomes of the page when it dies.
  const recovery = new Recovery(client, {
    world: () => view.value.world,
    branch: () => view.value.branch,
    begun: () => logs.begun,
    begin: () => void navigation.start(),
    restore(opened, afresh) {
      logs.restore(opened, afresh);
      void navigation.checkFilter(); // one that was looking through the log begins again
    },
    read(found) {
      batch(() => {
        stage.opening.value = false;
        stage.world.value ??= found.world;
        stage.log.value = found.log;
      });
    },
    stop(reason) {
      stage.fatal.value = reason;
      if (reason) player.pause();
    },
  });
  const { preview, forgets } = hearPushes(client, { ...shown, ...speech, logs });
  const saving = savingOf(recovery.core, stage, outbox, browser);
  const safekeeping = new Safekeeping(client, browser, stage, notices);
  moments.start();

  return {
    client,
    view,
    worlds: navigation.worlds,
    world: stage.world,
    log: stage.log,
    branches: branches.list,
    bookmarks: bookmarks.shown,
    ...{ preview, saving },
    core: recovery.core,
    fatal: stage.fatal,
    notices: notices.list,
    theme: themes.theme,
    position: stage.position,
    head: stage.head,
    past: stage.past,
    introducing: player.introducing,
    moment: moments.moment,
    projections: rebuilds.projections,
    progress: rebuilds.progress,
    check: projections.check.state,
    followed: following.followed,
    reading: projections.reading,
    outcomes: outbox.cards,
    used: outbox.used,
    traffic: generator.state,
    windows: stage.windows,
    ...{ narration, forgets },
    logs: logs.taken,
    playing: player.playing,
    speed: player.speed,

    start: () => navigation.start(),
    openWorld: (name) => logs.open(name, {}, 'push'),
    reset: (to) => logs.reset(to),

    branchFromHere: () => branches.make(stage.position.value),
    branchWhatIf: (whatIf) => branches.makeWhatIf(whatIf),
    goToBranch: (name) => branches.go(name),
    async renameBranch(name, to) {
      await branches.rename(name, to);
      if (view.value.branch === name) stage.show({ branch: to });
    },
    deleteBranch: (name) => branches.remove(name),
    async bookmark(note) {
      await bookmarks.place(stage.position.value, note);
      stage.show({}); // the address has the note from now on
    },
    async removeBookmark() {
      await bookmarks.remove(stage.position.value);
      stage.show({ note: '' });
    },
    async goToBookmark({ branch, position: to, note }) {
      if (!bookmarks.at(to) && !(await branches.go(branch))) return;
      player.pause();
      stage.show({ cursor: { kind: 'at', position: to }, note }, 'push');
    },

    seek: (to) => steps.seek(to),
    step: (by, within) => steps.step(by, within),
    play: () => player.play(),
    pause: () => player.pause(),
    setSpeed: (speed) => player.setSpeed(speed),
    endIntroduction: () => player.endIntroduction(),

    selectStream(stream, readIn) {
      projections.reading.value = stream !== null && readIn ? { model: readIn, stream } : null;
      if (stream !== view.value.stream) stage.show({ stream }, 'push');
    },
    setFilter: (filter) => stage.show({ filter }),
    openEvent(event) {
      if (event !== view.value.event) stage.show({ event }, 'push');
    },
    setPanel: (panel) => stage.show({ panel }),
    setDrawn: (drawn) => stage.show({ draw: formatDrawn(drawn) }),
    setCompare: (compare) => stage.show({ compare }),
    setTrial: (trial) => stage.show({ trial }),
    askWhy: (place) =>
      stage.show({ why: formatPlace(place), panel: 'blame', tab: 'state' }, 'push'),
    setTab: (tab) => stage.show({ tab }),
    setTheme: (theme) => themes.set(theme),
    showRows: (readModel, rows) => stage.showRows(readModel, rows),

    send: (stream, command, form, expected) => commands.send(stream, command, form, expected),
    retry: (id) => commands.retry(id),
    sendOnBranch: (id) => commands.sendOnBranch(id),
    undo: (event, opposite) => commands.undo(event, opposite),
    undoOnBranch: (event) => commands.undoOnBranch(event),
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
    askToKeep: () => safekeeping.askToKeep(),
    saveLog: () => safekeeping.saveLog(),
    saveStored: () => safekeeping.saveStored(),

    say,
    notify: (kind, text) => notices.add(kind, text),
    dismissNotice: (id) => notices.dismiss(id),
  };
}
