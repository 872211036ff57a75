// Which version a command says its stream is at. The page offers what the
// visitor saw when they began to fill in the form: if somebody else writes
// meanwhile, that is a conflict, and finding it is what the version is for.

/** What the field holds, and why. */
export interface Expected {
  /** The newest version of the stream that the page has shown; null while none is known. */
  shown: number | null;
  /** Whether the visitor has begun to fill in the form. */
  started: boolean;
  /**
   * The version that was on show when they began, or the first that was known after that;
   * null before.
   */
  begun: number | null;
  /** What the visitor typed instead; null when nothing. */
  typed: string | null;
  /** The read model that the version was taken from instead; null when from none. */
  from: string | null;
}

export const nothingExpected: Expected = {
  shown: null,
  started: false,
  begun: null,
  typed: null,
  from: null,
};

/** Any version at all, as the protocol says it. */
export const any = -1;

/** The page has shown another version of the stream. */
export function shown(expected: Expected, version: number): Expected {
  const { started, begun } = expected;
  return { ...expected, shown: version, begun: started ? (begun ?? version) : null };
}

/** The visitor began to fill in the form: from now on what they saw stands. */
export function begun(expected: Expected): Expected {
  return { ...expected, started: true, begun: expected.begun ?? expected.shown };
}

/** Whether there is a version to send: a typed one, or one that was on show. */
export function isKnown(expected: Expected): boolean {
  return expected.typed !== null || expected.shown !== null;
}

/** The visitor typed a version, or cleared the field. */
export function typed(expected: Expected, text: string): Expected {
  return { ...expected, typed: text, from: null };
}

/** The visitor goes by what a read model shows, which may be behind. */
export function readIn(expected: Expected, model: string, version: number): Expected {
  return { ...expected, typed: String(version), from: model };
}

/** The field's text, which is empty as long as no version is known. */
export function textOf(expected: Expected): string {
  return expected.typed ?? String(expected.begun ?? expected.shown ?? '');
}

/** What is sent for a text: a version, `any` for an empty one, null for one that is neither. */
export function versionOf(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return any;
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : null;
}

/** What the field means, in words beside it. */
export function meaning(expected: Expected): string {
  if (!isKnown(expected)) return 'being looked up';
  const version = versionOf(textOf(expected));
  if (version === null) return 'not a version';
  if (version === any) return 'any version will do';
  if (expected.from !== null) return asRead(expected.from, version, expected.shown);
  if (version === 0) return 'the stream must be new';
  if (version === expected.shown) return 'from what you last saw';
  if (expected.shown === null) return 'your claim';
  return expected.typed === null
    ? `it is at v${expected.shown} now`
    : `your claim, it is at v${expected.shown}`;
}

function asRead(model: string, version: number, shown: number | null): string {
  if (shown === null || shown === version) return `as ${model} shows it`;
  return `as ${model} shows it, now v${shown}`;
}
