import { expect, test } from "vitest";
import type { Intent, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { followMain } from "../../../../action/core/pass/entering/follow-main.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { aRequest, conventionsBytes } from "../../a-production.ts";
import { anIntent, aSubmission, foldOf, pastOf } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { aTree } from "../a-tree.ts";
import { type Answers, given } from "../answers.ts";

const tag = "sP26a-hfcharm-signal";
const folder = "productions/p";
const key = submissionKey(tag, "1.0.0", undefined);
const promised = (change: Partial<Intent> = {}): readonly [SubmissionKey, SubmissionState] => [
  submissionKey(change.tag ?? tag, "1.0.0", undefined),
  aSubmission("running", { intent: anIntent({ tag, folder, ...change }) }),
];

/** Git before a merge: the request of this tag stood in `productions/q`, and one that nobody can read in `productions/r`. */
const before = aTree("base", {
  "productions/conventions.yaml": new TextDecoder().decode(conventionsBytes),
  "productions/q/production.yaml": JSON.stringify(aRequest()),
  "productions/r/production.yaml": "{",
});
type World = {
  readonly ones?: readonly (readonly [SubmissionKey, SubmissionState])[];
  readonly cursor?: string | undefined;
  readonly commits?: readonly string[];
  readonly answers?: Answers;
};
/** What main, which holds none of it any more, means for these, where each commit changed these paths. */
const followed = async (paths: readonly string[] | undefined, world: World = {}) => {
  const { ones = [promised()], commits = ["c1"], answers = {} } = world;
  const { planning, said } = aPlanning("head");
  const ledger = { ...planning.ledgerHead, cursor: "cursor" in world ? world.cursor : "c0" };
  const asked: unknown[] = [];
  const git: Answers = {
    merged: (commit) => (commit === "c1" && paths !== undefined ? { base: "base", paths } : undefined),
    holding: (at, folders) => {
      asked.push([at, ...folders]);
      return folders.filter((one) => one !== "productions/new");
    },
    requests: (at, folders) => folders.map((one) => before.production(at, one)),
    treeIds: () => new Failure("gone", { wayOut: "Wait." }),
    holdsRequest: () => false,
    neighbours: () => new Map(),
    ...answers,
  };
  const { events, isComplete } = await given(git, (reads) =>
    followMain({ ...planning, ledgerHead: ledger, ...reads }, aPlan(...ones), commits),
  );
  return { events, isComplete, said, asked };
};
const isGone = [[key, { event: "left-main", reason: `main does not hold ${tag} any more` }]];

test.each<readonly [string, readonly string[], boolean]>([
  ["a file of its folder", [`${folder}/card.txt`], true],
  ["its conventions", ["productions/conventions.yaml"], true],
  ["a file that it may share", ["productions/_shared/card.txt"], true],
  ["a request that was of its tag before", ["productions/q/production.yaml"], true],
  ["a request that nobody could read before", ["productions/r/production.yaml"], true],
  ["a request that was not there before", ["productions/new/production.yaml"], false],
  ["a file beside another request", ["productions/q/card.txt"], false],
  ["nothing of requests", ["README.md", "docs/production.yaml", "productions/production.yaml.md"], false],
])("Main is asked about what runs when a commit changes %s", async (_, paths, isAsked) => {
  const { events, isComplete } = await followed(paths);

  expect([events, isComplete]).toEqual([isAsked ? isGone : [], true]);
});

test("A request of another tag concerns only its own, and a trial nothing of main", async () => {
  const other = promised({ tag: "sP26a-toy", folder: "productions/toy" });
  const trial = { pullRequest: 7, head: "h", by: "ada", id: "11", confirms: "10-a", of: "0".repeat(64) };
  const [, ofPull] = promised({ trial });

  for (const tried of [promised({ tag: "sP26a-tried", trial }), [submissionKey(tag, "2.0.0", 1), ofPull] as const])
    expect((await followed([`${folder}/card.txt`], { ones: [promised(), tried] })).events).toEqual(isGone);
  expect((await followed(["productions/q/production.yaml"], { ones: [other, promised()] })).events).toEqual(isGone);
});

test("Each folder of the changed requests is read once, as it was before the merge", async () => {
  const paths = ["productions/new/production.yaml", "productions/q/production.yaml", "README.md"];

  expect((await followed(paths)).asked).toEqual([["base", "productions/new", "productions/q"]]);
  expect((await followed(["README.md"])).asked).toEqual([]);
});

test("A submission asks what main says of it at any commit, if main was not read yet or had left it", async () => {
  const leftMain = foldOf([
    ...pastOf("running", { intent: anIntent({ tag, folder }) }),
    { event: "left-main", reason: "x" },
  ]);
  const back: Answers = {
    treeIds: () =>
      new Map([
        [folder, "1"],
        ["productions/conventions.yaml", "2"],
      ]),
  };

  expect((await followed([], { cursor: undefined })).events).toEqual(isGone);
  expect((await followed(undefined, { commits: [] })).events).toEqual([]);
  expect((await followed(undefined, { ones: [[key, leftMain]], answers: back })).events).toMatchObject([
    [key, { event: "back-on-main" }],
  ]);
});

test("A ledger without intents asks nothing of main", async () => {
  expect(await given({}, (reads) => followMain({ ...aPlanning().planning, ...reads }, aPlan(), ["c1"]))).toEqual({
    events: [],
    isComplete: true,
  });
});

test("A production that main could not be asked about is trouble, and what main means is not complete", async () => {
  const away = new Failure("git is away", { wayOut: "Wait." });
  const answers: Answers = { holdsRequest: (_, one) => (one === folder ? away : false) };
  const other = promised({ tag: "sP26a-toy", folder: "productions/toy" });
  const { events, isComplete, said } = await followed([`${folder}/x`, "productions/toy/x"], {
    ones: [promised(), other],
    answers,
  });

  expect([isComplete, said]).toEqual([false, [`${key} has trouble: git is away. Wait.`]]);
  expect(events.map(([one]) => one)).toEqual([other[0]]);
});
