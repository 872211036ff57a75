// What the core says by itself about the log on show, and what the page makes of it.

import { batch, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../client';
import type { Narrator } from '../narration';
import type { PreviewPush } from '../protocol';
import type { Logs } from './logs';
import type { Moments } from './moments';
import type { Notices } from './notices';
import type { Projections } from './projections';
import type { Outbox } from './sending';
import { forgottenElsewhere } from './sentences';
import type { Stage } from './stage';
import type { Warnings } from './warnings';

/** Who is told. */
export interface Listeners {
  readonly stage: Stage;
  readonly logs: Logs;
  readonly moments: Moments;
  readonly projections: Projections;
  readonly outbox: Outbox;
  readonly narrator: Narrator;
  readonly notices: Notices;
  readonly warnings: Warnings;
}

/** What is known by pushes alone. */
export interface Heard {
  /** The end of a long log that is being opened. */
  readonly preview: ReadonlySignal<PreviewPush | null>;
  /** Counts how often persons were forgotten. */
  readonly forgets: ReadonlySignal<number>;
}

/** Lets the core's pushes reach those that they are for. Branches and ReplayCheck hear their own. */
export function hearPushes(client: Client, listeners: Listeners): Heard {
  hearGrowth(client, listeners);
  hearReplacement(client, listeners);
  return { preview: hearOpening(client, listeners), forgets: hearForgetting(client, listeners) };
}

/** The log goes on, and projections follow it. */
function hearGrowth(client: Client, of: Listeners): void {
  const { stage, moments, projections, narrator, warnings } = of;
  client.onPush('appended', ({ log, elsewhere }) => {
    stage.log.value = log;
    moments.stir();
    if (elsewhere) narrator.describe('Another tab recorded events.');
  });
  client.onPush('projected', (state) => {
    projections.learn([state]);
    moments.stir();
  });
  client.onPush('progress', (push) => projections.rebuilds.hear(push));
  client.onPush('guarantee', ({ log }) => {
    stage.log.value = log;
    warnings.tell(log);
  });
}

/** Another log takes the place of the one on show. */
function hearReplacement(client: Client, { logs, notices, warnings }: Listeners): void {
  client.onPush('replaced', ({ log }) => {
    logs.take(log);
    notices.add('info', 'Another tab started this log over. This page shows the new one.');
  });
  client.onPush('mended', ({ log }) => {
    logs.take(log);
    warnings.tell(log);
  });
}

/** A log takes long to be opened: its end is shown meanwhile. */
function hearOpening(client: Client, { stage }: Listeners): Heard['preview'] {
  const preview = signal<PreviewPush | null>(null);
  client.onPush('preview', (push) => {
    if (stage.opening.value && push.world === stage.view.value.world) preview.value = push;
  });
  // Whatever opening came to, there is something better to be shown now.
  effect(() => {
    if (!stage.opening.value) preview.value = null;
  });
  return preview;
}

/** Persons are forgotten: nothing on show may tell of them any more. */
function hearForgetting(client: Client, of: Listeners): Heard['forgets'] {
  const { moments, outbox, notices } = of;
  const forgets = signal(0);
  client.onPush('forgotten', ({ persons, elsewhere }) => {
    batch(() => {
      forgets.value += 1;
      outbox.forget(persons);
      moments.startOver();
    });
    if (elsewhere) notices.add('info', forgottenElsewhere(persons));
  });
  return forgets;
}
