/** By thousands, `12 500.5`: without a locale, the same on every machine. */
export const thousands = (value: number): string =>
  String(value).replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, " "));

/** Whole; below one with one digit, so that what is small is not nothing. */
export const roundly = (value: number): number =>
  Math.abs(value) < 1 ? Number(value.toPrecision(1)) : Math.round(value);

/** A sum of fractions without its noise, and small ones as `roundly` says them. */
export const inHundredths = (value: number): string =>
  thousands(value < 0.01 ? roundly(value) : Number(value.toFixed(2)));

/** "1 job", "2 000 jobs"; `null`: "unknown jobs". */
export const counted = (number: number | null, word: string): string =>
  number === null ? `unknown ${word}s` : `${thousands(number)} ${word}${number === 1 ? "" : "s"}`;

/** Bytes as people say them, to three figures: `119 kB`, `1.24 GB`. */
export const sizeText = (bytes: number): string => {
  const [unit, power] = byteUnits.find(([, least]) => bytes >= least) ?? (["B", 1] as const);
  return `${Number((bytes / power).toPrecision(3))} ${unit}`;
};
const byteUnits = [
  ["PB", 1e15],
  ["TB", 1e12],
  ["GB", 1e9],
  ["MB", 1e6],
  ["kB", 1e3],
  ["B", 1],
] as const;

/** The first ones, and how many more: `a`, `b`, `3 more`. */
export const firstAndMore = (names: readonly string[], most: number): readonly string[] =>
  names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;

/** `a, b and 3 more` */
export const andMore = (names: readonly string[], most: number, between = ", "): string =>
  names.length > most ? `${names.slice(0, most).join(between)} and ${names.length - most} more` : names.join(between);

/** `a, b or c` */
export const joinedBy = (words: readonly string[], last: "or" | "and"): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
