// What the timeline shows: the span in view, the stretches that were fetched
// for it, and how both follow the playhead and the log.

import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { App } from '../../app';
import { Latest } from '../../app/latest';
import type { Position, TimelineParams, TimelineResult } from '../../protocol';
import { laneWindow, type Rows } from '../../timeline/lanes';
import {
  betweenSpans,
  clampSpan,
  comfortable,
  extentOf,
  followSpan,
  initialSpan,
  panSpan,
  resizeSpan,
  revealSpan,
  room,
  type Span,
  shows,
  showsAll,
  sizeOf,
  zoomSpan,
} from '../../timeline/span';
import {
  type Ask,
  askForLog,
  askForSpan,
  type KnownTime,
  type Stretch,
  timeIn,
  unpack,
} from '../../timeline/stretch';
import { Diamonds } from './diamonds';

/** The distance from bar to bar of the overview, in pixels. */
const barPitch = 6;

/** How long an eased move of the span takes, in milliseconds. */
const glideTime = 160;

/** The room that the views have, in pixels. */
export interface Room {
  /** The width of the overview's axis and of the lanes'. */
  readonly overview: number;
  readonly lanes: number;
  /** The height of the lanes that can be seen at once. */
  readonly height: number;
}

/** A request of one of the two strips; the answer does not name its lanes. */
type Wanted = TimelineParams;

/** Where the playhead and the log were when the span was last adjusted to them. */
interface Followed {
  readonly head: number;
  readonly position: number;
  readonly live: boolean;
}

/** Stage holds what the overview and the lanes draw. Nothing in it is drawn or touched. */
export class Stage {
  readonly room = signal<Room>({ overview: 0, lanes: 0, height: 0 });
  readonly rows = signal<Rows>({ lane: 28, ruler: 26 });
  /** How far the lanes are scrolled, in pixels. */
  readonly scrolled = signal(0);
  /** The pointer scrubs: the span moves only as far as it must, and at once. */
  readonly scrubbing = signal(false);

  /** The whole log, and the part of it in view; null until they arrive. */
  readonly overview = signal<Stretch | null>(null);
  readonly lanes = signal<Stretch | null>(null);
  /** The snapshots of the selected stream, in view. */
  readonly diamonds: Diamonds;
  /** Why the timeline could not be fetched, in a sentence. */
  readonly problem = signal<string | null>(null);

  /** The span as it is drawn; where it glides to is #target. */
  readonly span: ReadonlySignal<Span>;
  readonly #span = signal<Span>(extentOf(0));
  readonly #target = signal<Span>(extentOf(0));
  /** Somebody asked to see all of the log, so it stays in view as it grows. */
  #all = false;
  #followed: Followed | null = null;
  #gliding = 0;

  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #app: App;
  readonly #fetchOverview: Latest<Wanted, TimelineResult>;
  readonly #fetchLanes: Latest<Wanted, TimelineResult>;
  /** Counts the logs that were shown: what was fetched of another is of no use. */
  readonly #shown = signal(0);

