/** As JSON Schema counts: a character beyond U+FFFF, two halves for JavaScript, is one. Nearly no text has one. */
export const countCharacters = (text: string): number =>
  /[\ud800-\udbff]/.test(text) ? [...text].length : text.length;
