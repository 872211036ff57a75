// The events that every side is given: those of a Bank, mixed over many
// accounts, about 300 bytes of JSON each.

export interface BankEvent {
  position: number;
  id: string;
  stream: string;
  type: 'AccountOpened' | 'MoneyDeposited' | 'MoneyWithdrawn';
  schemaVersion: number;
  timestamp: number;
  correlationId: string;
  causationId: string;
  actor: string;
  data: { owner?: string; amount?: number; currency: string; source?: string };
}

/** As many as promises speak of. */
export const accounts = 1000;

/** Makes the first events of the log, the same ones every time. */
export function makeEvents(count: number): BankEvent[] {
  return Array.from({ length: count }, (_, i) => makeEvent(i));
}

function makeEvent(i: number): BankEvent {
  const account = i % accounts;
  const round = Math.floor(i / accounts);
  const command = uuid(0xc0, i);
  return {
    position: i + 1,
    id: uuid(0, i),
    stream: `account-${account + 1}`,
    ...happened(account, round),
    timestamp: 1_800_000_000_000 + i,
    correlationId: command,
    causationId: command,
    actor: 'Ada',
  };
}

function happened(
  account: number,
  round: number,
): Pick<BankEvent, 'type' | 'schemaVersion' | 'data'> {
  if (round === 0) {
    const data = { owner: `Owner ${account}`, currency: 'USD' };
    return { type: 'AccountOpened', schemaVersion: 2, data };
  }
  if (round % 3 === 0) {
    return {
      type: 'MoneyWithdrawn',
      schemaVersion: 1,
      data: { amount: 500 + round, currency: 'USD' },
    };
  }
  const data = { amount: 1000 + account, currency: 'USD', source: 'card' };
  return { type: 'MoneyDeposited', schemaVersion: 2, data };
}

/** A UUIDv7 that tells which event it belongs to. */
function uuid(kind: number, i: number): string {
  const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');
  // Scattered, as ids are: a multiplication by an odd number is one to one.
  const low = Math.imul(i + 1, 0x9e3779b1) >>> 0;
  return `019353a0-${hex(kind, 4)}-7000-8000-${hex(low, 12)}`;
}
