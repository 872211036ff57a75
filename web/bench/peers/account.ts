// What the Bank's Go code does with an event, in plain JavaScript: a function
// from a state and an event to the next state. See core/world/bank/bank.go.

import { accounts, type BankEvent } from './events';

export interface Account {
  owner: string;
  balance: number;
  currency: string;
  status: string;
}

export const nobody: Account = { owner: '', balance: 0, currency: '', status: '' };

export function evolve(account: Account, event: BankEvent): Account {
  const { owner, balance, currency, status } = account;
  const { data } = event;
  switch (event.type) {
    case 'AccountOpened':
      return { owner: data.owner ?? '', balance, currency: data.currency, status: 'open' };
    case 'MoneyDeposited':
      return { owner, balance: balance + (data.amount ?? 0), currency, status };
    case 'MoneyWithdrawn':
      return { owner, balance: balance - (data.amount ?? 0), currency, status };
  }
}

/** Folds all events over and over for a second, and returns the nanoseconds an event took. */
export function foldForASecond(events: BankEvent[]): number {
  let folded = 0;
  const began = performance.now();
  let took = 0;
  do {
    const states = new Array<Account>(accounts).fill(nobody);
    for (let i = 0; i < events.length; i++) {
      const event = events[i] as BankEvent;
      states[i % accounts] = evolve(states[i % accounts] as Account, event);
    }
    folded += events.length;
    took = performance.now() - began;
  } while (took < 1000);
  return (took * 1e6) / folded;
}
