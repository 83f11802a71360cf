const blank = "\\u00a0\\u1680\\u2000-\\u200b\\u202f\\u205f\\u2060\\u3000\\ufeff";
export const oddBlank = new RegExp(`[${blank}]`);
export const odd = new RegExp(
  `[\\u2018\\u2019\\u201c-\\u201e${blank}]|(?<=^|[\\s"])[\\u2010-\\u2015\\u2212](?=[\\w\\u2010-\\u2015\\u2212])`,
);
export const anyOdd = new RegExp(`[\\u2010-\\u2015\\u2018-\\u201e\\u2212\\uff1b${blank}]`);

/** What a person took it for. Quotes and dashes of word processors, and blanks that look like blanks, are letters to bash. */
export const characterName = (letter: string): string => {
  if (/[\u2018\u2019]/.test(letter)) return "a single quote";
  if (/[\u201c-\u201e]/.test(letter)) return "a double quote";
  return /[\u2010-\u2015\u2212]/.test(letter) ? "a hyphen" : letter === "\uff1b" ? "a semicolon" : "a blank";
};

/** `U+00A0`: of the first character, as the tables of Unicode write it. */
export const unicodeName = (text: string): string =>
  `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
