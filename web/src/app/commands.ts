// Commands as the visitor sends them: from where, again, on a branch, or to
// undo an event; and what follows on the page when they are recorded.

import { batch } from '@preact/signals';
import type { Answer, OutcomeCard } from '../app';
import type { Client } from '../client';
import type { Narrator } from '../narration';
import type { Compensation, Outcome, Position, StreamID } from '../protocol';
import type { Branches } from './branches';
import type { Browser } from './browser';
import type { Commentary } from './commentary';
import type { Logs } from './logs';
import type { Moments } from './moments';
import type { Player } from './player';
import type { Projections } from './projections';
import type { Outbox, Sending } from './sending';
import { spoken } from './sentences';
import type { Stage } from './stage';

/** What a command goes through, and what shows that it did. */
export interface Counter {
  readonly stage: Stage;
  readonly logs: Logs;
  readonly branches: Branches;
  readonly moments: Moments;
  readonly outbox: Outbox;
  readonly player: Player;
  readonly projections: Projections;
  readonly commentary: Commentary;
  readonly narrator: Narrator;
}

/** Commands sends what the visitor asks for, and shows the page what came of it. */
export class Commands {
  readonly #client: Client;
  readonly #browser: Browser;
  readonly #counter: Counter;

  constructor(client: Client, browser: Browser, counter: Counter) {
    this.#client = client;
    this.#browser = browser;
    this.#counter = counter;
  }

  /** Sends a command from the moment on show. */
  async send(
    stream: StreamID,
    command: string,
    form: Record<string, string>,
    expectedVersion: number,
  ): Promise<Answer> {
    this.#counter.player.endIntroduction();
    const id = this.#browser.newId();
    return this.#deliver({ id, stream, command, form, expectedVersion, at: this.#past() });
  }

  /** Sends a card's command again, at the version that the stream is at after a conflict. */
  async retry(id: string): Promise<void> {
    const card = this.#card(id);
    if (!card) return;
    const { conflict } = card.outcome.kind === 'conflict' ? card.outcome : {};
    const expectedVersion = conflict?.actual ?? card.sent.expectedVersion;
    const at = card.sent.undoes === undefined ? this.#past() : null;
    await this.#deliver({ ...card.sent, id, expectedVersion, at });
  }

  /** Sends a card's command on a new branch that parts behind the event on show. */
  async sendOnBranch(id: string): Promise<void> {
    const { stage, branches } = this.#counter;
    const card = this.#card(id);
    if (!card || !(await branches.make(stage.position.value))) return;
    // On the branch the stream is as it was then, which is what the visitor looked at.
    const { stream } = card.sent;
    const { aggregate } = await this.#client.request('moment', { stream });
    const expectedVersion = aggregate?.version ?? card.sent.expectedVersion;
    const fresh = this.#browser.newId();
    await this.#deliver({ ...card.sent, expectedVersion, id: fresh, at: null });
  }

  /** Sends what compensates an event, now and at the end of the log whatever the page shows. */
  async undo(undoes: Position, opposite: Compensation): Promise<Answer> {
    this.#counter.player.endIntroduction();
    const { stream, version: expectedVersion, command, form } = opposite;
    const id = this.#browser.newId();
    return this.#deliver({ id, stream, command, form, expectedVersion, undoes, at: null });
  }

  /** Does so on a new branch that parts behind the event on show; null when there is none. */
  async undoOnBranch(event: Position): Promise<Answer | null> {
    const { stage, branches } = this.#counter;
    if (!(await branches.make(stage.position.value))) return null;
    const { opposite } = await this.#client.request('undo', { position: event });
    return opposite ? this.undo(event, opposite) : null;
  }

  #card(id: string): OutcomeCard | undefined {
    return this.#counter.outbox.cards.value.find((each) => each.id === id);
  }

  /** The moment that the visitor looks at, unless it is now. */
  #past(): Position | null {
    const { past, position } = this.#counter.stage;
    return past.value ? position.value : null;
  }

  async #deliver(sending: Sending): Promise<Answer> {
    const { stage, logs, outbox, projections, narrator } = this.#counter;
    const log = logs.asked;
    const commands = stage.world.value?.commands ?? [];
    const label = commands.find((each) => each.name === sending.command)?.label;
    projections.following.begin();
    const answer = await outbox.send(sending, label ?? sending.command);
    narrator.say(
      answer.kind === 'unanswered' ? answer.message : spoken(answer.summary, answer.message),
    );
    if (answer.kind === 'recorded' && log === logs.asked) this.#recorded(answer);
    return answer;
  }

  #recorded({ summary, stream, recorded }: Outcome): void {
    const { stage, moments, projections, commentary } = this.#counter;
    const last = recorded?.at(-1)?.position ?? null;
    if (last !== null) projections.following.recorded(summary, last);
    commentary.expect(last, moments.moment.value);
    batch(() => {
      stage.show({ stream }, stage.view.value.stream === stream ? 'replace' : 'push');
      if (!stage.past.value) stage.show({ cursor: { kind: 'live' } });
    });
  }
}
