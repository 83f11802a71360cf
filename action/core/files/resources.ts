import { dirname, join } from "node:path/posix";
import type { Problem } from "../problems/problem.ts";
import { gitAddress, isAllowed } from "../request/git-address.ts";
import { inShared } from "../request/named-sources.ts";
import { outputName, type RequestStep } from "../request/request.ts";
import { isLfsPointer } from "../text/lfs-pointer.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import { type FolderEntry, type ProductionSource, type SourceFile, sharedFolder } from "../text/source-file.ts";
import { foldersAbove } from "./changed-productions.ts";
import { looksLikeCredential } from "./credentials.ts";
import { fitsGlob } from "./glob.ts";
import { missingHint } from "./missing-file.ts";
import { isUnedited } from "./template-placeholders.ts";

export type Gathered = { readonly files: readonly SourceFile[]; readonly problems: readonly Problem[] };

/** The files that a step's globs name. Links and the like are refused, never followed. */
export const gatherResources = (where: Located, name: string, step: RequestStep, source: SourceWithHosts): Gathered => {
  if (source.beyond !== undefined) return { files: [], problems: [] };
  const problems: Problem[] = [];
  const files = new Map<string, SourceFile>();
  const folders = new Set<string>();
  for (const [index, resource] of (step.resources ?? []).entries()) {
    const path = ["steps", name, "resources", index];
    const found = findEntries({ where, path }, resource, source);
    problems.push(...found.problems);
    for (const entry of found.entries) {
      const problem = refusal(entry) ?? clash(name, step, entry) ?? otherFile(files, folders, entry);
      if (problem !== undefined) problems.push(problemAt(where, path, problem.code, { message: problem.message }));
      else if (entry.kind === "file") {
        if (isUnedited(entry.bytes)) problems.push(unedited(where, path, entry.path));
        files.set(entry.path, { path: entry.path, mode: entry.mode, bytes: entry.bytes });
        for (const folder of foldersAbove([entry.path])) folders.add(folder);
      }
    }
  }
  const script = scriptOf(step.run);
  if (script !== undefined && !files.has(script)) {
    problems.push(
      problemAt(where, ["steps", name, "run"], "missing-script", {
        message: `\`run\` names ${script}, which is not among the resources of \`${name}\`.`,
        hint: suggestName(script, [...files.keys()]),
      }),
    );
  }
  return { files: [...files.values()], problems };
};

const unedited = (where: Located, path: Path, file: string): Problem =>
  problemAt(where, path, "unedited-template", {
    message: `${file} is still the file of the template.`,
    hint: "put your own in its place",
  });

/** A request that names too much is not read: this problem replaces all others about its files. */
export const checkAmount = (where: Located, { beyond }: ResourceSource): readonly Problem[] => {
  if (beyond === undefined) return [];
  const { of, named, most } = beyond;
  const message =
    of === "request"
      ? `The files that this request names have ${named} bytes together; at most ${most} are read.`
      : `With the files of this request, all requests checked together name ${named} bytes; at most ${most} are read.`;
  const hint =
    of === "request"
      ? "move data out of the folder and name them as an input"
      : "change fewer productions at one time, or move data out of their folders";
  return [problemAt(where, ["steps"], "too-many-bytes", { message, key: true, hint })];
};

export type ResourceSource = Pick<ProductionSource, "entries" | "shared" | "foreign" | "beyond" | "conventions">;
type Resource = NonNullable<RequestStep["resources"]>[number];
type ResourcesFound = { readonly entries: readonly FolderEntry[]; readonly problems: readonly Problem[] };

/** `hosts`: those from which files of other repositories may come. */
type SourceWithHosts = ResourceSource & { readonly hosts: readonly string[] };
type ResourcePlace = { readonly where: Located; readonly path: Path };

/** A glob looks in the folder, in `_shared`, or in a commit of another repository. */
const findEntries = (place: ResourcePlace, resource: Resource, source: SourceWithHosts): ResourcesFound => {
  if (typeof resource !== "string") return findForeign(place, resource, source);
  return resource.startsWith(inShared)
    ? matching(place, resource.slice(inShared.length), {
        entries: source.shared,
        words: ` in ${sharedFolder}, beside the conventions`,
        folder: join(dirname(source.conventions?.file ?? ""), sharedFolder),
      })
    : matching(place, resource, { entries: source.entries, words: "", folder: dirname(place.where.file) });
};

const findForeign = (
  { where, path }: ResourcePlace,
  { git, commit, path: glob }: Exclude<Resource, string>,
  { foreign, hosts }: SourceWithHosts,
): ResourcesFound => {
  const refused = (code: Problem["code"], message: string, hint?: string): ResourcesFound => ({
    entries: [],
    problems: [problemAt(where, path, code, { message, hint })],
  });
  if (!isAllowed(git, hosts))
    return refused(
      "git-host-refused",
      `Resources may not come from ${git}.`,
      hosts.length === 0 ? "the conventions name no gitHosts" : `allowed: ${hosts.join(", ")}`,
    );
  const tree = foreign.find((one) => one.git === git && one.commit === commit);
  if (tree === undefined)
    return refused("git-unreachable", `The files of ${git} were not fetched: correct the other problems first.`);
  switch (tree.kind) {
    case "fetched":
      return matching({ where, path: [...path, "path"] }, glob, { entries: tree.entries, words: "" });
    case "not-in-force":
      return refused(
        "git-host-refused",
        `Resources may not come from ${gitAddress(git)?.host ?? git} yet: the conventions of main do not list it.`,
        "a host counts after the pull request that adds it to gitHosts was merged",
      );
    case "refused":
      return refused("bad-git-resource", tree.message);
    case "unreachable":
      return refused("git-unreachable", tree.message);
  }
};

