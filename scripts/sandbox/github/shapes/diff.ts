import { git } from "../git.ts";
import { fullName, type Repository } from "../repository.ts";
import type { World } from "../world.ts";

export type FileChange = {
  readonly sha: string;
  readonly filename: string;
  readonly previous: string | undefined;
  readonly status: "added" | "removed" | "modified" | "renamed" | "copied" | "changed";
  readonly additions: number;
  readonly deletions: number;
  /** `undefined`: binary, or only renamed. */
  readonly patch: string | undefined;
};

const statuses = { A: "added", D: "removed", M: "modified", R: "renamed", C: "copied", T: "changed" } as const;

/** What git says, in git's order; rename detection as GitHub has it. */
export const readChanges = (repository: Repository, from: string, to: string): Promise<readonly FileChange[]> =>
  changesIn(repository, [from, to]);

/** What a branch changed since it left its base. */
export const changesSince = (repository: Repository, base: string, head: string): Promise<readonly FileChange[]> =>
  changesIn(repository, [`${base}...${head}`]);

/** One start of git: lists, an empty field, and the patches. */
const changesIn = async (repository: Repository, range: readonly string[]): Promise<readonly FileChange[]> => {
  const asked = ["diff", "--raw", "--numstat", "--patch", "--no-abbrev", "--no-color", "-z", "-M", "--no-ext-diff"];
  const text = await git(repository.dir, [...asked, ...range]);
  const end = text.indexOf("\0\0");
  const fields = text.slice(0, Math.max(0, end)).split("\0");
  const patches = text.slice(end + 2).split(/^(?=diff --git )/m);
  const entries = entriesOf(fields);
  const counts = countsOf(
    fields.slice(entries.reduce((sum, { previous }) => sum + (previous === undefined ? 2 : 3), 0)),
  );
  return entries.map((entry, index) => {
    const patch = patches[index] ?? "";
    const hunks = patch.search(/^@@ /m);
    return {
      ...entry,
      ...(counts[index] ?? { additions: 0, deletions: 0 }),
      patch: hunks < 0 ? undefined : patch.slice(hunks).trimEnd(),
    };
  });
};

type Entry = Omit<FileChange, "additions" | "deletions" | "patch">;

const entriesOf = (fields: readonly string[]): readonly Entry[] => {
  const entries: Entry[] = [];
  for (let at = 0; fields[at]?.startsWith(":") === true; at += 1) {
    const [, , before = "", after = "", letter = ""] = (fields[at] ?? "").split(" ");
    const status = Object.entries(statuses).find(([key]) => letter.startsWith(key))?.[1];
    if (status === undefined) throw new Error(`git diff --raw said ${fields[at]}`);
    const first = fields[++at] ?? "";
    const renamed = status === "renamed" || status === "copied";
    entries.push({
      sha: status === "removed" ? before : after,
      filename: renamed ? (fields[++at] ?? "") : first,
      previous: renamed ? first : undefined,
      status,
    });
  }
  return entries;
};

const countsOf = (fields: readonly string[]): readonly { readonly additions: number; readonly deletions: number }[] => {
  const counts = [];
  for (let at = 0; at < fields.length; at += 1) {
    const [additions = "", deletions = "", path = ""] = (fields[at] ?? "").split("\t");
    if (additions === "") continue;
    if (path === "") at += 2; // a rename names both paths in fields of their own
    counts.push({ additions: Number(additions) || 0, deletions: Number(deletions) || 0 });
  }
  return counts;
};

/**
 * Files as a list of GitHub shows them: of one with too many lines or bytes, and of all behind so many lines together, the
 * patch is left out (docs.github.com, "Repository limits", diff limits).
 */
export const shown = (changes: readonly FileChange[]): readonly FileChange[] => {
  let lines = 0;
  return changes.map((change) => {
    const own = change.patch?.split("\n").length ?? 0;
    const fits = own <= maxLines && lines + own <= maxLines && (change.patch?.length ?? 0) <= largestPatch;
    if (fits) lines += own;
    return fits ? change : { ...change, patch: undefined };
  });
};
const maxLines = 20_000;
const largestPatch = 500_000;

export const fileShape = (world: World, repository: Repository, at: string, change: FileChange) => {
  const path = change.filename.split("/").map(encodeURIComponent).join("/");
  return {
    sha: change.sha,
    filename: change.filename,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${world.url()}/${fullName(repository)}/blob/${at}/${path}`,
    raw_url: `${world.url()}/${fullName(repository)}/raw/${at}/${path}`,
    contents_url: `${world.url()}/repos/${fullName(repository)}/contents/${path}?ref=${at}`,
    ...(change.patch === undefined ? {} : { patch: change.patch }),
    ...(change.previous === undefined ? {} : { previous_filename: change.previous }),
  };
};
