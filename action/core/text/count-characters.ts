/**
 * As JSON Schema counts: a character beyond U+FFFF, which JavaScript keeps as two halves, is one. Nearly no text has
 * one, and the longest texts are payloads.
 */
export const countCharacters = (text: string): number =>
  /[\ud800-\udbff]/.test(text) ? [...text].length : text.length;
