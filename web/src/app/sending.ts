import { computed, signal } from '@preact/signals';
import type { Answer, OutcomeCard, Sent } from '../app';
import { type Client, ClientError } from '../client';
import type { CommandParams, ExpectedVersion, Outcome, Position, StreamID } from '../protocol';
import { reasonOf } from './reason';

/** Enough to scroll back through a lesson; older cards are in the log anyway. */
const mostCards = 50;

/** A command on its way. */
export interface Sending extends Sent {
  /** The past moment that the visitor looks at; null when it is now. */
  at: Position | null;
  /** The command's own id: the same again is the same intention. */
  id: string;
}

/** Outbox sends commands and keeps how each of them ended as a card. */
export class Outbox {
  readonly cards = signal<OutcomeCard[]>([]);
  /** Whether anything was sent since the page was opened. */
  readonly used = signal(false);
  /** Why the last append could not be kept; null once one could. */
  readonly failure = signal<string | null>(null);
  /** Whether an append is on its way to storage. */
  readonly busy = computed(() => this.#underWay.value > 0);
  readonly #underWay = signal(0);
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /**
   * Sends a command. A problem of a field belongs beside the field and makes
   * no card. It never fails: no answer is an outcome too.
   */
  async send(sending: Sending, label: string): Promise<Answer> {
    this.used.value = true;
    const answer = await this.watch(this.#ask(sending)).catch((reason: unknown): Answer => {
      const message = reasonOf(reason);
      return { kind: 'unanswered', commandId: sending.id, summary: label, message };
    });
    if (answer.kind !== 'invalid') this.#add(answer, sending);
    return answer;
  }

  dismiss(id: string): void {
    this.cards.value = this.cards.value.filter((card) => card.id !== id);
  }

  /** Drops the cards that tell of persons, each of whom is a stream. */
  forget(persons: readonly StreamID[]): void {
    this.cards.value = this.cards.value.filter(
      ({ outcome, sent }) => !persons.includes('stream' in outcome ? outcome.stream : sent.stream),
    );
  }

  /** Takes note of an append that is under way, and of how it ended. */
  async watch(append: Promise<Outcome>): Promise<Outcome> {
    this.#underWay.value += 1;
    try {
      const outcome = await append;
      if (outcome.kind === 'recorded') this.failure.value = null;
      return outcome;
    } catch (reason) {
      if (reason instanceof ClientError && reason.code === 'unavailable') {
        this.failure.value = reason.message;
      }
      throw reason;
    } finally {
      this.#underWay.value -= 1;
    }
  }

  #ask({ id, stream, command, form, expectedVersion, undoes, at }: Sending): Promise<Outcome> {
    const params: CommandParams = {
      id,
      stream,
      command,
      form,
      expectedVersion: expectedVersion as ExpectedVersion,
    };
    if (at !== null) params.at = at;
    if (undoes !== undefined) params.undoes = undoes;
    return this.#client.request('command', params);
  }

  #add(outcome: Answer, { id, at: _, ...sent }: Sending): void {
    const others = this.cards.value.filter((card) => card.id !== id);
    this.cards.value = [{ id, outcome, sent }, ...others].slice(0, mostCards);
  }
}
