import type { Word } from "unbash";
import { expand, type Values } from "./expand.ts";
import { isModest } from "./programs.ts";
import type { Script } from "./script.ts";
import type { Run } from "./simple-command.ts";

/** A file that a command names as what it writes. */
export type WrittenFile = { readonly word: Word; readonly name: string; readonly run: Run; readonly appends: boolean };

export const writtenBy = (script: Script, values: Values): readonly WrittenFile[] =>
  script.facts.runs.flatMap((run) => {
    const written = (word: Word, appends: boolean): WrittenFile => ({
      word,
      name: expand(word, values).replace(/^(?:\.\/+)+/, ""),
      run,
      appends,
    });
    const redirected = run.redirects.flatMap((redirect) =>
      redirect.type === "Redirect" && /^(?:>>?|>\||&>>?)$/.test(redirect.operator) && redirect.target !== undefined
        ? [written(redirect.target, redirect.operator.endsWith(">>"))]
        : [],
    );
    return [...redirected, ...namedTargets(run).map((word) => written(word, false))];
  });

const namedTargets = ({ name, args }: Run): readonly Word[] => {
  const plain = args.filter(({ value }) => !value.startsWith("-"));
  switch (name) {
    case "tar": {
      const archive = createdArchive(args);
      return archive === undefined ? [] : [archive];
    }
    case "cp":
    case "mv":
    case "ln":
    case "rsync":
    case "xrdcp":
    case "gfal-copy":
      return plain.slice(1).slice(-1);
    case "hadd":
    case "zip":
      return plain.slice(0, 1);
    case "touch":
    case "tee":
      return plain;
    case undefined:
      return [];
    default:
      return isModest(name)
        ? []
        : args.filter((_, index) => /^(?:-o|--out(?:put)?)$/.test(args[index - 1]?.value ?? ""));
  }
};

/** The word after the `f` of `tar cf`, `tar -czf`, `tar -c -f`. */
export const createdArchive = (args: readonly Word[]): Word | undefined => {
  const first = args[0]?.value ?? "";
  const options = args.filter(({ value }, index) => index === 0 || /^-[a-zA-Z]/.test(value)).map(({ value }) => value);
  const creates = /^-?[a-zA-Z]*c/.test(first) || options.some((option) => /^-[a-zA-Z]*c|^--create/.test(option));
  if (!creates) return undefined;
  const at = args.findIndex(({ value }, index) => (index === 0 ? /^-?[a-zA-Z]*f$/ : /^-[a-zA-Z]*f$/).test(value));
  return at === -1 ? undefined : args[at + 1];
};
