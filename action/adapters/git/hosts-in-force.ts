import type { Conventions } from "../../core/conventions/conventions.ts";
import { readConventions } from "../../core/conventions/read-conventions.ts";
import { Failure } from "../../core/problems/failure.ts";
import { once, onceEach } from "../../core/text/once.ts";
import { isConventionsPath, type ProductionSource, productionsFolder } from "../../core/text/source-file.ts";
import type { HostsInForce } from "../../ports/foreign.ts";
import { revisionNamed } from "./local.ts";
import type { GitRefs } from "./refs.ts";
import { git } from "./run.ts";
import { conventionPlaces, readFiles } from "./snapshot.ts";

/**
 * The hosts that the conventions of one commit list for a folder, whether the folder exists there or not. `commit` is
 * asked when the first request wants something; most never do.
 */
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

/**
 * For a person who works in a clone: the named revision, else main as this clone knows it. Before there is a main, the
 * files themselves: nobody else decides there.
 */
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
