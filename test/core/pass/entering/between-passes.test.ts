import { expect, test } from "vitest";
import { type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import { heldBetweenPasses } from "../../../../action/core/pass/entering/between-passes.ts";
import { aRequest, conventionsBytes, type Draft, valid } from "../../a-production.ts";
import { context } from "../../submission/a-submission.ts";
import { aTree } from "../a-tree.ts";
import { type Answers, given } from "../answers.ts";

const tag = "sP26a-hfcharm-signal";
const folder = "productions/p";
const keyOf = (version: string, run?: number): SubmissionKey => submissionKey(tag, version, run);
type Texts = Readonly<Record<string, string>>;
const request = (change: Draft = {}, place = folder): Texts => ({
  [`${place}/production.yaml`]: JSON.stringify(aRequest(change)),
});
const rules: Texts = { "productions/conventions.yaml": new TextDecoder().decode(conventionsBytes) };

type Validated = Parameters<typeof heldBetweenPasses>[2]["validated"][number];
/** What the head of main holds in the folder: this request, one that is refused, or none. */
const stands = (change: Draft | "refused", place = folder): Validated =>
  ({
    ...{ source: { folder: place }, problems: [] },
    valid: change === "refused" ? undefined : valid(aRequest(change), { folder: place }),
  }) as unknown as Validated;

/** What is entered of main at these commits, the last of which is its head, and of each the requests that it changed. */
const held = async (
  commits: readonly (readonly [string, Texts])[],
  validated: readonly Validated[],
  known: readonly SubmissionKey[] = [],
) => {
  const trees = new Map(commits.map(([commit, texts]) => [commit, aTree(commit, { ...rules, ...texts })]));
  const answers: Answers = {
    changed: (commit) => {
      const texts = new Map(commits).get(commit) ?? {};
      return [...Object.keys(texts).map((path) => path.replace(/\/[^/]*$/, "")), "docs"];
    },
    production: (at, folder) => trees.get(at)?.production(at, folder) ?? ({} as never),
  };
  const read = { commit: "head", commits: [...trees.keys(), "head"], validated, refused: [], folders: [] };
  return (await given(answers, (reads) => heldBetweenPasses(reads, context, read, new Set(known)))).map(
    ({ key, commit, events }) => [
      ...[key, commit],
      ...events.map((event) => (event.event === "skipped" ? event.reason : event.event)),
    ],
  );
};
const other: Draft = { tag: { campaign: "sP26a", physics: "minbias", stage: "signal" } };

test.each<readonly [string, readonly Validated[], string]>([
  ["a newer version", [stands({ version: "2.0.0" })], `replaced before submission by ${tag} 2.0.0`],
  [
    "a newer version, beside another production of the request",
    [stands(other), stands({ version: "2.0.0" })],
    `replaced before submission by ${tag} 2.0.0`,
  ],
  ["another production", [stands(other)], "replaced before submission by sP26a-minbias-signal 1.0.0"],
  ["a request that is refused", [stands("refused")], "replaced before submission by a request that is refused"],
  ["nothing", [stands({ version: "2.0.0" }, "productions/q")], "taken from main before it was submitted"],
])(
  "A version that main held for a while is entered as skipped, where %s stands there now",
  async (_, validated, reason) => {
    expect(await held([["c1", request()]], validated)).toEqual([[keyOf("1.0.0"), "c1", reason]]);
  },
);

test("A version that the ledger knows or main still holds, and a file that is no request, get no entry between passes", async () => {
  expect(await held([["c1", request()]], [], [keyOf("1.0.0")])).toEqual([]);
  expect(await held([["c1", request()]], [stands({})])).toEqual([]);
  expect(await held([["c1", { [`${folder}/production.yaml`]: "{" }]], [])).toEqual([]);
  expect(await held([], [])).toEqual([]);
});

test("A version in two commits between passes counts as in the last that held it, and each run has its own entry", async () => {
  const runs = { runs: { list: "runs.txt" } };
  const list = (text: string): Texts => ({ ...request(runs), [`${folder}/runs.txt`]: text });
  const gone = "taken from main before it was submitted";

  expect(
    await held(
      [
        ["c1", request()],
        ["c2", request()],
      ],
      [],
    ),
  ).toEqual([[keyOf("1.0.0"), "c2", gone]]);
  expect(await held([["c1", list("1\n2\n")]], [], [keyOf("1.0.0", 1)])).toEqual([[keyOf("1.0.0", 2), "c1", gone]]);
});

test("A run that left the list of a version still on main is reported with the first commit that held it, and not skipped", async () => {
  const list = (text: string): Texts => ({
    ...request({ runs: { list: "runs.txt" } }),
    [`${folder}/runs.txt`]: text,
  });
  const files = [{ path: "runs.txt", bytes: new TextEncoder().encode("1\n") }] as never;
  const now = {
    ...stands({}),
    valid: valid(aRequest({ runs: { list: "runs.txt" } }), { folder, files }),
  } as Validated;

  expect(
    await held(
      [
        ["c1", list("1\n2\n")],
        ["c2", list("2\n")],
      ],
      [now],
    ),
  ).toEqual([[keyOf("1.0.0", 2), "c1"]]);
});
