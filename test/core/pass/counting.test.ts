import { describe, expect, test } from "vitest";
import { type Intent, type LedgerEvent, type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import { countOnMain } from "../../../action/core/pass/counting.ts";
import { type Approvals } from "../../../action/core/pass/reads.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import type { RunRow } from "../../../action/core/production/run-row.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { aRequest, aStep, conventionsBytes, type Draft, valid } from "../a-production.ts";
import { anIntent, lineOf } from "../submission/a-submission.ts";
import { aTree } from "./a-tree.ts";
import { type Answers, given } from "./answers.ts";
import { aMoment } from "./ask-fakes.ts";

/** A list that nobody may look into. */
const unreadable: readonly RunRow[] = new Proxy([], {
  get: () => {
    throw new Error("the list of all runs was read");
  },
});

test("A run is counted without a look at the other runs, where its request says how many files it reads", async () => {
  const production = { ...valid(aRequest()).production, runs: unreadable };

  const decided = await countOnMain(aMoment("head"), production);

  expect(decided).toEqual({ ...production, isCounted: true });
});

const [maker, middle] = ["sP26a-hfcharm-signal", "sP26a-hfcharm-middle"] as const;
const [main, then, after] = ["main", "then", "after"] as const;
const conventions = new TextDecoder()
  .decode(conventionsBytes)
  .replace("signal, background", "signal, middle, background");
const texts = (folder: string, request: Draft) => ({
  "productions/conventions.yaml": conventions,
  [`${folder}/production.yaml`]: JSON.stringify(request),
});
const making = (jobs: number, changes: Draft = {}) => aRequest({ steps: { simulate: aStep({ jobs }) }, ...changes });
const reading = (stage: string, production: string, step: string): Draft =>
  aRequest({
    tag: { campaign: "sP26a", physics: "hfcharm", stage },
    inputs: { up: { production, version: "1.0.0", step } },
    steps: { fit: { in: [{ from: "up", filesPerJob: 4 }], out: ["fit.root"], run: "fit\n" } },
  });
const keyOf = (tag: string, version = "1.0.0"): SubmissionKey => submissionKey(tag, version, undefined);
const promised = (tag: string, change: Partial<Intent> = {}): readonly LedgerEvent[] => [
  lineOf({
    event: "intended",
    intent: anIntent({ tag, folder: "productions/m", validatedAt: then, ...change }),
    attempt: 1,
  }),
];

/** Jobs of what reads one file of each job of 40, four at a time, as a pass counts them. */
const jobsOf = async (
  answers: Answers,
  request = reading("background", maker, "simulate"),
  approvals: Approvals = "asked",
) => {
  const { production } = valid(request);
  const { steps } = await given(answers, (reads) => countOnMain({ ...aMoment(main), approvals, ...reads }, production));
  return steps.map(({ jobs }) => jobs);
};
/** The maker stands on main no more: it was promised at a commit of main. */
const gone = (change: Answers = {}, lines = promised(maker), at = texts("productions/m", making(40))): Answers => ({
  neighbours: () => new Map(),
  submissions: (_, ...tags) => (tags.join() === maker ? [keyOf(maker, "0.9.0"), keyOf(maker)] : []),
  events: (_, keys) => new Map(keys.map((key) => [key, key === keyOf(maker) ? lines : []])),
  since: (cursor, head) => (head === main && cursor === then ? [after] : "rewritten"),
  merged: (commit) => (commit === after ? { base: then, paths: [] } : undefined),
  holdsRequest: (commit, folder) => commit === then && folder === "productions/m",
  production: aTree(then, at).production,
  ...change,
});

const unasked: Answers = {
  merged: () => {
    throw new Error("merged was asked");
  },
};

describe("what another production makes", () => {
  test("The output of another production is counted from main where it stands there, and the ledger is not asked", async () => {
    expect(await jobsOf(aTree(main, texts("productions/m", making(40))))).toEqual([10]);
  });

  test("The output of another production is counted from the commit of main at which it was promised, where main holds it no more", async () => {
    const asked: unknown[] = [];
    const events: Answers["events"] = (_, keys) => {
      asked.push(keys);
      return new Map(keys.map((key) => [key, promised(maker)]));
    };

    expect(await jobsOf(gone())).toEqual([10]);
    expect(await jobsOf(gone({ events }))).toEqual([10]);
    expect(asked).toEqual([[keyOf(maker)]]);
  });

  test("A forecast, on which no approval hangs, asks no history whether main stood there", async () => {
    const { since: _, merged: __, ...others } = gone();
    expect(await jobsOf(others, undefined, "assumed")).toEqual([10]);
    for (const approvals of ["asked", "not-needed"] as const)
      await expect(jobsOf(others, undefined, approvals)).rejects.toThrow("Nobody answers");
  });

  test("A commit that a clone does not have fails a pass, and not a forecast", async () => {
    const lost = gone({
      holdsRequest: (commit) =>
        commit !== then || new Failure("This clone has no such commit.", { wayOut: "Fetch it." }),
    });
    await expect(jobsOf(lost)).rejects.toThrow("This clone has no such commit.");
    expect(await jobsOf(lost, undefined, "assumed")).toEqual([undefined]);
  });

  test("The output of another production is counted at main's own head without another question about that commit", async () => {
    const { since: _, merged: __, ...others } = gone();
    const atHead: Answers = {
      ...others,
      events: (_, keys) => new Map(keys.map((key) => [key, promised(maker, { validatedAt: main })])),
      holdsRequest: () => true,
      production: aTree(main, texts("productions/m", making(40))).production,
    };

    expect(await jobsOf(atHead)).toEqual([10]);
  });

  test.each<readonly [string, Answers]>([
    ["nobody promised", gone({}, [])],
    ["was a trial", gone({}, promised(maker, { trial: { pullRequest: 7 } as never }))],
    ["was promised at a commit that is not in main's history", gone({ since: () => "rewritten", ...unasked })],
    ["was promised at a commit of a branch", gone({ merged: () => ({ base: "branch", paths: [] }) })],
    ["was promised at a commit behind which nothing came", gone({ since: () => [], ...unasked })],
    ["was promised at a commit that holds no such request", gone({ holdsRequest: () => false })],
    ["was promised of another version", gone({}, undefined, texts("productions/m", making(40, { version: "2.0.0" })))],
    ["was promised of a request that is wrong", gone({}, undefined, texts("productions/m", making(-1)))],
  ])("It is not counted where it %s", async (_, answers) => {
    expect(await jobsOf(answers)).toEqual([undefined]);
  });

  test("The output of another production is counted through all that it was made of, and each production that main holds no more is asked for once", async () => {
    const asked: string[] = [];
    const answers = gone({
      ...{ neighbours: aTree(main, texts("productions/b", reading("middle", maker, "simulate"))).neighbours },
      submissions: (_, ...tags) => {
        asked.push(tags.join());
        return tags.join() === maker ? [keyOf(maker)] : [];
      },
    });

    expect(await jobsOf(answers, reading("background", middle, "fit"))).toEqual([3]);
    expect(await jobsOf({ ...answers, submissions: () => [] }, reading("background", middle, "fit"))).toEqual([
      undefined,
    ]);
    expect(asked).toEqual([maker]);
  });

  test("A run that is read is counted at the commit where it was intended, and another version or run from none", async () => {
    const listed = (folder: string, list: string, request: Draft): Readonly<Record<string, string>> => ({
      ...texts(folder, { ...request, runs: { list: "runs.txt" } }),
      [`${folder}/runs.txt`]: list,
    });
    const perRun = aRequest({
      inputs: { raw: { dataset: "user.tester.raw.{run}", files: "2*segments" } },
      steps: { simulate: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 1 }] }) },
    });
    const at: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      c1: listed("productions/m", "run segments\n1 2\n", perRun),
      c2: listed("productions/n", "run segments\n2 4\n", perRun),
      c3: texts("productions/m", making(40)),
    };
    const promises = new Map<SubmissionKey, readonly LedgerEvent[]>([
      [submissionKey(maker, "1.0.0", 3), promised(maker, { validatedAt: "nowhere" })],
      [submissionKey(maker, "1.0.0", 1), promised(maker, { validatedAt: "c1" })],
      [submissionKey(maker, "1.0.0", 2), promised(maker, { validatedAt: "c2", folder: "productions/n" })],
      [keyOf(maker), promised(maker, { validatedAt: "c3" })],
    ]);
    const asked: unknown[] = [];
    const answers: Answers = {
      neighbours: () => new Map(),
      submissions: () => [submissionKey(maker, "1.0.1", 1), submissionKey(maker, "1.0.0", 9), ...promises.keys()],
      events: (_, keys) => {
        asked.push(keys);
        return new Map(keys.map((key) => [key, promises.get(key) ?? []]));
      },
      since: (cursor) => (cursor === "nowhere" ? "rewritten" : [cursor]),
      merged: (commit) => ({ base: commit, paths: [] }),
      holdsRequest: (commit, folder) => Object.hasOwn(at[commit] ?? {}, `${folder}/production.yaml`),
      production: (commit, folder) => aTree(commit, at[commit] ?? {}).production(commit, folder),
    };
    const rows = [textFile("runs.txt", "run\n1\n2\n3\n")];
    const { production } = valid(
      { ...reading("background", maker, "simulate"), runs: { list: "runs.txt" } },
      { files: rows },
    );

    const { stepsOfRuns } = await given(answers, (reads) =>
      countOnMain({ ...aMoment(main), approvals: "asked", ...reads }, production),
    );

    expect(stepsOfRuns?.map(([step]) => step?.jobs)).toEqual([1, 2, undefined]);
    expect(asked).toEqual([[...promises.keys()]]);
  });

  test("The productions of one head of main are sorted once for all that read there", async () => {
    const known = aTree(main, texts("productions/m", making(40))).neighbours(main);
    let read = 0;
    const values = known.values.bind(known);
    Object.assign(known, { values: () => (read++, values()) });

    expect([await jobsOf({ neighbours: () => known }), await jobsOf({ neighbours: () => known }), read]).toEqual([
      [10],
      [10],
      1,
    ]);
  });
});
