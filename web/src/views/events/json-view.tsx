import { useMemo } from 'preact/hooks';
import { type Difference, differences, type JsonLine, jsonLines } from './json-lines';

/** More lines than this are shown without colours: colouring them would take too long. */
const most = 2_000;

/** More lines than this scroll within their box, which then takes the focus. */
const tall = 18;

/** The sign in front of a line; what is marked is never told by colour alone. */
const signs: Record<Difference, string> = { added: '+', removed: '−', changed: '~', same: ' ' };

/** Indented JSON with its syntax coloured. */
export function Json({ label, text }: { label: string; text: string }) {
  const lines = useMemo(() => jsonLines(text), [text]);
  return <Lines label={label} text={text} lines={lines} />;
}

/** Data as it is stored beside the same data as it is read, with the differences marked. */
export function JsonPair(props: {
  stored: { label: string; text: string };
  read: { label: string; text: string };
}) {
  const { stored, read } = props;
  const [old, now] = useMemo(
    () => [jsonLines(stored.text), jsonLines(read.text)],
    [stored.text, read.text],
  );
  return (
    <div class="json-pair">
      <figure>
        <figcaption>{stored.label}</figcaption>
        <Lines {...stored} lines={old} marks={differences(old, now, 'removed')} />
      </figure>
      <figure>
        <figcaption>{read.label}</figcaption>
        <Lines {...read} lines={now} marks={differences(now, old, 'added')} />
      </figure>
    </div>
  );
}

interface LinesProps {
  label: string;
  text: string;
  lines: JsonLine[];
  marks?: Difference[];
}

function Lines({ label, text, lines, marks }: LinesProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <pre
      class="json"
      aria-label={label}
      role="group"
      tabIndex={lines.length > tall ? 0 : undefined}
    >
      {lines.length > most
        ? text
        : lines.map((line, i) => <Line key={i} line={line} mark={marks?.[i]} />)}
    </pre>
  );
}

function Line({ line, mark }: { line: JsonLine; mark: Difference | undefined }) {
  return (
    <span class={`json-line ${mark ?? ''}`}>
      {mark && <span class="json-sign">{signs[mark]} </span>}
      {' '.repeat(line.indent)}
      {line.tokens.map(({ kind, text }, i) => {
        const spaced = text === ':' ? ': ' : text;
        return kind === 'mark' ? (
          spaced
        ) : (
          <span key={i} class={`json-${kind}`}>
            {text}
          </span>
        );
      })}
      {'\n'}
    </span>
  );
}
