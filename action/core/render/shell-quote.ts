/** One word of bash that means exactly this text: nothing inside single quotes is special but the quote itself. */
export const shellQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
