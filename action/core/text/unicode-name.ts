/** `U+00A0`: of the first character, as the tables of Unicode write it. */
export const unicodeName = (text: string): string =>
  `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
