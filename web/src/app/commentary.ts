// What somebody who does not see the page hears of the moment on show: where the
// playhead rests, and what their own command did. What others record meanwhile
// would never let them finish.

import type { Narrator } from '../narration';
import type { Moment, Position } from '../protocol';
import type { Bookmarks } from './bookmarks';
import type { Player } from './player';
import type { Stage } from './stage';

/** What Commentary looks at. */
export interface Scene {
  readonly stage: Stage;
  readonly player: Player;
  readonly bookmarks: Bookmarks;
}

/** Commentary describes moments that are worth it. */
export class Commentary {
  readonly #narrator: Narrator;
  readonly #scene: Scene;
  /** The last event of the visitor's own that is yet to be described. */
  #own: Position | null = null;

  constructor(narrator: Narrator, scene: Scene) {
    this.#narrator = narrator;
    this.#scene = scene;
  }

  /** Describes a moment that is shown from now on, if anybody waits for it. */
  tell({ position, narration }: Moment): void {
    const { stage, player } = this.#scene;
    if (player.playing.value) this.#narrator.quiet();
    else if (stage.view.value.cursor.kind === 'at') this.#narrator.describe(this.#noted(narration));
    else if (position === this.#own) {
      this.#narrator.describe(narration);
      this.#own = null;
    }
  }

  /** Waits for the moment of an event that the visitor has recorded, which may be on show already. */
  expect(own: Position | null, shown: Moment | null): void {
    this.#own = own;
    if (shown && shown.position === own) this.tell(shown);
  }

  #noted(sentence: string): string {
    const { stage, bookmarks } = this.#scene;
    const note = bookmarks.noteOf(stage.view.value);
    return note === '' ? sentence : `${sentence} Bookmark: ${note}`;
  }
}
