import { signal } from '@preact/signals';
import type { Notice } from '../app';
import { reasonOf, toldElsewhere } from './reason';

/** More than a few at once would push the page away; the oldest go. */
const most = 4;

/** Notices are what the page has to say that belongs to no single place. */
export class Notices {
  readonly list = signal<Notice[]>([]);
  #lastId = 0;

  /** A notice that stays is there until it is dismissed, whatever comes after it. */
  add(kind: Notice['kind'], text: string, stays = false): void {
    if (this.list.value.some((notice) => notice.text === text)) return;
    this.#lastId += 1;
    const all = [...this.list.value, { id: this.#lastId, kind, text, stays }];
    const oldest = all.find((notice) => !notice.stays);
    this.list.value = all.length > most ? all.filter((notice) => notice !== oldest) : all;
  }

  /** Tells why something failed, unless that is told elsewhere. */
  fail(reason: unknown): void {
    if (!toldElsewhere(reason)) this.add('error', reasonOf(reason));
  }

  dismiss(id: number): void {
    this.list.value = this.list.value.filter((notice) => notice.id !== id);
  }
}
