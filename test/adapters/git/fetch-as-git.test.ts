import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { fetchHere } from "../../../action/adapters/git/fetch-here.ts";
import { openClone, tokenEnvironment } from "../../../action/adapters/git/job-clone.ts";
import { gitOutcome } from "../../../action/adapters/git/run.ts";
import type { HowFar } from "../../../action/adapters/git/server/git-server.ts";
import type { RemotePlace } from "../../../action/adapters/git/server/service-at.ts";
import { start } from "../../../scripts/sandbox/github/start.ts";
import { emptyFolder, runGit } from "../../contracts/git-place.ts";
import { backend } from "../foreign/git-host.ts";
import { listening } from "../listening.ts";

/** A repository that two servers show: git's own, and the sandbox GitHub. */
const openServers = async () => {
  const github = await start({ dir: await emptyFolder(), owner: "o", repo: "r" });
  onTestFinished(() => github.close());
  github.addUser("bot", "write");
  const bare = github.gitDir();
  const port = await listening(createServer((request, response) => void backend(bare, request, response)));
  const [url, ofSandbox] = [`http://127.0.0.1:${port}`, github.cloneUrl()];
  return {
    bare,
    git: { url, env: tokenEnvironment("t", url) },
    sandbox: { url: ofSandbox, env: tokenEnvironment(github.mintToken({ login: "bot" }), ofSandbox) },
  };
};

const branches = ["main", "ledger", "x/$&", "x/ü.b"].map((name) => `refs/heads/${name}`);
const aRef = fc.constantFrom(...branches, "refs/pull/1/head");
const aTag = fc.constantFrom("production/p/1.0.0", "production/$`r", "v1");
/** `n` chooses among the commits that are there. */
const n = fc.nat(99);
const aMove = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("commit" as const), ref: aRef, n }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("merge" as const), ref: aRef, n }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("start anew" as const), ref: aRef, n }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("force" as const), ref: aRef, n }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), ref: aRef, n }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("tag" as const), ref: aTag, n }) },
);
type Move = typeof aMove extends fc.Arbitrary<infer T> ? T : never;

const keptAs = (ref: string): string => `+${ref}:${ref.replace("heads", "remotes/origin")}`;
const tags = "+refs/tags/production/*:refs/tags/production/*";
const aFetch = fc.oneof(
  fc.tuple(fc.subarray(branches.map(keptAs), { minLength: 1 }), fc.constant<HowFar>("all")),
  fc.tuple(fc.constantFrom([tags], [keptAs("refs/heads/main"), tags]), fc.constant<HowFar>("all")),
  fc.tuple(
    fc.constantFrom(["refs/heads/ledger"], ["refs/pull/1/head", keptAs("refs/heads/main")]),
    fc.constant<HowFar>("all"),
  ),
  // More than one name is fetched with all before them.
  fc.tuple(
    aRef.map((ref) => [keptAs(ref)]),
    fc.constant<HowFar>("its end"),
  ),
  fc.tuple(
    n.map((at) => [at]),
    fc.constantFrom<HowFar>("all", "its end"),
  ),
);
const someSteps = fc.array(
  fc.tuple(fc.array(aMove, { minLength: 1, maxLength: 6 }), fc.array(aFetch, { minLength: 1, maxLength: 2 })),
  { minLength: 2, maxLength: 5 },
);

type Steps = typeof someSteps extends fc.Arbitrary<infer T> ? T : never;

const withInput = async (dir: string, args: readonly string[], input: string): Promise<string> => {
  const going = promisify(execFile)("git", ["-C", dir, ...args]);
  going.child.stdin?.end(input);
  return (await going).stdout;
};

const filesOf = (at: number): string =>
  [
    `M 100644 inline a/${at % 5}\ndata 4\n${String(at).padStart(4)}\n`,
    "M 120000 inline link\ndata 5\na/b/c\n",
    `M 100755 inline deep/er/${at % 3}/run.sh\ndata 6\necho ${at % 10}\n`,
    `M 100644 inline large\ndata 200000\n${String(at % 7).repeat(200_000)}\n`,
    "deleteall\n",
    `M 160000 ${"1".repeat(40)} module\n`,
    "M 100644 inline a/moved\ndata 2\nm\n\nR a b\n",
  ][at % 7] ?? "";

