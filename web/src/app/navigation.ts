// What the address asks for: when the page is opened, and when the visitor
// goes back or forward in the history.

import { signal } from '@preact/signals';
import type { View } from '../app';
import { type Client, ClientError } from '../client';
import type { WorldName } from '../protocol';
import { fitToLog, parseView } from '../view-url';
import { type Branches, main } from './branches';
import type { Browser } from './browser';
import type { Logs } from './logs';
import type { Notices } from './notices';
import type { Player } from './player';
import { reasonOf, toldElsewhere } from './reason';
import { notStarted, unknownWorld } from './sentences';
import { type Stage, usual } from './stage';

/** The world that a visitor without a link finds. */
const firstWorld = 'Bank';

/** What Navigation moves. */
export interface Vehicle {
  readonly stage: Stage;
  readonly logs: Logs;
  readonly branches: Branches;
  readonly player: Player;
  readonly notices: Notices;
}

/** Navigation goes where the address points, and says what of it cannot be. */
export class Navigation {
  readonly worlds = signal<WorldName[]>([]);
  readonly #client: Client;
  readonly #browser: Browser;
  readonly #vehicle: Vehicle;
  #travelling = false;

  constructor(client: Client, browser: Browser, vehicle: Vehicle) {
    this.#client = client;
    this.#browser = browser;
    this.#vehicle = vehicle;
    browser.onTravel(() => this.#travel());
  }

  /** Whether the visitor goes back or forward to another branch: the history has that step already. */
  get travelling(): boolean {
    return this.#travelling;
  }

  /** Asks which worlds there are, and opens the one that the address asks for. */
  async start(): Promise<void> {
    const { stage, logs } = this.#vehicle;
    const asked = this.#read();
    stage.view.value = { ...usual, world: asked.world ?? firstWorld };
    try {
      this.worlds.value = (await this.#client.request('worlds')).worlds;
    } catch (reason) {
      if (!toldElsewhere(reason)) stage.fatal.value = notStarted(reasonOf(reason));
      return;
    }
    const name = this.#known(asked.world);
    const known = asked.world === undefined || asked.world === name;
    await logs.open(name, known ? asked : {}, 'replace');
    await this.checkFilter();
  }

  /**
   * Says what is wrong with the filter in the address, if anything is. The events' own box says it
   * too, but at phone width it may be out of sight.
   */
  async checkFilter(): Promise<void> {
    const { stage, notices } = this.#vehicle;
    const { filter } = stage.view.value;
    if (filter === '') return;
    try {
      const at = stage.position.value;
      await this.#client.request('events', { filter, from: 0, count: 0, at });
    } catch (reason) {
      if (!(reason instanceof ClientError) || reason.code !== 'bad_filter') return;
      notices.add('info', `The filter in the address cannot be used: ${reason.message}`);
    }
  }

  #read(): Partial<View> {
    const { view, problems } = parseView(this.#browser.search());
    for (const problem of problems) this.#vehicle.notices.add('info', problem);
    return view;
  }

  #known(asked: string | undefined): string {
    const names = this.worlds.value.map((each) => each.name);
    const fallback = names.includes(firstWorld) ? firstWorld : (names[0] ?? firstWorld);
    if (asked === undefined || names.includes(asked)) return asked ?? fallback;
    this.#vehicle.notices.add('info', unknownWorld(asked, fallback));
    return fallback;
  }

  #travel(): void {
    const { stage, logs, player } = this.#vehicle;
    const asked = this.#read();
    player.pause();
    const { world, branch } = stage.view.value;
    const name = asked.world ?? world;
    if (name !== world && this.worlds.value.some((each) => each.name === name)) {
      const { panel, tab } = usual;
      void logs.open(name, { panel, tab, ...asked }, 'replace');
    } else if (name === world && (asked.branch ?? main) !== branch) {
      void this.#travelTo(asked.branch ?? main, asked);
    } else {
      const { view, problems } = this.#fitted({ ...asked, world });
      stage.view.value = view;
      for (const problem of problems) this.#vehicle.notices.add('info', problem);
    }
  }

  async #travelTo(branch: string, asked: Partial<View>): Promise<void> {
    const { stage, branches } = this.#vehicle;
    this.#travelling = true;
    const there = await branches.go(branch);
    this.#travelling = false;
    if (!there) return;
    const { world } = stage.view.value;
    stage.view.value = this.#fitted({ ...asked, world, branch }).view;
  }

  #fitted(asked: Partial<View>): ReturnType<typeof fitToLog> {
    return fitToLog({ ...usual, ...asked }, this.#vehicle.stage.head.value);
  }
}
