import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { Failure } from "../../core/problems/failure.ts";
import { gitFailure } from "./git-failure.ts";
import { refInFiles } from "./ref-files.ts";
import { type GitRefs, localRefs } from "./refs.ts";
import { git, gitOutcome, linesUntilNul } from "./run.ts";

/** Branches as this clone knows them, without asking the network: as last fetched, or its own where it has no remote. */
export const knownRefs = (dir: string): GitRefs => ({
  ...localRefs(dir),
  read: async (ref) => {
    const places = [ref, ref.replace("refs/heads/", "refs/remotes/origin/")];
    const [own, fetched] = places.map((place) => refInFiles(dir, place));
    if (own?.kind === "at" && fetched?.kind === "at") return fetched.oid ?? own.oid;
    const { code, stdout, stderr } = await gitOutcome(dir, [
      "for-each-ref",
      "--format=%(refname) %(objectname)",
      ...places,
    ]);
    if (code !== 0) throw gitFailure(dir, ["for-each-ref"], stderr);
    const known = new Map(
      stdout
        .toString("utf8")
        .split("\n")
        .map((line) => line.split(" ") as [string, string]),
    );
    return known.get(places[1] ?? "") ?? known.get(places[0] ?? "");
  },
});

/** The commit that a person means by a name; `undefined`: none here. */
export const revisionNamed = async (dir: string, name: string): Promise<string | undefined> => {
  const { code, stdout, stderr } = await gitOutcome(dir, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${name}^{commit}`,
  ]);
  if (code === 0) return stdout.toString("utf8").trim();
  // A name that is no revision is answered in silence.
  if (stderr.trim() !== "") throw gitFailure(dir, ["rev-parse", name], stderr);
  return undefined;
};

/** Paths that differ from a revision, those git does not track yet included. */
export const changedSince = async (dir: string, base: string): Promise<readonly string[]> => {
  if ((await revisionNamed(dir, base)) === undefined)
    throw new Failure(`There is no revision ${base} here.`, { wayOut: "Fetch it, or name another." });
  const [tracked, untracked] = await Promise.all([
    git(dir, ["diff", "--name-only", "--no-renames", "-z", "--merge-base", base]),
    untrackedIn(dir),
  ]);
  return [...linesUntilNul(tracked), ...untracked];
};

/** Files that git neither tracks nor ignores. */
export const untrackedIn = async (dir: string): Promise<readonly string[]> =>
  linesUntilNul(await git(dir, ["ls-files", "-z", "--others", "--exclude-standard"]));

/** Files with the name of a request, tracked or not: anywhere below this folder, and in its sibling folders. */
export const namedAsRequests = async (dir: string, folder: string): Promise<readonly string[]> => {
  const name = "production.y*ml";
  const places = [`${folder}/**/${name}`, name, `*/${name}`, `*/*/${name}`].map((place) => `:(icase,glob)${place}`);
  const asked = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...places];
  return linesUntilNul(await git(dir, asked));
};

/** Paths that commits changed since a head left this base. */
export const committedSince = async (dir: string, base: string, head: string): Promise<readonly string[]> => {
  const asked = ["diff-tree", "-r", "-z", "--no-renames", "--name-only", "--merge-base", base, head];
  return linesUntilNul(await git(dir, asked));
};

/** `folder`: where it is, if it is one on this disk that git reads and pushes to alike. */
export type Remote = { readonly name: string; readonly folder: string | undefined };

/** The remote that holds main and the ledger: the one that is named, or `origin`, or none. */
export const chooseRemote = async (dir: string, named: string | undefined): Promise<Remote | undefined> => {
  const places = placesIn(await git(dir, ["remote", "--verbose"]));
  const name = named ?? "origin";
  const addresses = places.get(name);
  if (addresses !== undefined) return { name, folder: folderAt(addresses) };
  if (named === undefined) return undefined;
  throw new Failure(`This repository has no remote "${named}".`, {
    wayOut:
      places.size === 0
        ? "Leave --remote out, or add one with `git remote add`."
        : `Name one of ${[...places.keys()].join(", ")}, or leave --remote out.`,
  });
};

/** The addresses of each remote, as git's settings have them in the end. */
const placesIn = (listed: string): ReadonlyMap<string, ReadonlySet<string>> => {
  const places = new Map<string, Set<string>>();
  for (const [, name = "", address = ""] of listed.matchAll(/^([^\t\n]+)(?:\t(.*?)(?: \((?:fetch|push)\).*)?)?$/gm))
    places.set(name, (places.get(name) ?? new Set()).add(address));
  return places;
};

const folderAt = ([...addresses]: Iterable<string>): string | undefined => {
  const [folder = "", ...others] = addresses.map((address) => address.replace(/^file:\/\/(?=\/)/, ""));
  const isHere = isAbsolute(folder) && statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return others.length === 0 && isHere ? folder : undefined;
};

/** The first commit that this one descends from, by first parents. */
export const rootOf = async (dir: string, commit: string): Promise<string> =>
  (await git(dir, ["rev-list", "--first-parent", "--max-parents=0", commit])).trim();

/** Where a remote is, as git's settings have it; `undefined`: nowhere that they say. */
export const addressOf = async (dir: string, remote: string): Promise<string | undefined> => {
  const { code, stdout } = await gitOutcome(dir, ["remote", "get-url", remote]);
  return code === 0 ? stdout.toString("utf8").trim() : undefined;
};
