/** Nothing of an address ends the link or the cell in which it stands. */
export const address = (url: string): string =>
  url.replace(/[^A-Za-z0-9:/?&=.,_~%+-]/g, (mark) => encodeURIComponent(mark).replace(/[()!'*]/g, percentCode));
const percentCode = (mark: string): string => `%${mark.charCodeAt(0).toString(16)}`;

/** Nothing of a stranger's text leaves its cell, becomes a link, or calls a person. */
export const cell = (text: string): string =>
  text
    .replace(/[\r\n]+/g, " ")
    .replace(/[&\\`*_{}[\]()#+!|<>~@$]|:(?=\/\/)|(?<=www)\./gi, (mark) => `&#${mark.charCodeAt(0)};`)
    // Mail addresses and mentions are found in the text that entities became; a space of no width parts them.
    .replaceAll("&#64;", "&#64;&#8203;");
