import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../../core/text/canonical-json.ts";
import { gitFailure } from "../git/git-failure.ts";
import { asSettings, type GitLimits, type Guarded, guardedGit, succeeded } from "./git-guarded.ts";
import type { Route } from "./route.ts";

export type Transferred = Guarded | Extract<Route, { readonly kind: "closed" }>;

/** What is kept of one repository of strangers: a bare repository that several processes may fill at once. */
export type ForeignStore = {
  readonly dir: string;
  /** Whether this commit was seen on a branch or tag of the repository, once. */
  isProven(commit: string): Promise<boolean>;
  /** Asks the repository for its branches and tags, with their history and without its files. */
  prove(commit: string): Promise<Transferred | { readonly kind: "proven" } | { readonly kind: "elsewhere" }>;
  /** Whether the history of a proven commit has another one. */
  holds(commit: string, earlier: string): Promise<boolean>;
  /** As they are here; nothing is fetched. `undefined`: the copy cannot be read. */
  read(oids: readonly string[]): Promise<readonly (Buffer | undefined)[] | undefined>;
  /** Bytes of those that are here; `undefined`: the copy cannot be read. */
  sizes(oids: readonly string[]): Promise<ReadonlyMap<string, number> | undefined>;
  fetchObjects(oids: readonly string[]): Promise<Transferred>;
};

const local: GitLimits = { milliseconds: 60_000, bytes: Number.POSITIVE_INFINITY };

/** `route`: asked before each transfer, and not for what is here. */
export const openStore = async (
  cache: string,
  url: string,
  limits: GitLimits,
  route: () => Promise<Route>,
): Promise<ForeignStore> => {
  const dir = await place(cache, url);
  const run = (args: readonly string[]): Promise<Guarded> => guardedGit(dir, args, local);
  const fetch = async (filter: string, args: readonly string[], input = ""): Promise<Transferred> => {
    const open = await route();
    if (open.kind === "closed") return open;
    const what = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", `--filter=${filter}`];
    return guardedGit(dir, [...asSettings(open.settings), ...remote(url, filter), ...what, ...args], limits, {
      input,
      env: open.env,
    });
  };
  return {
    dir,
    isProven: async (commit) => succeeded(await run(["show-ref", "--verify", "--quiet", provenRef(commit)])),
    prove: async (commit) => {
      // Names of its own: two processes would not be able to move the same ones.
      const seen = `refs/seen/${randomBytes(8).toString("hex")}`;
      const kinds = ["heads", "tags"].map((kind) => `+refs/${kind}/*:${seen}/${kind}/*`);
      try {
        const fetched = await fetch("tree:0", ["origin", ...kinds]);
        if (!succeeded(fetched)) return fetched;
        const found = await run(["for-each-ref", "--count=1", "--format=%(refname)", `--contains=${commit}`, seen]);
        if (!succeeded(found) || found.stdout.length === 0) return { kind: "elsewhere" };
        await run(["update-ref", provenRef(commit), commit]);
        return { kind: "proven" };
      } finally {
        await forget(dir, seen);
      }
    },
    holds: async (commit, earlier) => succeeded(await run(["merge-base", "--is-ancestor", earlier, commit])),
    read: async (oids) => {
      if (oids.length === 0) return [];
      const read = await guardedGit(dir, ["cat-file", "--batch"], local, { input: lines(oids) });
      return succeeded(read) ? objectsIn(read.stdout, oids) : undefined;
    },
    sizes: async (oids) => {
      const format = "--batch-check=%(objectname) %(objectsize)";
      const listed = await guardedGit(dir, ["cat-file", format], local, { input: lines(oids) });
      if (!succeeded(listed)) return undefined;
      return new Map(listed.stdout.toString("utf8").split("\n").flatMap(sizeIn));
    },
    fetchObjects: (oids) => fetch("blob:none", ["--stdin", "origin"], lines(oids)),
  };
};

/** What `git cat-file --batch` printed for these names. */
const objectsIn = (output: Buffer, names: readonly string[]): readonly (Buffer | undefined)[] => {
  let at = 0;
  return names.map(() => {
    const end = output.indexOf(10, at);
    const size = /^[0-9a-f]{40} \w+ (\d+)$/.exec(output.toString("latin1", at, end))?.[1];
    at = end + 1;
    if (size === undefined) return undefined;
    at += Number(size) + 1;
    return output.subarray(end + 1, at - 1);
  });
};

const lines = (oids: readonly string[]): string => oids.map((oid) => `${oid}\n`).join("");

const sizeIn = (line: string): readonly (readonly [string, number])[] => {
  const [, oid, size] = /^([0-9a-f]{40}) (\d+)$/.exec(line) ?? [];
  return oid === undefined ? [] : [[oid, Number(size)]];
};

const provenRef = (commit: string): string => `refs/proven/${commit}`;

/**
 * The address is given to this one call and written nowhere: what reads the copy later could not reach the network if
 * it wanted to. `noop` brings an object even though a commit that names it is here.
 */
const remote = (url: string, filter: string): readonly string[] => {
  const settings = [
    `remote.origin.url=${url}`,
    "remote.origin.promisor=true",
    `remote.origin.partialCloneFilter=${filter}`,
    ...(filter === "tree:0" ? [] : ["fetch.negotiationAlgorithm=noop"]),
  ];
  return asSettings(settings);
};

const forget = async (dir: string, seen: string): Promise<void> => {
  const refs = await guardedGit(dir, ["for-each-ref", "--format=delete %(refname)", seen], local);
  if (succeeded(refs)) await guardedGit(dir, ["update-ref", "--stdin"], local, { input: refs.stdout.toString("utf8") });
};

/** Made elsewhere and moved: whoever finds the folder finds a whole repository. */
const place = async (cache: string, url: string): Promise<string> => {
  const folder = join(cache, "git");
  const dir = join(folder, `${sha256(url).slice(0, 40)}.git`);
  if ((await stat(dir).catch(() => undefined)) !== undefined) {
    await sweep(join(dir, "objects/pack"));
    return dir;
  }
  await mkdir(folder, { recursive: true });
  const made = await mkdtemp(join(folder, "new-"));
  const begun = await guardedGit(made, ["init", "--quiet", "--bare", "--template=", "--object-format=sha1"], local);
  if (!succeeded(begun)) throw gitFailure(made, ["init"], errorsOf(begun));
  await rename(made, dir).catch(() => rm(made, { recursive: true }));
  return dir;
};

const errorsOf = (outcome: Guarded): string =>
  outcome.kind === "ended" ? outcome.stderr : "it did not come to its end";

/** The rest of a stopped transfer, when no process can still write it. */
const sweep = async (packs: string): Promise<void> => {
  const names = (await readdir(packs).catch(() => [])).filter((name) => name.startsWith("tmp_"));
  await Promise.all(
    names.map(async (name) => {
      const made = await stat(join(packs, name)).catch(() => undefined);
      if (made !== undefined && Date.now() - made.mtimeMs > 3_600_000) await rm(join(packs, name), { force: true });
    }),
  );
};

/** A damaged copy goes out of the way at once; who else was reading it finds objects missing, and fetches them. */
export const discardStore = async ({ dir }: ForeignStore): Promise<void> => {
  const away = `${dir}.damaged-${randomBytes(4).toString("hex")}`;
  await rename(dir, away).catch(() => undefined);
  await rm(away, { recursive: true, force: true });
};
