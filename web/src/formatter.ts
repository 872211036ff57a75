// The browser's formatters, each made when it is first used: a page that begins has no number to
// write yet, and the very first of them takes a browser longer than all else that it begins with.

// The page is in English wherever it is opened, so the locale is fixed.
const locale = 'en-GB';

/** How numbers are written. */
export function numberFormat(): (n: number) => string {
  return once(() => new Intl.NumberFormat(locale));
}

/** How timestamps (milliseconds since 1970) are written. */
export function timeFormat(options: Intl.DateTimeFormatOptions): (timestamp: number) => string {
  return once(() => new Intl.DateTimeFormat(locale, options));
}

function once(make: () => { format(n: number): string }): (n: number) => string {
  let made: ReturnType<typeof make> | undefined;
  return (n) => {
    made ??= make();
    return made.format(n);
  };
}
