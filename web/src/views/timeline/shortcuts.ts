// The timeline's keys, wherever on the page they are pressed.

import type { App } from '../../app';
import type { Position } from '../../protocol';
import { type KeyAction, keyAction } from '../../timeline/keys';
import type { Stage } from './stage';

/** Where keys are typed, or have a meaning of their own that the browser gives them. */
const typing = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
const pressable = 'button, a[href], summary, [role="button"], [role="tab"], [role="switch"]';

/** Listens for keys until the returned function is called. */
export function listenForKeys(app: App, stage: Stage): () => void {
  const listener = (event: KeyboardEvent) => {
    const action = keyAction(event);
    if (!action || event.defaultPrevented || event.isComposing || belongs(event, action)) return;
    event.preventDefault();
    // Holding the space bar down is one press.
    if (action.kind === 'playOrPause' && event.repeat) return;
    perform(action, app, stage);
  };
  document.addEventListener('keydown', listener);
  return () => document.removeEventListener('keydown', listener);
}

// Whether the key belongs to what has the focus, or to a dialog.
function belongs({ target }: KeyboardEvent, { kind }: KeyAction): boolean {
  if (document.querySelector('dialog:modal')) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest(typing)) return true;
  if (kind === 'playOrPause') return target.closest(pressable) !== null;
  const scrolls = kind === 'page' || kind === 'first' || kind === 'latest';
  return scrolls && target !== document.body && isScrollable(target);
}

function isScrollable(element: Element): boolean {
  if (element.scrollHeight <= element.clientHeight) return false;
  const { overflowY } = getComputedStyle(element);
  return overflowY === 'auto' || overflowY === 'scroll';
}

/** Does what a key asks for. */
export function perform(action: KeyAction, app: App, stage: Stage): void {
  switch (action.kind) {
    case 'step':
      void app.step(action.by, action.within);
      return;
    case 'page':
      pageBy(action.by * stage.page(), app, stage);
      return;
    case 'zoom':
      stage.zoomAtPlayhead(action.closer ? 1 / 1.5 : 1.5);
      return;
    case 'first':
      toFirst(app);
      return;
    case 'latest':
      app.seek('live');
      return;
    case 'playOrPause':
      playOrPause(app);
      return;
    default:
      assertUnreachable(action);
  }
}

/** Moves the playhead to the first event, if there is one. */
export function toFirst(app: App): void {
  app.seek(Math.min(1, app.head.value) as Position);
}

/** Plays, or pauses when it plays. */
export function playOrPause(app: App): void {
  if (app.playing.value) app.pause();
  else app.play();
}

function pageBy(by: number, app: App, stage: Stage): void {
  stage.seek(Math.min(app.head.value, Math.max(0, app.position.value + by)));
}

function assertUnreachable(value: never): never {
  throw new Error(`no such action: ${JSON.stringify(value)}`);
}
