import { stat } from "node:fs/promises";
import { join } from "node:path";
import { writeFolder } from "../../adapters/disk/folder-writer.ts";
import { conventionsOnDisk } from "../../adapters/git/work-tree.ts";
import { systemBash } from "../../adapters/system/system-bash.ts";
import { makeNew } from "../../flows/new.ts";
import { askFor, isTerminal } from "./ask.ts";
import { exiting, print, printJson, reportProblems } from "./command.ts";
import { inside, openWorkPlace } from "./work-place.ts";

type NewFlags = {
  readonly json: boolean;
  readonly template?: string;
  readonly set?: readonly string[];
  readonly output?: string;
};

export const runNew = exiting(async ({ json, template, set = [], output }: NewFlags, ...fields: readonly string[]) => {
  const { top, snapshot, withBytes } = await openWorkPlace();
  const made = await makeNew(
    {
      snapshot,
      withBytes,
      bash: systemBash(),
      conventionsAbove: (folder) => conventionsOnDisk(top, folder),
      isThere: async (folder) => (await stat(join(top, folder)).catch(() => undefined)) !== undefined,
      ask: isTerminal() && !json ? (questions) => askFor(questions) : undefined,
    },
    {
      template,
      fields: [...fields, ...set],
      output: output === undefined ? undefined : inside(top, output),
      here: inside(top, "."),
    },
  );
  const problems = made.kind === "incomplete" ? [] : made.problems;
  const missing = made.kind === "incomplete" ? made.missing : [];
  if (!json) reportProblems(problems);
  if (made.kind !== "made") {
    if (json) printJson({ file: null, missing, problems });
    else if (missing.length > 0) print(missing.join("\n"));
    return 1;
  }
  const { file, folder } = made.source;
  await writeFolder(join(top, folder), made.files);
  if (json) {
    printJson({ file, missing, problems });
    return 0;
  }
  const left = made.problems.filter(({ severity }) => severity === "error").length;
  const todo = left === 0 ? "Edit it" : `Replace ${left === 1 ? "the marked part" : `the ${left} marked parts`}`;
  print(`${file} was created. ${todo}, then run: shrek plan ${folder}`);
  return 0;
});
