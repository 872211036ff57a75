// Which version a command says its stream is at. The page offers what the
// visitor saw when they began to fill in the form: if somebody else writes
// meanwhile, that is a conflict, and finding it is what the version is for.

/** What the field holds, and why. */
export interface Expected {
  /** The newest version of the stream that the page has shown. */
  shown: number;
  /** The version that was on show when the visitor began; null before that. */
  begun: number | null;
  /** What the visitor typed instead; null when nothing. */
  typed: string | null;
}

export const nothingExpected: Expected = { shown: 0, begun: null, typed: null };

/** Any version at all, as the protocol says it. */
export const any = -1;

/** The page has shown another version of the stream. */
export function shown(expected: Expected, version: number): Expected {
  return { ...expected, shown: version };
}

/** The visitor began to fill in the form: from now on what they saw stands. */
export function begun(expected: Expected): Expected {
  return { ...expected, begun: expected.begun ?? expected.shown };
}

/** The visitor typed a version, or cleared the field. */
export function typed(expected: Expected, text: string): Expected {
  return { ...expected, typed: text };
}

/** The field's text. */
export function textOf(expected: Expected): string {
  return expected.typed ?? String(expected.begun ?? expected.shown);
}

/** What is sent for a text: a version, `any` for an empty one, null for one that is neither. */
export function versionOf(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return any;
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : null;
}

/** What the field means, in words beside it. */
export function meaning(expected: Expected): string {
  const version = versionOf(textOf(expected));
  if (version === null) return 'not a version';
  if (version === any) return 'any version will do';
  if (version === 0) return 'the stream must be new';
  if (expected.typed !== null && version !== expected.shown) {
    return `your claim, it is at v${expected.shown}`;
  }
  return version === expected.shown ? 'from what you last saw' : `it is at v${expected.shown} now`;
}
