// The time-travelling log that JavaScript developers know: Redux DevTools
// keeps every action and every state after it.

import { instrument } from '@redux-devtools/instrument';
import { type Action, createStore } from 'redux';
import { type Account, evolve, nobody } from './account';
import type { BankEvent } from './events';

interface Happened extends Action {
  event?: BankEvent;
}

/** Dispatches all events, and returns the milliseconds that it took. */
export function dispatchToRedux(events: BankEvent[]): number {
  const reduce = (bank: Record<string, Account> = {}, { event }: Happened) =>
    event ? { ...bank, [event.stream]: evolve(bank[event.stream] ?? nobody, event) } : bank;
  const store = createStore(reduce, instrument());
  const began = performance.now();
  for (const event of events) store.dispatch({ type: event.type, event });
  return performance.now() - began;
}
