/** A value, and what it was before where the last step changed it. */
export function Changed({ text, before }: { text: string; before?: string | undefined }) {
  if (before === undefined) return <>{text}</>;
  return (
    <>
      {before !== '' && <del>{before}</del>} <ins>{text === '' ? 'nothing' : text}</ins>
    </>
  );
}
