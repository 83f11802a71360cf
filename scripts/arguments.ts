import { parseArgs } from "node:util";

/** What each option is where nobody names it: a whole number, a text, or `false` of one that takes no value. */
type Options = Readonly<Record<string, number | string | false>>;
type Chosen<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends number ? number : O[Name] extends string ? string : boolean;
};
/** The words that there are; "any": paths and names. */
type Words = readonly string[] | "any";

/** Throws a sentence where the arguments ask for nothing that there is: bounds that nobody can read would play nothing and call it good. */
export const readArguments = <O extends Options>(
  args: readonly string[],
  options: O,
  words: Words = [],
): Chosen<O> & { readonly words: readonly string[] } => {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    options: Object.fromEntries(
      Object.entries(options).map(([name, otherwise]) => [
        name,
        { type: otherwise === false ? ("boolean" as const) : ("string" as const) },
      ]),
    ),
  });
  const strange = [
    ...Object.keys(values).flatMap((name) => (Object.hasOwn(options, name) ? [] : [`--${name}`])),
    ...(words === "any" ? [] : positionals.filter((word) => !words.includes(word))),
  ];
  if (strange.length > 0) {
    const known = [...Object.keys(options).map((name) => `--${name}`), ...(words === "any" ? [] : words)];
    throw new Error(`There is no ${strange.join(", ")}; there is ${known.join(", ") || "nothing to choose"}`);
  }
  const chosen = Object.entries(options).map(([name, otherwise]) => [name, valueOf(name, values[name], otherwise)]);
  return { ...(Object.fromEntries(chosen) as Chosen<O>), words: positionals }; // each value is read by its own option
};

const valueOf = (name: string, given: unknown, otherwise: Options[string]): Options[string] | true => {
  if (given === undefined) return otherwise;
  if (typeof otherwise === "number") return wholeNumber(`--${name}`, given);
  if (otherwise === false && given !== true) throw new Error(`--${name} takes no value`);
  if (typeof otherwise === "string" && typeof given !== "string") throw new Error(`--${name} needs a value`);
  return given === true || typeof given === "string" ? given : otherwise;
};

const wholeNumber = (what: string, given: unknown): number => {
  if (typeof given === "string" && /^\d{1,9}$/.test(given)) return Number(given);
  throw new Error(`${what} is a whole number from 0 to 999,999,999, not "${given === true ? "" : given}"`);
};

/** What the running script was asked for. Where that is nothing, it ends with 2 and says why. */
export const scriptArguments = <O extends Options>(options: O, words?: Words) =>
  orMisused(() => readArguments(process.argv.slice(2), options, words));

/** The whole numbers that the running script was given, so many at most. */
export const scriptNumbers = (most: number): readonly number[] =>
  orMisused(() => {
    const { words } = readArguments(process.argv.slice(2), {}, "any");
    if (words.length > most) throw new Error(`There is no ${words.slice(most).join(", ")}`);
    return words.map((word) => wholeNumber("What is counted", word));
  });

/** What is read, or the end of the script. */
export const orMisused = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error));
  }
};

/** Ends the script, which did nothing yet. */
export const misused = (words: string): never => {
  console.error(words);
  process.exit(2);
};
