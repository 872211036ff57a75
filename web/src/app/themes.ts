import { signal } from '@preact/signals';
import type { Theme } from '../app';
import type { Browser } from './browser';

const themes: readonly string[] = ['auto', 'light', 'dark'] satisfies Theme[];

/** Themes keeps the visitor's choice of light, dark or the system's own. */
export class Themes {
  readonly theme = signal<Theme>('auto');
  readonly #browser: Browser;

  constructor(browser: Browser) {
    this.#browser = browser;
    const kept = browser.preference('theme');
    if (kept !== null && themes.includes(kept)) this.theme.value = kept as Theme;
  }

  set(theme: Theme): void {
    this.theme.value = theme;
    this.#browser.setPreference('theme', theme);
  }
}
