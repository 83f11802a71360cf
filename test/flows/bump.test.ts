import { expect, test } from "vitest";
import type { ForeignTree, ProductionSource, SourceFile } from "../../action/core/text/source-file.ts";
import { type Bumped, bump } from "../../action/flows/bump.ts";
import type { RemoteCommit } from "../../action/ports/remote-head.ts";
import { aRequest, aStep, conventionsBytes } from "../core/a-production.ts";
import { cutting, listed, rawFile } from "../core/validate/cutting/a-cut.ts";
import { fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";

const git = "https://git.example.org/macros.git";
const [old, newer] = ["a".repeat(40), "b".repeat(40)];
const resource = { git, commit: old, path: "*.C", branch: "main" };

const treeAt = (commit: string): ForeignTree => ({
  git,
  commit,
  kind: "fetched",
  entries: [{ kind: "file", path: "sim.C", mode: "100644", bytes: new TextEncoder().encode(commit) }],
});
const sourceOf = (request: object): ProductionSource => ({
  folder: "productions/p",
  file: "productions/p/production.yaml",
  bytes: new TextEncoder().encode(JSON.stringify(request)),
  entries: [],
  conventions: { file: "conventions.yaml", bytes: conventionsBytes, above: undefined },
  shared: [],
  foreign: [treeAt(old)],
});

const bumped = async (
  from: object,
  answer: RemoteCommit,
): Promise<Bumped & { readonly asked: readonly string[]; readonly text: string }> => {
  const asked: string[] = [];
  const result = await bump(
    {
      ledger: fakeLedger(fakeBranch()),
      remote: {
        newest: async (_, { git: address, branch }) => {
          asked.push(`${address} ${branch}`);
          return answer;
        },
      },
      withBytes: async (source, bytes) => ({ ...source, bytes, foreign: [treeAt(newer)] }),
    },
    sourceOf(from),
    { version: { size: "least", trial: false }, resources: true, major: false },
  );
  return { ...result, asked, text: new TextDecoder().decode(result.bytes) };
};
const withResource = (changes: object = {}): object =>
  aRequest({ steps: { simulate: aStep({ resources: [{ ...resource, ...changes }] }) } });

test("A resource from git is moved to the newest commit of its branch, and nothing else changes", async () => {
  const from = withResource();

  const { moves, text, asked } = await bumped(from, { kind: "found", commit: newer });

  expect(asked).toEqual([`${git} main`]);
  expect(moves).toMatchObject([{ from: old, to: newer }]);
  expect(text).toBe(JSON.stringify(from).replace(old, newer));
});

test("A git branch that has not moved changes no resource", async () => {
  const { moves, text } = await bumped(withResource(), { kind: "found", commit: old });

  expect(moves).toEqual([]);
  expect(text).toBe(JSON.stringify(withResource()));
});

test("A git repository that does not answer is a problem, and no file is written", async () => {
  const { moves, problems, text } = await bumped(withResource(), { kind: "missing", message: "no such branch" });

  expect(moves).toEqual([]);
  expect(problems).toMatchObject([{ code: "git-unreachable", message: "no such branch" }, { code: "no-history" }]);
  expect(text).toBe(JSON.stringify(withResource()));
});

test("A git host that main does not list yet moves no resource, and the check says why", async () => {
  const { moves, problems } = await bumped(withResource(), { kind: "not-in-force" });

  expect(moves.map(({ what }) => what)).not.toContain("steps.simulate.resources.0");
  expect(problems.filter(({ code }) => code === "git-unreachable")).toEqual([]);
});

test("A git host that the conventions do not allow is not contacted", async () => {
  const { asked, problems } = await bumped(withResource({ git: "https://elsewhere.example.org/m.git" }), {
    kind: "found",
    commit: newer,
  });

  expect(asked).toEqual([]);
  expect(problems.map(({ code }) => code)).toContain("git-host-refused");
});

test("Variants of a request share a version, except for those with their own", async () => {
  const variants = [{ tag: { stage: "signal" } }, { tag: { stage: "background" }, version: "2.0.0" }];
  const request = { ...withResource(), variants };
  const result = await bump(
    {
      ledger: fakeLedger(fakeBranch()),
      remote: { newest: async () => ({ kind: "found", commit: old }) },
      withBytes: async (source, bytes) => ({ ...source, bytes }),
    },
    sourceOf(request),
    { version: { size: "minor", trial: false }, resources: false, major: false },
  );

  expect(result.moves).toMatchObject([
    { what: "version", from: "1.0.0", to: "1.1.0" },
    { what: "variants.1.version (sP26a-hfcharm-background)", from: "2.0.0", to: "2.1.0" },
  ]);
});

test("Lists of files are cut into jobs again, and the lock is written with the version that the jobs need", async () => {
  const request = cutting();
  const lists = listed(request, [rawFile(1, "a", 0)]);
  const unlocked = lists.filter(({ path }) => path !== "inputs.lock");
  const bumpOf = (files: readonly SourceFile[]) =>
    bump(
      {
        ledger: fakeLedger(fakeBranch()),
        remote: { newest: async () => Promise.reject(new Error("nothing is asked")) },
        withBytes: async (source, bytes) => ({ ...source, bytes }),
      },
      { ...sourceOf(request), entries: files.map((file) => ({ kind: "file", ...file })) },
      { version: { size: "least", trial: false }, resources: false, major: false },
    );

  const [fresh, again] = [await bumpOf(unlocked), await bumpOf(lists)];

  expect(fresh.moves).toEqual([{ what: "inputs.lock", from: "nothing", to: "3 lines" }]);
  expect(fresh.lock).toEqual(lists.find(({ path }) => path === "inputs.lock"));
  expect(again).toMatchObject({ moves: [], lock: undefined });
});

test("A lock is not written where the lists cannot be read", async () => {
  const request = cutting();
  const broken = listed(request, ["/raw/another-name"]);

  const { moves, lock, problems } = await bump(
    {
      ledger: fakeLedger(fakeBranch()),
      remote: { newest: async () => Promise.reject(new Error("nothing is asked")) },
      withBytes: async (source, bytes) => ({ ...source, bytes }),
    },
    { ...sourceOf(request), entries: broken.map((file) => ({ kind: "file", ...file })) },
    { version: { size: "least", trial: false }, resources: false, major: false },
  );

  expect({ moves, lock }).toEqual({ moves: [], lock: undefined });
  expect(problems.map(({ code }) => code)).toContain("unreadable-name");
});
