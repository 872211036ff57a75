// What the application needs of the browser around it, so that tests can
// bring a smaller one.

import type { Clock } from '../narration';
import { storedFile } from './stored-file';

export interface Browser extends Clock {
  /** The query of the page's address, with its question mark. */
  search(): string;
  /** Puts a query into the address, as a new step of the history or in place of the current one. */
  goTo(search: string, how: 'push' | 'replace'): void;
  /** Calls back when the visitor went back or forward in the history. */
  onTravel(callback: () => void): void;
  /** Whether the visitor asked for less motion. */
  reducedMotion(): boolean;
  /** Milliseconds from some fixed moment; never used to order events. */
  now(): number;
  /** Calls back once before the next frame is drawn, with now(), unless cancelled. */
  frame(callback: (now: number) => void): () => void;
  /** A new UUID. */
  newId(): string;
  /** Hands the visitor a file. */
  save(name: string, content: Blob): void;
  /** All that it keeps for this page, as a file. */
  stored(): Promise<Blob>;
  /** Asks it not to delete what it keeps for this page; whether it promised. Some ask the visitor. */
  persist(): Promise<boolean>;
  /** Small preferences; never data of the log. Reading and writing may both come to nothing. */
  preference(name: string): string | null;
  setPreference(name: string, value: string): void;
}

/** A browser that asks where to put a file waits for the visitor, in milliseconds. */
const downloadStarts = 600_000;

/** The browser that the page runs in. */
export function windowBrowser(): Browser {
  return {
    search: () => location.search,
    goTo(search, how) {
      const address = `${location.pathname}${search}${location.hash}`;
      if (how === 'push') history.pushState(null, '', address);
      else history.replaceState(null, '', address);
    },
    onTravel: (callback) => addEventListener('popstate', callback),
    reducedMotion: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
    now: () => performance.now(),
    frame(callback) {
      const id = requestAnimationFrame(callback);
      return () => cancelAnimationFrame(id);
    },
    after(milliseconds, callback) {
      const id = setTimeout(callback, milliseconds);
      return () => clearTimeout(id);
    },
    newId: randomUUID,
    save(name, content) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(content);
      link.download = name;
      link.click();
      // The browser takes the content when it starts the download, which is not at once.
      setTimeout(() => URL.revokeObjectURL(link.href), downloadStarts);
    },
    stored: storedFile,
    // Without https there is no storage to ask.
    persist: async () => (await navigator.storage?.persist?.()) ?? false,
    // Reading localStorage throws where the visitor has blocked site data, and
    // writing throws in some private windows.
    preference(name) {
      try {
        return localStorage.getItem(`playhead.${name}`);
      } catch {
        return null;
      }
    },
    setPreference(name, value) {
      try {
        localStorage.setItem(`playhead.${name}`, value);
      } catch {
        // The preference holds until the tab closes, which is all that can be had.
      }
    },
  };
}

// crypto.randomUUID exists only on https and localhost; a class may open the
// page at the teacher's address in the local network.
function randomUUID(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40; // version 4
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80; // variant of RFC 9562
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