/** Makes these moves by one process of git, in which commits are numbers. */
const mover = (bare: string, marks: string) => {
  const known = new Map<number, string>();
  const at = new Map<string, number>();
  const makes = async (moves: readonly Move[]): Promise<void> => {
    const tagged = new Set<string>();
    const words = moves.map(({ kind, ref, n: choice }): string => {
      const [chosen, mark] = [known.size === 0 ? undefined : (choice % known.size) + 1, known.size + 1];
      const person = `Ada <ada@example.org> ${1_700_000_000 + mark} +0000\ndata 4\nwhat\n`;
      if (kind === "delete" || (chosen === undefined && (kind === "force" || kind === "tag"))) return "";
      if (kind === "force") {
        at.set(ref, chosen ?? 0);
        return `reset ${ref}\nfrom :${chosen}\n\n`;
      }
      if (kind === "tag") {
        if (tagged.has(ref)) return "";
        tagged.add(ref);
        return `tag ${ref}\nfrom :${chosen}\ntagger ${person}`;
      }
      const before = kind === "start anew" ? undefined : at.get(ref);
      const from = before === undefined ? "" : `from :${before}\n`;
      const merge = kind === "merge" && before !== undefined ? `merge :${chosen}\n` : "";
      known.set(mark, "");
      at.set(ref, mark);
      return `reset ${ref}\n\ncommit ${ref}\nmark :${mark}\ncommitter ${person}${from}${merge}${filesOf(choice)}\n`;
    });
    const options = ["--quiet", "--force", `--import-marks-if-exists=${marks}`, `--export-marks=${marks}`];
    await withInput(bare, ["fast-import", ...options], words.join(""));
    for (const [, mark, id = ""] of readFileSync(marks, "utf8").matchAll(/^:(\d+) (.*)$/gm))
      known.set(Number(mark), id);
    for (const { ref } of moves.filter(({ kind, ref: one }) => kind === "delete" && at.delete(one)))
      await runGit(bare, "update-ref", "-d", ref);
  };
  return { makes, commit: (choice: number) => known.get((choice % Math.max(1, known.size)) + 1) };
};

const fetchByGit = async (dir: string, { url, env }: RemotePlace, wanted: readonly string[], howFar: HowFar) => {
  const depth = howFar === "all" ? [] : ["--depth=1"];
  const { code } = await gitOutcome(dir, ["fetch", "--quiet", "--no-tags", ...depth, url, ...wanted], { env });
  return code === 0;
};

const shown = async (dir: string, tips: readonly string[]) => {
  const cut = join(dir, ".git/shallow");
  const [refs, objects, faults] = await Promise.all([
    runGit(dir, "for-each-ref", "--format=%(refname) %(objectname)"),
    tips.length === 0 ? "" : runGit(dir, "rev-list", "--objects", "--no-object-names", ...tips),
    runGit(dir, "fsck", "--connectivity-only", "--no-dangling"),
  ]);
  return {
    refs,
    faults,
    objects: objects.split("\n").toSorted(),
    cut: existsSync(cut) ? readFileSync(cut, "utf8").split("\n").toSorted() : ["", ""],
  };
};

/** Names that are no words, and what is here whole and is fetched without what was before it. */
const once: Steps = [
  [
    [
      { kind: "commit", ref: "refs/heads/main", n: 0 },
      { kind: "commit", ref: "refs/heads/x/ü.b", n: 1 },
      { kind: "tag", ref: "production/$`r", n: 0 },
    ],
    [
      [branches.slice(0, 1).map(keptAs), "all"],
      [[keptAs("refs/heads/x/ü.b"), tags], "all"],
    ],
  ],
  [[{ kind: "commit", ref: "refs/heads/main", n: 2 }], [[[0], "its end"]]],
];

test("A clone is the same after a fetch by one process of git and after git's own, whatever happened at the server", async () => {
  let own = 0;
  const isSame = async (steps: Steps): Promise<void> => {
    const { bare, git, sandbox } = await openServers();
    const { makes, commit } = mover(bare, join(await emptyFolder(), "marks"));
    const clone = async (remote: RemotePlace) => openClone({ ...remote, temporary: await emptyFolder() }, []);
    const places = [git, git, sandbox, sandbox];
    const clones = await Promise.all(places.map(clone));
    for (const [moves, fetches] of steps) {
      await makes(moves);
      for (const [asked, howFar] of fetches) {
        const wanted = asked.flatMap((one) => (typeof one === "number" ? (commit(one) ?? []) : [one]));
        // As yet there may be no commit.
        if (wanted.length === 0) continue;
        const fetched = await Promise.all(
          clones.map(async (dir, at) => {
            const place = places[at] ?? git;
            const isDone = at % 2 === 1 && (await fetchHere(dir, place, wanted, howFar));
            own += Number(isDone);
            return isDone || fetchByGit(dir, place, wanted, howFar);
          }),
        );
        expect([wanted, howFar, fetched]).toEqual([wanted, howFar, fetched.map(() => fetched[0])]);
        const names = wanted.map((one) => one.replace(/^\+|\*?(?::.*)?$/g, ""));
        const listed = await Promise.all(
          names.map((name) =>
            name.startsWith("refs/") ? runGit(bare, "for-each-ref", "--format=%(objectname)", name) : name,
          ),
        );
        const tips = fetched[0] === true ? listed.flatMap((ids) => ids.split("\n")).filter((id) => id !== "") : [];
        const [expected, ...others] = await Promise.all(clones.map((dir) => shown(dir, tips)));
        for (const other of others) expect([wanted, howFar, other]).toEqual([wanted, howFar, expected]);
      }
    }
  };
  await fc.assert(fc.asyncProperty(someSteps, isSame), { examples: [[once]], numRuns: 3, endOnFailure: true });
  expect(own).toBeGreaterThan(10);
});
