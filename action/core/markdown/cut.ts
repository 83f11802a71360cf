/** Words up to this many UTF-16 units; the end says that more was there. */
export const cut = (words: string, most: number): string =>
  words.length <= most ? words : `${words.slice(0, most).toWellFormed()}...`;
