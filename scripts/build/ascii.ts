/** A backslash before it would take the one of its escape, and a raw template keeps the escape as it is written. */
const whereEscapeMeansOther = /(?<!\\)(?:\\\\)*\\[^\0-\x7f]|String\.raw`[^`]*[^\0-\x7f]/;

/** Such a character stands in strings, patterns and comments only, where its escape may. */
export const escapedToAscii = (name: string, code: string): string => {
  const [found] = whereEscapeMeansOther.exec(code) ?? [];
  if (found !== undefined) throw new Error(`${name} would mean something else in ASCII: ${found}`);
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
};
