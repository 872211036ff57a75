// Where a value stands, and how that is written into an address.

/** What a place in an aggregate is `where` there. */
export const aggregates = 'aggregates';

/** A value of an aggregate or of a read model, as the protocol names it. */
export interface Place {
  /** A projection's name, or `aggregates`. */
  where: string;
  /** The row's key or the stream; empty for a number. */
  key: string;
  /** The column, or the path within a state; empty for the row as a whole. */
  field: string;
}

/** A place as `Balances/account-1/balance`. */
export function formatPlace({ where, key, field }: Place): string {
  return [where, key, field].map(escaped).join('/').replace(/\/+$/, '');
}

/** Reads what formatPlace wrote; null for an empty text. What is missing is empty. */
export function parsePlace(text: string): Place | null {
  if (text === '') return null;
  const [where = '', key = '', ...field] = text.split('/').map(unescaped);
  return { where, key, field: field.join('/') };
}

export function samePlace(a: Place, b: Omit<Place, 'field'> & { field?: string }): boolean {
  return a.where === b.where && a.key === b.key && a.field === (b.field ?? '');
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('/', '%2F');
}

function unescaped(text: string): string {
  return text.replaceAll('%2F', '/').replaceAll('%25', '%');
}
