/**
 * Puts text on the clipboard and reports whether the browser let it. It has to
 * be called while a press is handled. The Clipboard API would be simpler,
 * but the page's headers forbid it, and it is missing where there is no https.
 */
export function copyText(text: string): boolean {
  const put = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
  };
  document.addEventListener('copy', put);
  try {
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', put);
  }
}
