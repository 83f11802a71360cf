import type { Word } from "unbash";
import type { Problem } from "../problem.ts";
import { expand, unknown } from "./expand.ts";
import type { LintedStep } from "./linted-step.ts";
import { type Script, warning } from "./script.ts";
import { writtenBy } from "./written-files.ts";

const home =
  /(?:^|[\s"'=:(,])(\/home\/[^\s"'),:]*|\/sphenix\/u\/[^\s"'),:]*|\/afs\/[^\s"'),:]*\/(?:user|users|home|u)\/[^\s"'),:]*)/;
const tilde = /^~[A-Za-z_][\w.-]*(?:\/|$)|^~\//;
const homeVariable = /^"?\$\{?HOME\b/;

/** A person's own folder: not there at most sites, and gone with the person. */
export const judgeHomePaths = (linted: LintedStep): readonly Problem[] =>
  linted.scripts.flatMap((script) => {
    const targets = new Set(writtenBy(script, linted.valuesIn(script)).map(({ word }) => word));
    const told = new Set<string>();
    return script.facts.words.flatMap((word): readonly Problem[] => {
      const found =
        home.exec(word.value)?.[1] ??
        (tilde.test(word.text) || (targets.has(word) && homeVariable.test(word.text)) ? word.text : undefined);
      if (found === undefined || told.has(found)) return [];
      told.add(found);
      return [
        warning(
          script,
          word.pos,
          "home-path",
          `${found} is in the home folder of a person: jobs at other sites, and other people, do not have it.`,
          "send files as resources, name data as inputs, and keep results as `out`",
        ),
      ];
    });
  });

/** Where a failed attempt left its folder, the next one would stop here. */
export const judgeMkdir = (linted: LintedStep): readonly Problem[] =>
  linted.scripts.flatMap((script) =>
    script.facts.runs.flatMap((run): readonly Problem[] => {
      if (run.name !== "mkdir" || run.args.some(({ value }) => /^-[a-zA-Z]*p|^--parents$/.test(value))) return [];
      if (run.conditional) return [];
      const message = "`mkdir` without `-p` fails where the folder is there already, as in a second attempt.";
      return [warning(script, run.pos, "mkdir-without-p", message)];
    }),
  );

/** What tells one job, or one submission, from another. */
const telling = /\$\{?(?:tag|version|uniqueId|PANDAID|PandaID|RANDOM|SRANDOM|EPOCHSECONDS|\$)|\$\(|`/;

/** Copied out of the job under a name that every submission has: the last one to run wins. */
export const judgeSharedFiles = (linted: LintedStep): readonly Problem[] =>
  linted.scripts.flatMap((script) =>
    writtenBy(script, linted.valuesIn(script)).flatMap(({ word, name, run }): readonly Problem[] => {
      if (!/^\/(?!tmp\/|dev\/|proc\/|scratch\/)/.test(name) && !homeVariable.test(word.text)) return [];
      const words = run.name === "cp" || run.name === "mv" || run.name === "rsync" ? [...run.args] : [word];
      if (words.some((part) => isTelling(part, script, 0))) return [];
      const shown = name.replaceAll(unknown, "...");
      return [
        warning(
          script,
          word.pos,
          "shared-file-name",
          `Every submission writes to ${shown} under the same name, and overwrites what is there.`,
          'put "$tag" and "$uniqueId" into the name, or name the file in `out`',
        ),
      ];
    }),
  );

/** Also through variables of the script's own; arguments and loops may bring anything. */
const isTelling = (word: Word, script: Script, depth: number): boolean => {
  if (telling.test(word.text) || depth > 5) return true;
  return [...word.text.matchAll(/\$\{?([A-Za-z_]\w*|[1-9@*])/g)].some(([, name = ""]) => {
    const value = script.facts.values.get(name);
    if (value !== undefined) return isTelling(value, script, depth + 1);
    return script.facts.assigned.has(name) || /^[1-9@*]$/.test(name);
  });
};
