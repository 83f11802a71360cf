import { suggestName } from "../nearest-name.ts";
import type { Problem } from "../problem.ts";
import { type Located, problemAt } from "../request/places.ts";
import type { RequestStep } from "../request/request.ts";
import type { FolderEntry, SourceFile } from "../source-file.ts";
import { looksLikeCredential } from "./credentials.ts";
import { matchesGlob } from "./glob.ts";

export type Gathered = { readonly files: readonly SourceFile[]; readonly problems: readonly Problem[] };

/** The files of the folder that a step's globs name. Links and the like are refused, never followed. */
export const gatherResources = (
  where: Located,
  name: string,
  step: RequestStep,
  entries: readonly FolderEntry[],
): Gathered => {
  const problems: Problem[] = [];
  const files = new Map<string, SourceFile>();
  for (const [index, glob] of (step.resources ?? []).entries()) {
    const path = ["steps", name, "resources", index];
    if (glob.startsWith("/") || glob.split("/").includes("..")) {
      problems.push(problemAt(where, path, "resource-refused", `"${glob}" leads out of the production's folder.`));
      continue;
    }
    const matching = entries.filter((entry) => entry.path === glob || matchesGlob(entry.path, glob));
    if (matching.length === 0) {
      problems.push(
        problemAt(where, path, "missing-resource", `No file matches "${glob}".`, {
          hint: /[[\]{}]/.test(glob)
            ? "a pattern knows *, ** and ?; write one line for each file instead of braces or brackets"
            : suggestName(
                glob,
                entries.map((entry) => entry.path),
              ),
        }),
      );
    }
    for (const entry of matching) {
      const problem = refusal(entry) ?? clash(name, step, entry);
      if (problem !== undefined) problems.push(problemAt(where, path, problem.code, problem.message));
      else if (entry.kind === "file") files.set(entry.path, { path: entry.path, mode: entry.mode, bytes: entry.bytes });
    }
  }
  const script = scriptOf(step.run);
  if (script !== undefined && !files.has(script)) {
    problems.push(
      problemAt(
        where,
        ["steps", name, "run"],
        "missing-script",
        `\`run\` names ${script}, which is not among the resources of \`${name}\`.`,
        { hint: suggestName(script, [...files.keys()]) },
      ),
    );
  }
  return { files: [...files.values()], problems };
};

/** `run` that is one word ending in `.sh` names a script; anything else is bash. */
export const scriptOf = (run: string): string | undefined =>
  /^(?:\.\/)?([A-Za-z0-9_][\w./-]*\.sh)$/.exec(run.trim())?.[1];

/** The files of a step are copied to where its job works, so none may stand in for what the job must make or run. */
const clash = (
  name: string,
  step: RequestStep,
  { path }: FolderEntry,
): { readonly code: "resource-refused"; readonly message: string } | undefined => {
  if (step.out.includes(path))
    return {
      code: "resource-refused",
      message: `"${path}" has the name of an output of \`${name}\`: a job that makes nothing would look good.`,
    };
  return path === `${name}.run.sh`
    ? { code: "resource-refused", message: `"${path}" has the name of a file that SHREK sends with \`${name}\`.` }
    : undefined;
};

const printable = /^[\x21-\x7e]+$/;

const refusal = (
  entry: FolderEntry,
): { readonly code: "resource-refused" | "too-large" | "credential"; readonly message: string } | undefined => {
  switch (entry.kind) {
    case "link":
      return { code: "resource-refused", message: `"${entry.path}" is a symbolic link.` };
    case "submodule":
      return { code: "resource-refused", message: `"${entry.path}" is a git submodule.` };
    case "special":
      return { code: "resource-refused", message: `"${entry.path}" is not a plain file.` };
    case "too-large":
      return { code: "too-large", message: `"${entry.path}" has ${entry.size} bytes, more than a sandbox can hold.` };
    case "file":
      if (!printable.test(entry.path))
        return {
          code: "resource-refused",
          message: `"${entry.path}" has a name with blanks or characters beyond ASCII.`,
        };
      return looksLikeCredential(entry)
        ? { code: "credential", message: `"${entry.path}" looks like a credential.` }
        : undefined;
  }
};
