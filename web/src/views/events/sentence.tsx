/** A sentence of the core, in which what stands in backticks is code. */
export function Sentence({ text }: { text: string }) {
  return (
    <>{text.split('`').map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}</>
  );
}
