import { readFileSync } from "node:fs";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { No } from "./no.ts";

export type Given = {
  readonly words: readonly string[];
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  isSet(name: string): boolean;
};

/** What stands behind the command, as gh takes it: `--body words`, `-b words`, `--body=words`. */
export const readFlags = (args: readonly string[], options: ParseArgsOptionsConfig): Given => {
  const { values, positionals } = parsed(args, options);
  const of = (name: string): readonly unknown[] => [values[name] ?? []].flat();
  return {
    words: positionals,
    text: (name) => of(name).map(String).at(-1),
    texts: (name) => of(name).map(String),
    isSet: (name) => values[name] === true,
  };
};

const parsed = (args: readonly string[], options: ParseArgsOptionsConfig) => {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const [, unknown] = /^Unknown option '([^']+)'/.exec(said) ?? [];
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new No(unknown === undefined ? said : `unknown flag: ${unknown}; there is ${known.join(", ")}`);
  }
};

const text = (short?: string) => ({ type: "string", ...(short === undefined ? {} : { short }) }) as const;
const flag = (short?: string) => ({ type: "boolean", ...(short === undefined ? {} : { short }) }) as const;
export const is = { text, flag };

/** `--body`, or `--body-file FILE`, where `-` is standard input. */
export const bodyOf = (given: Given): string | undefined => {
  const file = given.text("body-file");
  return file === undefined ? given.text("body") : readFileSync(file === "-" ? 0 : file, "utf8");
};
export const bodyFlags = { body: text("b"), "body-file": text("F") } as const;
