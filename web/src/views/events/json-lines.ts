// Indented JSON cut into lines of tokens, with the path that each line tells
// of, so that two versions of the same data can be compared line by line.
// Nothing is parsed into values: numbers keep their digits, and `__proto__` is
// a key like any other.

export type TokenKind = 'key' | 'string' | 'number' | 'word' | 'mark';

export interface Token {
  kind: TokenKind;
  text: string;
}

export interface JsonLine {
  indent: number;
  tokens: Token[];
  /** What the line is about; a closing bracket belongs to what it closes. */
  path: string;
}

export type Difference = 'added' | 'removed' | 'changed' | 'same';

const token = /"(?:[^"\\]|\\.)*"?|-?[0-9][0-9.eE+-]*|[a-z]+|[{}[\],:]/g;

/** Cuts JSON as the core indents it: one member or element a line. */
export function jsonLines(text: string): JsonLine[] {
  const lines: JsonLine[] = [];
  /** What is open: the step of each, and how many elements it has had. */
  const open: { path: string; elements: number }[] = [];
  for (const written of text.split('\n')) {
    const tokens = tokensOf(written.trim());
    const first = tokens[0]?.text ?? '';
    const closes = first === '}' || first === ']';
    const parent = open[open.length - 1];
    let path = parent?.path ?? '';
    if (closes) open.pop();
    else if (tokens[0]?.kind === 'key') path = `${path}.${first}`;
    else if (parent) path = `${path}[${parent.elements++}]`;
    lines.push({ indent: written.length - written.trimStart().length, tokens, path });
    const last = tokens[tokens.length - 1]?.text ?? '';
    if (!closes && (last === '{' || last === '[')) open.push({ path, elements: 0 });
  }
  return lines;
}

function tokensOf(written: string): Token[] {
  const texts = written.match(token) ?? [];
  return texts.map((text, i) => ({ kind: kindOf(text, i === 0 && texts[1] === ':'), text }));
}

function kindOf(text: string, isKey: boolean): TokenKind {
  if (text.startsWith('"')) return isKey ? 'key' : 'string';
  if (/^[-0-9]/.test(text)) return 'number';
  return /^[a-z]/.test(text) ? 'word' : 'mark';
}

/** Says of each line of `lines` how it differs from the same path in `others`. */
export function differences(
  lines: readonly JsonLine[],
  others: readonly JsonLine[],
  missing: 'added' | 'removed',
): Difference[] {
  const other = new Map<string, string>();
  for (const line of others) if (!isEnd(line)) other.set(line.path, contentOf(line));
  return lines.map((line) => {
    const value = other.get(line.path);
    if (value === undefined) return missing;
    return isEnd(line) || value === contentOf(line) ? 'same' : 'changed';
  });
}

function isEnd(line: JsonLine): boolean {
  const first = line.tokens[0]?.text;
  return first === '}' || first === ']';
}

// Whether a comma follows depends on what comes next, and whether a bracket
// closes at once on what is in it: neither is the value.
function contentOf(line: JsonLine): string {
  return line.tokens
    .map((each) => each.text)
    .join('')
    .replace(/,$/, '')
    .replace(/([{[])[}\]]$/, '$1');
}
