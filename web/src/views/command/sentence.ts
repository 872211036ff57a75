/** A rule's words, such as `must be at least 0.01`, as a sentence of its own. */
export function sentence(words: string): string {
  const text = words.trim();
  if (text === '') return '';
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}
