/** No character of an address ends its link or cell. */
export const address = (url: string): string =>
  url.replace(/[^A-Za-z0-9:/?&=.,_~%+-]/g, (mark) => encodeURIComponent(mark).replace(/[()!'*]/g, percentCode));
const percentCode = (mark: string): string => `%${mark.charCodeAt(0).toString(16)}`;

/** Nothing of a stranger's text leaves its cell, becomes a link, mentions a person, or is invisible. */
export const cell = (text: string): string =>
  text
    .replace(unshown, " ")
    .replace(/[&\\`*_{}[\]()#+!|<>~@$]|:(?=\/\/)|(?<=www)\./gi, (mark) => `&#${mark.charCodeAt(0)};`)
    // Mail addresses and mentions are found in the text that entities became; a space of no width parts them.
    .replaceAll("&#64;", "&#64;&#8203;");
/** Ends of lines, what a terminal obeys, what turns the direction of writing, and what has no width. */
const unshown = /[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]+/gu;
