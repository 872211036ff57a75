// Which log is on show: opening one, taking another in its place, and having
// it back when the core behind it is another.

import { batch, signal } from '@preact/signals';
import type { View } from '../app';
import { type Client, ClientError } from '../client';
import type { Log, Opened } from '../protocol';
import { fitToLog } from '../view-url';
import { type Branches, main } from './branches';
import type { Moments } from './moments';
import type { Notices } from './notices';
import type { Player } from './player';
import type { Projections } from './projections';
import { openingToldElsewhere, reasonOf } from './reason';
import type { Outbox } from './sending';
import { begunAnew, noBranch, notOpened, notStartedOver } from './sentences';
import { forgetDeploys } from './snapshots';
import { type Stage, usual } from './stage';
import type { Generator } from './traffic';
import type { Warnings } from './warnings';

/** The parts of the application that are about one log, and go over to another with it. */
export interface Household {
  readonly stage: Stage;
  readonly moments: Moments;
  readonly branches: Branches;
  readonly projections: Projections;
  readonly outbox: Outbox;
  readonly player: Player;
  readonly generator: Generator;
  readonly notices: Notices;
  readonly warnings: Warnings;
}

/** Logs opens logs. What is asked of one while another is asked for comes too late. */
export class Logs {
  /** Counts how often the log on show was taken for another, rather than grew. */
  readonly taken = signal(0);
  readonly #client: Client;
  readonly #house: Household;
  #begun = false;
  #asked = 0;

  constructor(client: Client, house: Household) {
    this.#client = client;
    this.#house = house;
  }

  /** Whether a log was on show since the page was opened. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Which log was asked for last, as a number that no other has. */
  get asked(): number {
    return this.#asked;
  }

  /** Opens a world's log, and shows of it what is asked for. It never fails: the page says why. */
  async open(world: string, asked: Partial<View>, how: 'push' | 'replace'): Promise<void> {
    await this.#enter(() => this.#request(world, asked.branch ?? main), world, asked, how);
  }

  /** Starts the world on show over. Where that fails, what there was is opened again. */
  async reset(to: 'example' | 'empty'): Promise<void> {
    const { world } = this.#house.stage.view.value;
    await this.#enter(() => this.#requestReset(to), world, {}, 'replace');
  }

  /** Shows a log that the core has gone to, as a new step of the history where it is another branch. */
  arrive(found: Log, how: 'push' | 'replace'): void {
    const { stage, warnings } = this.#house;
    this.#asked += 1;
    this.take(found, found.branch === stage.view.value.branch ? 'replace' : how);
    warnings.tell(found);
  }

  /** Shows another log in place of the one on show, live. */
  take(found: Log, how: 'push' | 'replace' = 'replace'): void {
    const { stage, moments } = this.#house;
    this.#halt();
    batch(() => {
      stage.log.value = found;
      this.taken.value += 1;
      moments.startOver();
      this.#forget();
      stage.show({ branch: found.branch, cursor: { kind: 'live' }, event: null, trial: '' }, how);
    });
  }

  /**
   * Goes on with the log on show as another core has opened it: what was read stands, unless it is
   * asked for afresh; what the core before it knew of its own is asked for again.
   */
  restore({ log: found, branches: list }: Opened, afresh: boolean): void {
    const { stage, moments, branches, notices, warnings } = this.#house;
    branches.list.value = list;
    const anew = found.guarantee === 'memory' || found.head < stage.head.value;
    if (anew) this.take(found);
    else {
      stage.log.value = found;
      if (afresh || moments.moment.value === null) moments.startOver();
      else moments.stir();
    }
    if (found.guarantee === 'memory') notices.add('error', begunAnew);
    else warnings.tell(found);
  }

  // A link may name a branch that is in another browser, or deleted.
  async #request(world: string, branch: string): Promise<Opened> {
    const { notices, projections } = this.#house;
    const { settings } = projections;
    try {
      return await this.#client.request('open', {
        ...{ world, ...settings.of(world, branch) },
        ...(branch !== main && { branch }),
      });
    } catch (reason) {
      if (!(reason instanceof ClientError) || branch === main) throw reason;
      if (reason.code === 'not_found') notices.add('info', noBranch(branch));
      else if (reason.code === 'damaged') notices.add('error', reason.message);
      else throw reason;
      return this.#client.request('open', { world, ...settings.of(world, main) });
    }
  }

  async #requestReset(to: 'example' | 'empty'): Promise<Opened> {
    const { stage, notices } = this.#house;
    const { world, branch } = stage.view.value;
    try {
      return await this.#client.request('reset', { to });
    } catch (reason) {
      // Whether one that was interrupted took effect is not known.
      if (openingToldElsewhere(reason) || isInterrupted(reason)) throw reason;
      notices.add('error', notStartedOver(world, reasonOf(reason)));
      return this.#request(world, branch);
    }
  }

  async #enter(
    request: () => Promise<Opened>,
    name: string,
    asked: Partial<View>,
    how: 'push' | 'replace',
  ): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    this.#leave(name);
    try {
      const answer = await request();
      if (mine === this.#asked) this.#install(answer, asked, how);
    } catch (reason) {
      if (mine === this.#asked && !openingToldElsewhere(reason)) this.#stayOut(name, reason);
    }
  }

  #leave(name: string): void {
    const { stage, moments } = this.#house;
    this.#halt();
    moments.forget();
    batch(() => {
      stage.opening.value = true;
      stage.fatal.value = stage.fatal.value?.kind === 'open' ? null : stage.fatal.value;
      stage.view.value = { ...stage.view.value, world: name };
    });
  }

  #install(answer: Opened, asked: Partial<View>, how: 'push' | 'replace'): void {
    const { stage, moments, branches, outbox, player, notices, warnings } = this.#house;
    const { panel, tab } = stage.view.value;
    const wanted: View = {
      ...usual,
      ...{ stream: answer.world.example || null, panel, tab },
      ...asked,
      world: answer.world.name,
      branch: answer.log.branch,
    };
    const fitted = fitToLog(wanted, answer.log.head);
    this.#begun = true;
    warnings.startOver();
    batch(() => {
      stage.opening.value = false;
      stage.world.value = answer.world;
      stage.log.value = answer.log;
      this.taken.value += 1;
      branches.list.value = answer.branches;
      moments.moment.value = null;
      this.#forget();
      outbox.failure.value = null;
      stage.show(fitted.view, how);
      if (answer.seeded && asked.cursor === undefined) player.introduce();
      for (const problem of fitted.problems) notices.add('info', problem);
      warnings.tell(answer.log);
    });
  }

  #stayOut(name: string, reason: unknown): void {
    const { stage, moments, notices } = this.#house;
    if (isInterrupted(reason) && stage.world.value?.name === name) {
      stage.opening.value = false; // the log that was on show was opened again
      moments.startOver();
      notices.fail(reason);
      return;
    }
    batch(() => {
      stage.opening.value = false;
      stage.world.value = null;
      stage.log.value = null;
      moments.moment.value = null;
      stage.fatal.value = notOpened(name, reasonOf(reason));
    });
  }

  /** Stops what goes on by itself in the log on show. */
  #halt(): void {
    this.#house.player.pause();
    this.#house.generator.reset();
  }

  /** Drops what was known of the log that is left. */
  #forget(): void {
    const { stage, projections, outbox } = this.#house;
    stage.windows.value = {};
    forgetDeploys();
    projections.forget();
    outbox.cards.value = [];
  }
}

function isInterrupted(reason: unknown): boolean {
  return reason instanceof ClientError && reason.code === 'interrupted';
}