/** `folder`: where this repository has it. */
type LookedIn = { readonly entries: readonly FolderEntry[]; readonly words: string; readonly folder?: string };

const matching = (
  { where, path }: ResourcePlace,
  glob: string,
  { entries, words, folder }: LookedIn,
): ResourcesFound => {
  if (glob.startsWith("/") || glob.split("/").includes(".."))
    return {
      entries: [],
      problems: [problemAt(where, path, "resource-refused", { message: `"${glob}" points outside its folder.` })],
    };
  const found = entries.filter((entry) => fitsGlob(entry.path, glob));
  if (found.length > 0) return { entries: found, problems: [] };
  const known = entries.map((entry) => entry.path);
  const hint = /[[\]{}]/.test(glob)
    ? "a pattern may use *, ** and ?; write one line for each file instead of braces or brackets"
    : folder === undefined
      ? suggestName(glob, known)
      : missingHint(folder, glob, known);
  return {
    entries: [],
    problems: [problemAt(where, path, "missing-resource", { message: `No file${words} matches "${glob}".`, hint })],
  };
};

/** Two sources may hold a file of one name; the job has room for one. */
const otherFile = (
  files: ReadonlyMap<string, SourceFile>,
  folders: ReadonlySet<string>,
  entry: FolderEntry,
): { readonly code: "resource-refused"; readonly message: string } | undefined => {
  const file = folders.has(entry.path)
    ? entry.path
    : [...foldersAbove([entry.path])].find((folder) => files.has(folder));
  if (file !== undefined)
    return { code: "resource-refused", message: `"${file}" is a file in one place and a folder in another.` };
  const other = files.get(entry.path);
  if (other === undefined || entry.kind !== "file" || sameBytes(other.bytes, entry.bytes)) return undefined;
  return { code: "resource-refused", message: `"${entry.path}" comes from two places with different content.` };
};

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** `run` that is one word ending in `.sh` names a script; anything else is bash. */
export const scriptOf = (run: string): string | undefined =>
  /^(?:\.\/)?([A-Za-z0-9_][\w./-]*\.sh)$/.exec(run.trim())?.[1];

/** The files of a step are copied to where its job works, so none may take the name of what the job must make or run. */
const clash = (
  name: string,
  step: RequestStep,
  { path }: FolderEntry,
): { readonly code: "resource-refused"; readonly message: string } | undefined => {
  const [top = path] = path.split("/");
  if (step.out.map(outputName).includes(top))
    return {
      code: "resource-refused",
      message: `"${top}" has the name of an output of \`${name}\`: a job that makes nothing would count as successful.`,
    };
  const packed = step.out.find((one) => typeof one !== "string" && one.packs !== undefined && fitsGlob(top, one.packs));
  if (packed !== undefined)
    return {
      code: "resource-refused",
      message: `"${top}" fits what \`${name}\` packs into ${outputName(packed)}: it would count as a result.`,
    };
  return top === `${name}.run.sh` || top === `${name}.rows.sh`
    ? { code: "resource-refused", message: `"${top}" has the name of a file that SHREK sends with \`${name}\`.` }
    : undefined;
};

const printable = /^[\x21-\x7e]+$/;

export const refusal = (
  entry: FolderEntry,
):
  | { readonly code: "resource-refused" | "too-large" | "credential" | "lfs-pointer"; readonly message: string }
  | undefined => {
  switch (entry.kind) {
    case "link":
      return { code: "resource-refused", message: `"${entry.path}" is a symbolic link.` };
    case "submodule":
      return { code: "resource-refused", message: `"${entry.path}" is a git submodule.` };
    case "special":
      return { code: "resource-refused", message: `"${entry.path}" is not a plain file.` };
    case "too-large":
      return { code: "too-large", message: `"${entry.path}" has ${entry.size} bytes, more than a sandbox can hold.` };
    case "unread":
      return { code: "resource-refused", message: `"${entry.path}" was not read: its pattern is not written as text.` };
    case "file":
      if (!printable.test(entry.path))
        return {
          code: "resource-refused",
          message: `"${entry.path}" has a name with blanks or characters beyond ASCII.`,
        };
      if (isLfsPointer(entry.bytes))
        return {
          code: "lfs-pointer",
          message: `"${entry.path}" is kept by Git LFS: git holds a pointer of a few lines, and jobs would get these; commit the file itself, or read it as an input.`,
        };
      return looksLikeCredential(entry)
        ? { code: "credential", message: `"${entry.path}" looks like a credential.` }
        : undefined;
  }
};
