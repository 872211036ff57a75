// What the Bank's history comes to, so that journeys can tell whether the
// page shows the state of the moment that it says it does.

/** The balance of account-1 after each event that changed it. */
const account1: readonly [position: number, balance: string][] = [
  [1, '0.00'],
  [2, '1,000.00'],
  [5, '880.00'],
  [9, '1,300.00'],
  [14, '1,000.00'],
  [20, '1,300.00'],
  [23, '1,000.00'],
];

/** What account-1 held at a position of the history. */
export function heldAt(position: number): string {
  const change = account1.findLast(([at]) => at <= position);
  if (!change) throw new Error(`there was no account-1 at event ${position}`);
  return change[1];
}
