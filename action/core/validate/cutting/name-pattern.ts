/** A name with keys: texts that are the same in all names, and keys in between. */
export type NamePattern = { readonly parts: readonly NamePart[]; readonly keys: readonly string[] };

type NamePart =
  | { readonly kind: "text"; readonly text: string }
  /** `digits`: a number with so many, padded with zeros; its value is the number without them. */
  | { readonly kind: "key"; readonly key: string; readonly digits: number | undefined };

export type NameRead =
  | { readonly kind: "read"; readonly keys: Readonly<Record<string, string>> }
  | { readonly kind: "other" }
  /** Two of the ways in which the name can be read. */
  | { readonly kind: "ambiguous"; readonly readings: readonly [string, string] };

const keyed = /\{([A-Za-z][A-Za-z0-9]*)(?::([1-9]))?\}/;

/** The schema has accepted the text: braces are those of keys. */
export const namePattern = (text: string): NamePattern => {
  const pieces = text.split(keyed);
  const parts = pieces.flatMap((piece, index): readonly NamePart[] => {
    if (index % 3 === 0) return piece === "" ? [] : [{ kind: "text", text: piece }];
    const digits = pieces[index + 1];
    return index % 3 === 2
      ? []
      : [{ kind: "key", key: piece, digits: digits === undefined ? undefined : Number(digits) }];
  });
  return { parts, keys: parts.flatMap((part) => (part.kind === "key" ? [part.key] : [])) };
};

/**
 * The keys of a name. Values are letters, digits, `_` and `-`, so that one name may be read in several ways: none of
 * them is chosen. It takes time in proportion to the length of name and pattern, whoever wrote them.
 */
export const readName = ({ parts }: NamePattern, name: string): NameRead => {
  const ways: Ways[] = [waysOf(name.length, [0])];
  for (const part of parts) ways.push(after(part, name, ways.at(-1) ?? []));
  const number = ways.at(-1)?.[name.length] ?? 0;
  if (number === 0) return { kind: "other" };
  const shortest = valuesOf(parts, name, ways, "last-begins-late");
  if (number === 1) return { kind: "read", keys: shortest };
  const longest = valuesOf(parts, name, ways, "last-begins-early");
  return { kind: "ambiguous", readings: [readingText(shortest), readingText(longest)] };
};

/** In how many ways the parts so far end at each place of the name: 0, 1, or 2 for more. */
type Ways = readonly number[];

const waysOf = (length: number, ends: readonly number[]): number[] => {
  const ways = Array<number>(length + 1).fill(0);
  for (const end of ends) ways[end] = 1;
  return ways;
};

const after = (part: NamePart, name: string, before: Ways): Ways => {
  switch (part.kind) {
    case "text":
      return before.map((_, end) =>
        end >= part.text.length && name.startsWith(part.text, end - part.text.length)
          ? (before[end - part.text.length] ?? 0)
          : 0,
      );
    case "key":
      return part.digits === undefined ? afterWord(name, before) : afterNumber(name, before, part.digits);
  }
};

const isOfWord = (letter: string): boolean => /[A-Za-z0-9_-]/.test(letter);
const isDigit = (letter: string): boolean => letter >= "0" && letter <= "9";

const afterWord = (name: string, before: Ways): Ways => {
  const ways = waysOf(name.length, []);
  let begun = 0;
  for (let end = 1; end <= name.length; end++) {
    begun = isOfWord(name.charAt(end - 1)) ? Math.min(2, begun + (before[end - 1] ?? 0)) : 0;
    ways[end] = begun;
  }
  return ways;
};

/** A number that needs more digits than it is padded to has no zero in front. */
const afterNumber = (name: string, before: Ways, digits: number): Ways => {
  const ways = waysOf(name.length, []);
  let [first, longer] = [0, 0];
  for (let end = 1; end <= name.length; end++) {
    if (!isDigit(name.charAt(end - 1))) {
      [first, longer] = [end, 0];
      continue;
    }
    const start = end - digits;
    if (start - 1 >= first && name.charAt(start - 1) !== "0") longer = Math.min(2, longer + (before[start - 1] ?? 0));
    ways[end] = Math.min(2, longer + (start >= first ? (before[start] ?? 0) : 0));
  }
  return ways;
};

type Choice = "last-begins-late" | "last-begins-early";

/** From the end to the beginning, along places to which the parts before lead. */
const valuesOf = (
  parts: readonly NamePart[],
  name: string,
  ways: readonly Ways[],
  choice: Choice,
): Readonly<Record<string, string>> => {
  const values: Record<string, string> = {};
  let end = name.length;
  for (const [index, part] of [...parts.entries()].toReversed()) {
    const start =
      part.kind === "text"
        ? end - part.text.length
        : beginningOf(name.slice(0, end), ways[index] ?? [], part.digits, choice);
    if (part.kind === "key") values[part.key] = valueOf(name.slice(start, end), part.digits);
    end = start;
  }
  return Object.fromEntries(parts.flatMap((part) => (part.kind === "key" ? [[part.key, values[part.key] ?? ""]] : [])));
};

const valueOf = (text: string, digits: number | undefined): string =>
  digits === undefined ? text : text.replace(/^0+(?=\d)/, "");

const beginningOf = (name: string, before: Ways, digits: number | undefined, choice: Choice): number => {
  const end = name.length;
  const isPart = digits === undefined ? isOfWord : isDigit;
  let found = end;
  for (let start = end - 1; start >= 0 && isPart(name.charAt(start)); start--) {
    const fits = digits === undefined || end - start === digits || (end - start > digits && name.charAt(start) !== "0");
    if (!fits || (before[start] ?? 0) === 0) continue;
    found = start;
    if (choice === "last-begins-late") break;
  }
  return found;
};

const readingText = (keys: Readonly<Record<string, string>>): string =>
  Object.entries(keys)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