  constructor(app: App) {
    this.#app = app;
    this.span = this.#span;
    this.#fetchOverview = this.#fetching(this.overview);
    this.#fetchLanes = this.#fetching(this.lanes);
    this.diamonds = new Diamonds(app, () =>
      askForSpan(this.#target.value, app.head.value, this.room.value.lanes),
    );
  }

  /** Begins to follow the application, until the returned function is called. */
  start(): () => void {
    const ends = [
      effect(() => this.#startOver(this.#app.moment.value === null)),
      effect(() => this.#follow()),
      this.#fetch(this.#fetchOverview, () => this.#overviewWanted()),
      this.#fetch(this.#fetchLanes, () => this.#lanesWanted()),
      this.diamonds.start(),
    ];
    return () => {
      for (const end of ends) end();
      this.#stopGliding();
      this.#forget();
    };
  }

  /** Zooms around a point of the axis; a factor below 1 shows less, closer. */
  zoom(at: number, factor: number, how: 'now' | 'eased' = 'now'): void {
    this.#choose(zoomSpan(this.#target.value, at, factor, this.#head), how);
  }

  /** Zooms around the playhead, or the middle when it is out of view. */
  zoomAtPlayhead(factor: number): void {
    const { value: target } = this.#target;
    const { value: position } = this.#app.position;
    const middle = (target.start + target.end) / 2;
    this.zoom(shows(target, position) ? position : middle, factor, 'eased');
  }

  /** Moves the span by slots. */
  pan(by: number): void {
    this.#choose(panSpan(this.#target.value, by, this.#head), 'now');
  }

  /** Shows exactly this, as nearly as the log allows. */
  show(span: Span): void {
    this.#choose(clampSpan(span, this.#head), 'now');
  }

  /** Moves one end of the span `from` to a point of the axis. */
  resize(from: Span, end: 'start' | 'end', to: number): void {
    this.#choose(resizeSpan(from, end, to, this.#head), 'now');
  }

  /** Shows all of the log, and goes on doing so as it grows. */
  showAll(): void {
    this.#choose(extentOf(this.#head), 'eased');
  }

  /** Brings the playhead into view. */
  reveal(): void {
    this.#move(revealSpan(this.#target.value, this.#app.position.value, this.#head), 'eased');
  }

  /** A tenth of what is in view, in events. */
  page(): number {
    return Math.max(1, Math.round(sizeOf(this.#target.value) / 10));
  }

  /** Moves the playhead while the pointer holds it; at the end of the log it is live. */
  seek(position: number): void {
    if (position === this.#app.position.value) return;
    this.#app.seek(position >= this.#head ? 'live' : (position as Position));
  }

  /** When the event at a position was recorded, as far as that is known by now. */
  timeOf(position: number): KnownTime | null {
    const { value: moment } = this.#app.moment;
    if (moment?.event && moment.event.position === position) {
      return { timestamp: moment.event.timestamp, precision: 'exact' };
    }
    const { value: lanes } = this.lanes;
    const { value: overview } = this.overview;
    return (lanes && timeIn(lanes, position)) ?? (overview && timeIn(overview, position));
  }

  /** Asks again for what could not be fetched. */
  retry(): void {
    this.#shown.value += 1;
  }

  get #head(): number {
    return this.#app.head.value;
  }

  // The moment is unknown exactly when another log was opened or this one started over.
  #startOver(unknown: boolean): void {
    if (!unknown) return;
    this.#forget();
    this.#followed = null;
    this.overview.value = null;
    this.lanes.value = null;
    this.problem.value = null;
    this.scrolled.value = 0;
    this.#shown.value = untracked(() => this.#shown.value) + 1;
  }

  #forget(): void {
    this.#fetchOverview.forget();
    this.#fetchLanes.forget();
  }

  // Called when the playhead, the log or the room for it changed.
  #follow(): void {
    const now: Followed = {
      head: this.#app.head.value,
      position: this.#app.position.value,
      live: this.#app.view.value.cursor.kind === 'live',
    };
    const { lanes: width } = this.room.value;
    this.#shown.value;
    if (width === 0) return;
    const before = this.#followed;
    this.#followed = now;
    untracked(() => {
      if (!before || now.head < before.head) this.#begin(now, width);
      else if (now.head !== before.head || now.position !== before.position) {
        this.#adjust(before, now, width);
      }
    });
  }

  #begin({ head, position }: Followed, width: number): void {
    this.#all = false;
    this.#move(revealSpan(initialSpan(head, width), position, head), 'now');
  }

  #adjust(before: Followed, now: Followed, width: number): void {
    const { value: target } = this.#target;
    if (before.live && now.live) {
      // Who looks elsewhere while the log grows is left in peace.
      const most = this.#all ? Number.POSITIVE_INFINITY : Math.max(room + 1, width / comfortable);
      if (shows(target, before.position)) {
        this.#move(followSpan(target, before.head, now.head, most), 'now');
      }
      return;
    }
    const span = this.#all ? extentOf(now.head) : target;
    const seen = now.position !== before.position;
    const next = seen ? revealSpan(span, now.position, now.head) : clampSpan(span, now.head);
    this.#move(next, this.scrubbing.value ? 'now' : 'eased');
  }

  #choose(span: Span, how: 'now' | 'eased'): void {
    this.#all = showsAll(span, this.#head);
    this.#move(span, how);
  }

  #move(span: Span, how: 'now' | 'eased'): void {
    const { start, end } = this.#target.peek();
    if (span.start === start && span.end === end) return;
    this.#stopGliding();
    this.#target.value = span;
    if (how === 'now' || this.#still.matches) this.#span.value = span;
    else this.#glide(this.#span.peek(), span);
  }

  #glide(from: Span, to: Span): void {
    const began = performance.now();
    const next = (now: number) => {
      const part = Math.min(1, Math.max(0, now - began) / glideTime);
      this.#span.value = part < 1 ? betweenSpans(from, to, part) : to;
      this.#gliding = part < 1 ? requestAnimationFrame(next) : 0;
    };
    this.#gliding = requestAnimationFrame(next);
  }

  #stopGliding(): void {
    if (this.#gliding !== 0) cancelAnimationFrame(this.#gliding);
    this.#gliding = 0;
  }

  #fetching(into: { value: Stretch | null }): Latest<Wanted, TimelineResult> {
    return new Latest(
      (wanted) => this.#app.client.request('timeline', wanted),
      (result, { lanes }) => {
        this.problem.value = null;
        // The log may have shrunk meanwhile: another tab started it over.
        into.value = result.buckets > 0 ? unpack(result, lanes.from) : null;
      },
      (reason) => {
        this.problem.value = reason instanceof Error ? reason.message : String(reason);
      },
    );
  }

  // Signals compare by identity, so what is wanted is text: a pan within a slot asks for nothing.
  #fetch(latest: Latest<Wanted, TimelineResult>, want: () => Wanted | null): () => void {
    const wanted = computed(() => JSON.stringify([this.#shown.value, want()]));
    return effect(() => {
      const params = JSON.parse(wanted.value)[1] as Wanted | null;
      if (params) latest.want(params);
    });
  }

  #overviewWanted(): Wanted | null {
    if (!this.#app.world.value) return null;
    const ask = askForLog(this.#app.head.value, this.room.value.overview, barPitch);
    return ask && paramsOf(ask, { from: 0, count: 0 });
  }

  #lanesWanted(): Wanted | null {
    if (!this.#app.world.value) return null;
    const { lanes: width, height } = this.room.value;
    const ask = askForSpan(this.#target.value, this.#app.head.value, width);
    if (!ask || height === 0) return null;
    const params = paramsOf(ask, laneWindow(this.scrolled.value, height, this.rows.value.lane));
    const { stream } = this.#app.view.value;
    return stream === null ? params : { ...params, stream };
  }
}

function paramsOf({ from, to, buckets }: Ask, lanes: TimelineParams['lanes']): TimelineParams {
  return { from: from as Position, to: to as Position, buckets, lanes };
}
