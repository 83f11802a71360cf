import { PythonExit } from "../python-error.ts";
import { type OptionKind, prunAliases, prunChoices, prunOptions } from "./prun-options.ts";

/** prun's options by their long name without dashes. */
export type PrunArguments = {
  has(name: string): boolean;
  text(name: string): string | undefined;
  /** `undefined` and what argparse's default stands for are the same here: not given. */
  integer(name: string): number | undefined;
  list(name: string): readonly string[];
};

/** Python's argparse on prun's command line: `--x=1`, unique beginnings, and exit code 2 on what it does not know. */
export const readPrunArguments = (words: readonly string[]): PrunArguments => {
  const given = new Map<string, readonly string[]>();
  const unrecognized: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [head = "", ...rest] = word.startsWith("--") ? word.split("=") : [word];
    const option = findOption(head);
    if (option === undefined) {
      unrecognized.push(word);
      continue;
    }
    let value = "True";
    if (option.kind === "flag" && rest.length > 0)
      fail(`argument ${option.name}: ignored explicit argument '${rest.join("=")}'`);
    if (option.kind !== "flag") {
      const next = rest.length > 0 ? rest.join("=") : words[++at];
      if (next === undefined || (rest.length === 0 && looksLikeOption(next)))
        fail(`argument ${option.name}: expected one argument`);
      else value = next;
      if (option.kind === "integer" && !/^[+-]?\d+$/.test(value))
        fail(`argument ${option.name}: invalid int value: '${value}'`);
      checkChoice(option.name, value);
    }
    const name = (prunAliases.get(option.name) ?? option.name).replace(/^--?/, "");
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  if (unrecognized.length > 0) fail(`unrecognized arguments: ${unrecognized.join(" ")}`);
  const text = (name: string): string | undefined => given.get(name)?.at(-1);
  return {
    has: (name) => given.has(name),
    text,
    integer: (name) => (given.has(name) ? Number(text(name)) : undefined),
    list: (name) => given.get(name) ?? [],
  };
};

const checkChoice = (option: string, value: string): void => {
  const choices = prunChoices.get(option);
  if (choices !== undefined && !choices.includes(String(Number(value))))
    fail(`argument ${option}: invalid choice: ${Number(value)} (choose from ${choices.join(", ")})`);
};

const looksLikeOption = (word: string): boolean => /^-\D/.test(word) && !word.includes(" ");

const findOption = (head: string): { readonly name: string; readonly kind: OptionKind } | undefined => {
  const exact = prunOptions.get(head);
  if (exact !== undefined) return { name: head, kind: exact };
  if (!head.startsWith("--") || head === "--") return undefined;
  const [match, ...others] = [...prunOptions].filter(([name]) => name.startsWith(head));
  if (match === undefined) return undefined;
  if (others.length > 0)
    fail(`ambiguous option: ${head} could match ${[match, ...others].map(([name]) => name).join(", ")}`);
  return { name: match[0], kind: match[1] };
};

const fail = (message: string): never => {
  throw new PythonExit(2, `usage: prun [options]\n\n  HowTo is available on the Web\n\nprun: error: ${message}`);
};
