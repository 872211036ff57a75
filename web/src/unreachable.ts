/** Ends a switch over a union: a member without a case does not compile. */
export function assertUnreachable(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
