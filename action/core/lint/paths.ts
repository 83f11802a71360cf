import type { Problem } from "../problems/problem.ts";
import { expand, unknown, writtenBy } from "./bash/expand.ts";
import { finding } from "./bash/script.ts";
import type { LintedStep } from "./linted-step.ts";

/** Folders of persons, by what laboratories call them: `/sphenix/u/ada`, `/direct/star+u/ada`, `/eos/user/a/ada`. */
const part = "[^\\s\"'(),:/]+";
const homes = [
  "home",
  "Users",
  "u",
  `(?!cvmfs/|usr/|opt/|etc/|proc/|dev/|tmp/|var/)${part}/(?:${part}/){0,6}?(?:u|user|users|home|homes)`,
  `direct/${part}\\+u`,
].join("|");
const home = new RegExp(`(?:^|[\\s"'=:(,]|\\w/)(/(?:${homes})/[^\\s"'(),:]+)`);
const tilde = /^["']?~\/|(?:^|=)~[A-Za-z_][\w.-]*(?:\/|$)|^~$/;
const belowHome = /^"?\$\{?HOME\}?\//;
const homeVariable = /^"?\$\{?HOME\b/;

/** A person's own folder: not there at most sites, and gone with the person. */
export const checkHomePaths = (linted: LintedStep): readonly Problem[] =>
  linted.scripts.flatMap((script) => {
    const targets = new Set(writtenBy(script, linted.valuesIn(script)).map(({ word }) => word));
    // Where HOME is led is no file that the job needs.
    const reported = new Set([home.exec(script.facts.values.get("HOME")?.value ?? "")?.[1]]);
    // A payload may give itself a home of its own.
    const ownHome = script.facts.assigned.has("HOME");
    return script.facts.words.flatMap((word): readonly Problem[] => {
      const found =
        home.exec(word.value)?.[1] ??
        (tilde.test(word.text) || (!ownHome && (targets.has(word) ? homeVariable : belowHome).test(word.text))
          ? word.value
          : undefined);
      if (found === undefined || reported.has(found)) return [];
      reported.add(found);
      return [
        finding(script, word.pos, "home-path", {
          message: `${found} is in a home folder: jobs at other sites cannot read it.`,
          hint: "send files as resources, name data as inputs, and keep results as `out`",
        }),
      ];
    });
  });

/** Where a failed attempt left its folder, the next one would stop here. */
export const checkMkdir = (linted: LintedStep): readonly Problem[] =>
  linted.scripts.flatMap((script) =>
    script.facts.runs.flatMap((run): readonly Problem[] => {
      if (run.name !== "mkdir" || run.args.some(({ value }) => /^-[a-zA-Z]*p|^--parents$/.test(value))) return [];
      if (run.conditional) return [];
      const message = "`mkdir` without `-p` fails where the folder is there already, as in a second attempt.";
      return [finding(script, run.pos, "mkdir-without-p", { message })];
    }),
  );

const outside = /^(?:\/(?!(?:tmp|dev|proc|scratch)\/)|[a-z]+:\/\/)/;

/** Copied out of the job under a name that every submission has: the last one to run wins. */
export const checkSharedFiles = (linted: LintedStep): readonly Problem[] => {
  const { tag, version } = linted.production;
  const isOneJob = linted.step.maxJobs === 1;
  return linted.scripts.flatMap((script) => {
    const values = linted.valuesIn(script);
    return writtenBy(script, values).flatMap(({ word, name, run, appends }): readonly Problem[] => {
      if (appends || (!outside.test(name) && !homeVariable.test(word.text))) return [];
      // A copy into a folder keeps the name it had.
      const words = copyingOut.includes(run.name ?? "") ? run.args : [word];
      const named = words
        .map((part) => (part === word ? name.replace(unknownHome, "") : expand(part, values)))
        .join(" ");
      if (named.includes(unknown)) return [];
      const ofSubmission = [tag, version].some((telling) => named.includes(telling));
      if (ofSubmission && isOneJob) return [];
      return [
        finding(script, word.pos, "shared-file-name", {
          message: `Every ${ofSubmission ? "job" : "submission"} writes ${name.replace(unknownHome, "$HOME")} under the same name, and overwrites what is there.`,
          hint: 'put "$tag" and "$uniqueId" into the name, or name the file in `out`',
        }),
      ];
    });
  });
};

const copyingOut: readonly string[] = ["cp", "mv", "rsync", "xrdcp", "gfal-copy"];
const unknownHome = new RegExp(`^${unknown}(?=/)`);
