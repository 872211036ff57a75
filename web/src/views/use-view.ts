import { useComputed } from '@preact/signals';
import type { App, View } from '../app';
import type { Position } from '../protocol';

/**
 * One part of the view. The cursor moves with every step of the playhead; who
 * takes app.view as a whole is drawn again with it.
 */
export function useView<K extends Exclude<keyof View, 'cursor'>>(app: App, part: K): View[K] {
  return useComputed(() => app.view.value[part]).value;
}

/**
 * The position of what the page shows. It comes to the playhead's when the
 * state there is known: all that is text and boxes changes in one go, in one frame.
 */
export function shownPosition(app: App): Position {
  return app.moment.value?.position ?? app.position.value;
}

/** The position of what the page shows, for a view that is drawn again with it. */
export function useShownPosition(app: App): Position {
  return useComputed(() => shownPosition(app)).value;
}
