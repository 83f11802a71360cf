import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Conventions } from "../../core/conventions/conventions.ts";
import { readConventions } from "../../core/conventions/read-conventions.ts";
import { Failure } from "../../core/problems/failure.ts";
import { once, onceEach } from "../../core/text/once.ts";
import { isConventionsPath, type ProductionSource, productionsFolder } from "../../core/text/source-file.ts";
import type { Foreign, HostsInForce } from "../../ports/foreign.ts";
import type { Revisions } from "../../ports/revisions.ts";
import { changedPaths } from "./changed-paths.ts";
import { changesOnMain, lastChanges } from "./last-changes.ts";
import { changedSince, revisionNamed } from "./local.ts";
import { mergeBaseOf } from "./merge-base.ts";
import type { GitRefs } from "./refs.ts";
import { git, linesUntilNul } from "./run.ts";
import { conventionPlaces, gitSnapshot, readFiles } from "./snapshot.ts";
import { workTree } from "./work-tree.ts";

/** The hosts that the conventions of one commit list for a folder. `commit` is asked when something is wanted. */
export const hostsAt = (dir: string, commit: () => Promise<string>): HostsInForce => {
  const at = once(commit);
  return onceEach(async (folder) => {
    const places = conventionPlaces(folder);
    const found = await readFiles(dir, await at(), places);
    const nearest = places.flatMap((place) => found.find(({ path }) => path === place) ?? [])[0];
    return nearest?.kind === "file" ? listedIn(nearest.path, nearest.bytes) : [];
  });
};

/** By main as the refs have it now. */
export const hostsOfMain = (dir: string, refs: GitRefs): HostsInForce =>
  hostsAt(dir, async () => {
    const head = await refs.read("refs/heads/main");
    if (head === undefined)
      throw new Failure("There is no branch `main`.", {
        wayOut: "Push it first: its conventions say which hosts may be asked.",
      });
    return head;
  });

type OwnConventions = (folder: string) => ProductionSource["conventions"];

/** In a clone: the named revision, else main as it is known here, or before there is one the files themselves. */
export const hostsHere = (dir: string, refs: GitRefs, named: string | undefined, own: OwnConventions): HostsInForce => {
  const base = once(async () => (named === undefined ? refs.read("refs/heads/main") : revisionNamed(dir, named)));
  const there = hostsAt(dir, async () => (await base()) ?? "");
  return async (folder) => {
    if ((await base()) !== undefined) return there(folder);
    const conventions = named === undefined ? own(folder) : undefined;
    return conventions === undefined ? [] : listedIn(conventions.file, conventions.bytes);
  };
};

const listedIn = (file: string, bytes: Uint8Array): NonNullable<Conventions["gitHosts"]> => {
  const read = readConventions(file, bytes);
  return read.kind === "read" ? (read.conventions.gitHosts ?? []) : [];
};

/** All conventions of a commit that can be read, those furthest up first. */
export const conventionsOf = async (dir: string, commit: string): Promise<readonly Conventions[]> => {
  const listed = await git(dir, ["ls-tree", "-r", "-z", "--name-only", commit, "--", productionsFolder]);
  const files = await readFiles(dir, commit, listed.split("\0").filter(isConventionsPath));
  return files
    .toSorted((a, b) => depthOf(a.path) - depthOf(b.path))
    .flatMap((file) => {
      if (file.kind !== "file") return [];
      const read = readConventions(file.path, file.bytes);
      return read.kind === "read" ? [read.conventions] : [];
    });
};

const depthOf = (path: string): number => path.split("/").length;

export const gitRevisions = (dir: string, foreign: Foreign): Revisions => ({
  mergeBase: async (base, head) => {
    const { oid, why } = await mergeBaseOf(dir, base, head);
    if (oid === undefined)
      throw new Failure(
        `The commits ${base.slice(0, 12)} and ${head.slice(0, 12)} have no common history here: ${why}`,
        { wayOut: "Fetch both with their whole history." },
      );
    return oid;
  },
  changes: (from, to) => changedPaths(dir, from, to),
  madeBy: async (commit, paths) =>
    new Map([...(await lastChanges(dir, commit, paths))].map(([path, last]) => [path, last.commit])),
  ...changesOnMain(dir),
  at: (commit) => gitSnapshot(dir, commit, foreign),
});

/** Names the files as they lie on disk, where the name of a commit is asked for. No commit has it. */
export const onDisk = "the files on disk";

/**
 * The history of a pull request whose last commit is still to be made: its head is `onDisk`, with what git would take
 * if everything were committed now. `within`: folders from the top; of what lies elsewhere nothing is said to change.
 */
export const workRevisions = async (
  top: string,
  foreign: Foreign,
  within: readonly string[] = ["."],
): Promise<Revisions> => {
  const commits = gitRevisions(top, foreign);
  const ignored = new Set(await ignoredIn(top));
  const disk = workTree(top, foreign, (path) => ignored.has(path) || ignored.has(`${path}/`));
  const isMeant = (path: string): boolean => within.some((folder) => folder === "." || path.startsWith(`${folder}/`));
  return {
    mergeBase: (base, head) => commits.mergeBase(base, head === onDisk ? "HEAD" : head),
    changes: async (from, to) => {
      if (to !== onDisk) return commits.changes(from, to);
      const paths = (await changedSince(top, from)).filter(isMeant);
      return paths.map((path) => ({ path, gone: isGone(join(top, path)) }));
    },
    madeBy: async (commit, paths) => {
      if (commit !== onDisk) return commits.madeBy(commit, paths);
      const [made, changed] = await Promise.all([commits.madeBy("HEAD", paths), changedSince(top, "HEAD")]);
      return new Map([...made].filter(([path]) => !changed.includes(path)));
    },
    ruleChanges: commits.ruleChanges,
    at: (commit) => (commit === onDisk ? disk : commits.at(commit)),
  };
};

const isGone = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true;

/** What a commit of everything would leave out; a folder as a whole ends with `/`. */
const ignoredIn = async (top: string): Promise<readonly string[]> => {
  const asked = ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"];
  return linesUntilNul(await git(top, asked));
};
