import { computed, type ReadonlySignal, type Signal } from '@preact/signals';
import type { View } from '../app';
import type { Client } from '../client';
import type { Bookmark, BranchesResult, Position } from '../protocol';
import { bookmarksOn } from '../timeline/bookmarks';

/** What Bookmarks has to know of the application, and does to it. */
export interface Shelf {
  /** The branches, and the bookmarks in all of them. */
  readonly list: Signal<BranchesResult>;
  /** The branch on show. */
  branch(): string;
  say(sentence: string): void;
}

/** Bookmarks puts bookmarks into the log on show, and takes them away. */
export class Bookmarks {
  /** Those of the log on show, in the order of their events. */
  readonly shown: ReadonlySignal<readonly Bookmark[]>;
  readonly #client: Client;
  readonly #shelf: Shelf;

  constructor(client: Client, shelf: Shelf) {
    this.#client = client;
    this.#shelf = shelf;
    this.shown = computed(() => bookmarksOn(shelf.list.value, shelf.branch()));
  }

  /** The bookmark at a position of the log on show. */
  at(position: Position): Bookmark | undefined {
    return this.shown.value.find((each) => each.position === position);
  }

  /** What the moment that a view shows is remembered for: what a link says of it, unless there is a bookmark. */
  noteOf({ cursor, note }: View): string {
    if (cursor.kind === 'live') return '';
    return this.at(cursor.position)?.note ?? note;
  }

  /** Puts a bookmark there, or gives the one that is there another note. Fails with the core's own words. */
  async place(position: Position, note: string): Promise<void> {
    const known = this.at(position) !== undefined;
    this.#shelf.list.value = await this.#client.request('bookmark', { position, note });
    this.#shelf.say(
      known ? `Event ${position} has another note.` : `Event ${position} has a bookmark.`,
    );
  }

  /** Takes the bookmark there away. Fails with the core's own words. */
  async remove(position: Position): Promise<void> {
    this.#shelf.list.value = await this.#client.request('removeBookmark', { position });
    this.#shelf.say(`The bookmark at event ${position} is removed.`);
  }
}
