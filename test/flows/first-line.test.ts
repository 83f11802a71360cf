import { describe, expect, test } from "vitest";
import { type SubmissionKey, versionName } from "../../action/core/ledger/event.ts";
import { planMarkdown } from "../../action/core/view/plan/plan-markdown.ts";
import { planView } from "../../action/core/view/plan/plan-view.ts";
import { checkRevision } from "../../action/flows/check-revision.ts";
import { loadView } from "../../action/flows/ledger-access/ledger-view.ts";
import type { Revisions } from "../../action/ports/revisions.ts";
import { aStep, type Draft } from "../core/a-production.ts";
import { mergesOf } from "./reconcile/a-scene.ts";
import { aWorld, conventions, file, tag, written } from "./reconcile/a-world.ts";

type Files = Readonly<Record<string, string | undefined>>;
const at = (name: string): string => `productions/${name}/production.yaml`;
const of = (physics: string, changes: Draft = {}, stage = "signal"): string =>
  written({
    tag: { campaign: "sP26a", physics, stage },
    // No two of them are equal but for their tags.
    steps: { simulate: aStep({ run: `make ${physics}\n`, walltime: 1 }) },
    ...changes,
  });
const reading = (physics: string, stage: string): string =>
  of(
    physics,
    {
      inputs: {
        up: { production: "sP26a-hfbottom-signal", version: "1.0.0", step: "simulate", files: 10 },
      },
      steps: {
        read: {
          in: [{ from: "up", filesPerJob: 1 }],
          out: ["out.root"],
          walltime: 1,
          run: `read ${physics} ${stage}\n`,
        },
      },
    },
    stage,
  );
const bottom = { [at("bottom")]: of("hfbottom") };

/** What the plan of a change says first, and what one reconcile of its merge does. */
const told = async (before: Files, change: Files, gitTags: readonly string[] = []) => {
  const world = aWorld(before);
  // The second pass sees the tasks of the first.
  for (let pass = 0; pass < 2; pass++) await world.run();
  for (const name of gitTags) await world.tags.create(name, { commit: "0".repeat(40), folder: "p" }, "made by hand");
  const { view, line, comment } = await planned(world, change);

  const [was, called] = [await statesIn(world), world.panda.calls.submit.length];
  world.main.commit(change);
  await world.run();
  const now = await statesIn(world);
  const did = [...now].flatMap(([key, kind]) => (was.get(key) === kind ? [] : [`${versionName(key)}: ${kind}`]));
  return { line, view, comment, did, submits: world.panda.calls.submit.length - called };
};

const planned = async ({ main, ledger, ports, tags }: ReturnType<typeof aWorld>, change: Files) => {
  const base = await main.head();
  const revisions: Revisions = {
    mergeBase: async (from) => from,
    changes: async () => Object.entries(change).map(([path, text]) => ({ path, gone: text === undefined })),
    ruleChanges: main.ruleChanges,
    madeBy: async () => new Map(),
    at: main.at,
  };
  const head = main.branch(base, change);
  const view = planView(
    await checkRevision({ revisions, ledger, tags, bash: ports.bash, clock: ports.clock }, base, head),
  );
  const comment = planMarkdown(view).replaceAll(/[*\\]/g, "");
  const [line = ""] = comment.split("\n");
  return { view, line, comment };
};

const statesIn = async ({ ledger }: ReturnType<typeof aWorld>): Promise<ReadonlyMap<SubmissionKey, string>> => {
  const head = await ledger.head();
  const { states } = await loadView(ledger, await ledger.submissions(head));
  return new Map([...states].map(([key, { kind }]) => [key, kind]));
};

const frozenUntil = (until: string): Files => ({
  "productions/conventions.yaml": `${conventions}\nfreeze: { until: ${until}, reason: the storage is moved }\n`,
});
const campaign = (more: object): Files => ({
  "campaigns/c.yaml": JSON.stringify({ campaign: 1, productions: ["sP26a-hfbottom-*"], ...more }),
});
/** Ten core-hours. */
const inOneCampaign = { [at("bottom")]: of("hfbottom", { defaults: { sites: ["BNL"], maxAttempt: 1 } }) };
const atMostOne = of("hfcharm", { runs: { list: "runs.txt", atMost: 1 } });
const hold = of("hfcharm", { submit: "hold" });
const tenJobs = "Good: the merge submits 10 jobs, at most 10 core-hours.";
const cases: readonly (readonly [string, Files, Files, string, readonly string[]])[] = [
  ["a new production", {}, bottom, tenJobs, ["sP26a-hfbottom-signal 1.0.0: submitted"]],
  [
    "a new production while submissions are frozen",
    frozenUntil("2026-03-02T08:00Z"),
    bottom,
    "Good: the merge submits nothing: it waits until 2026-03-02 08:00 UTC, as submissions are frozen: the storage is moved; then 10 jobs, at most 10 core-hours.",
    ["sP26a-hfbottom-signal 1.0.0: intended"],
  ],
  [
    "a new production when a freeze has ended",
    frozenUntil("2026-03-01"),
    bottom,
    tenJobs,
    ["sP26a-hfbottom-signal 1.0.0: submitted"],
  ],
  [
    "a new production that its campaign has room for",
    campaign({ coreHours: 10 }),
    inOneCampaign,
    tenJobs,
    ["sP26a-hfbottom-signal 1.0.0: submitted"],
  ],
  [
    "a new production that its campaign has no room for",
    campaign({ coreHours: 9 }),
    inOneCampaign,
    "Refused: 1 problem to fix before anything can run.",
    ["sP26a-hfbottom-signal 1.0.0: intended"],
  ],
  [
    "a new production of a campaign that has ended",
    campaign({ end: "2026-02-01" }),
    inOneCampaign,
    "Good: the merge submits nothing: it waits in campaign c: it ended on 2026-02-01 00:00 UTC; then 10 jobs, at most 10 core-hours.",
    ["sP26a-hfbottom-signal 1.0.0: intended"],
  ],
  [
    "the second of a campaign whose first is submitted",
    {
      ...bottom,
      "campaigns/c.yaml": JSON.stringify({
        ...{ campaign: 1, productions: ["sP26a-hfbottom-signal", tag] },
        order: "submitted",
      }),
    },
    { [file]: of("hfcharm") },
    tenJobs,
    [`${tag} 1.0.0: submitted`],
  ],
  [
    "a campaign that lets its production go",
    { ...inOneCampaign, ...campaign({ end: "2026-02-01" }) },
    campaign({ end: "2026-04-01" }),
    "This pull request changes the rules of 1 production; its merge submits nothing.",
    ["sP26a-hfbottom-signal 1.0.0: submitted"],
  ],
  [
    "other words",
    bottom,
    { [at("bottom")]: of("hfbottom", { description: "Other words" }) },
    "Good: the merge submits nothing: words only.",
    [],
  ],
  [
    "a file that runs nowhere, beside a request",
    bottom,
    { "productions/bottom/README.md": "words" },
    "Good: the merge submits nothing: words only.",
    [],
  ],
  [
    "a hold",
    {},
    { [file]: hold },
    "Good: the merge submits nothing: it is held until `/shrek submit`; then 10 jobs, at most 10 core-hours.",
    [`${tag} 1.0.0: held`],
  ],
  [
    "words about what is held",
    { [file]: hold },
    { [file]: of("hfcharm", { submit: "hold", description: "Other words" }) },
    `Good: the merge submits nothing: words only; ${tag} 1.0.0 is held.`,
    [],
  ],
  [
    "what is never submitted",
    {},
    { [file]: of("hfcharm", { submit: "never" }) },
    "Good: the merge submits nothing: it is never submitted, as submit: never says.",
    [`${tag} 1.0.0: skipped`],
  ],
  [
    "two runs for which there is no place",
    { [file]: atMostOne, "productions/p/runs.txt": "66001\n" },
    { "productions/p/runs.txt": "66001\n66002\n66003\n" },
    "Good: the merge submits nothing: it waits for a place: at most 1 at PanDA at one time; then 2 new runs, 1 unchanged, 20 jobs, at most 20 core-hours.",
    [`${tag} 1.0.0 #66002: intended`, `${tag} 1.0.0 #66003: intended`],
  ],
  [
    "one that reads what is on its way",
    bottom,
    { [at("b")]: reading("minbias", "signal") },
    "Good: the merge submits nothing: it waits for sP26a-hfbottom-signal 1.0.0/simulate; then 10 jobs, at most 10 core-hours; 2 warnings.",
    ["sP26a-minbias-signal 1.0.0: waiting"],
  ],
  [
    "five, of which three read one of them",
    {},
    {
      ...bottom,
      [file]: of("hfcharm"),
      [at("r1")]: reading("minbias", "signal"),
      [at("r2")]: reading("minbias", "pileup"),
      [at("r3")]: reading("hfcharm", "pileup"),
    },
    "Good: the merge submits 2 of 5 productions, 20 jobs, at most 20 core-hours; 3 wait for sP26a-hfbottom-signal 1.0.0/simulate; 6 warnings.",
    [
      "sP26a-hfbottom-signal 1.0.0: submitted",
      `${tag} 1.0.0: submitted`,
      "sP26a-minbias-pileup 1.0.0: waiting",
      "sP26a-hfcharm-pileup 1.0.0: waiting",
      "sP26a-minbias-signal 1.0.0: waiting",
    ],
  ],
  [
    "the removal of what is held",
    { [file]: hold },
    { [file]: undefined },
    `Good: the merge submits nothing; it withdraws ${tag} 1.0.0.`,
    [`${tag} 1.0.0: withdrawn`],
  ],
  [
    "the removal of what runs",
    { [file]: of("hfcharm") },
    { [file]: undefined },
    `Good: the merge submits nothing; it removes ${tag} 1.0.0 from main, which may run.`,
    [],
  ],
  [
    "a newer version of what is held",
    { [file]: hold },
    { [file]: of("hfcharm", { version: "1.1.0" }) },
    tenJobs,
    [`${tag} 1.0.0: superseded`, `${tag} 1.1.0: submitted`],
  ],
];

test.each(cases)(
  "The first line of a plan says what the reconcile pass after the merge does: %s",
  async (_, before, change, first, becomes) => {
    const { line, did, submits } = await told(before, change);
    const submitted = becomes.filter((one) => one.endsWith(": submitted"));

    expect([line, did.toSorted(), submits]).toEqual([first, becomes.toSorted(), submitted.length]);
  },
);

test("A request that is broken while it runs has no effect on what runs, and the plan names none", async () => {
  const { line, view, did } = await told({ [file]: of("hfcharm") }, { [file]: of("hfcharm", { version: "none" }) });

  expect([line, view.onMerge, did]).toEqual(["Refused: 1 problem to fix before anything can run.", [], []]);
});

test("The first line of a plan counts the jobs that PanDA gets, whatever the request says about its submission", async () => {
  const submits = ["auto", "hold", "never"] as const;
  const versions = ["1.0.0", "1.1.0"] as const;
  for (const was of [undefined, ...submits])
    for (const is of submits)
      for (const version of versions) {
        const before = was === undefined ? {} : { [file]: of("hfcharm", { submit: was }) };
        const { line, view, submits: sent } = await told(before, { [file]: of("hfcharm", { submit: is, version }) });
        const promised =
          /^Good: the merge submits (\d+) jobs/.exec(line)?.[1] ?? (/^Good: .* nothing/.test(line) ? "0" : line);

        const refused = view.verdict === "refused";
        expect([was, is, version, refused ? "0" : promised]).toEqual([was, is, version, String(sent * 10)]);
      }
});

test("A git tag without an entry on the ledger leaves a version to a person, as the first line of the plan says", async () => {
  const { line, did, submits } = await told(bottom, { [at("charm")]: of("hfcharm") }, [
    "production/sP26a-hfcharm-signal/1.0.0",
  ]);

  expect(line).toContain("submits nothing");
  expect(line).toContain("it is left to a person: git has its tag, and the ledger no entry (`shrek ledger verify`)");
  expect([did, submits]).toEqual([["sP26a-hfcharm-signal 1.0.0: conflict"], 0]);
});

describe("no App for the ledger", () => {
  const words = `${conventions}\nledger: every-collaborator-may-write-it\n`;
  /** Merges of ada's that bob approved. */
  const plannedOf = async (files: Files, change: Files, passes: number) => {
    const world = aWorld({});
    const { people, merge } = mergesOf(world);
    merge(world.main.commit(files));
    for (let pass = 0; pass < passes; pass++) await world.run({ people }, { soleWriter: false });
    const { line } = await planned(world, change);
    merge(world.main.commit(change));
    await world.run({ people }, { soleWriter: false });
    return { line, did: [...(await statesIn(world)).values()] };
  };

  test("A plan predicts no submission of a release once a reconcile pass found no App for the ledger", async () => {
    const { line, did } = await plannedOf({ "README.md": "words" }, bottom, 1);

    expect(line).toBe(
      "Good: the merge submits nothing: it is held, as no GitHub App alone writes the ledger (see `ledger` of the conventions); then 10 jobs, at most 10 core-hours.",
    );
    expect(did).toEqual(["held"]);
  });

  test("Before the first reconcile pass the first line of a plan says that submissions of releases are unknown", async () => {
    const { line, did } = await plannedOf({ "README.md": "words" }, bottom, 0);

    expect(line).toBe(
      "Good: the merge submits 10 jobs, at most 10 core-hours. No pass of reconcile has said yet whether a GitHub App alone writes the ledger; without one no release is submitted.",
    );
    expect(did).toEqual(["held"]);
  });

  test("Without an App for the ledger a plan predicts the submission of a trial, and of a release if the conventions allow that", async () => {
    const trial = { [at("bottom")]: of("hfbottom", { version: "1.0.0-test.1" }) };
    for (const [files, change] of [
      [{ "README.md": "words" }, trial],
      [{ "productions/conventions.yaml": words }, bottom],
    ] as const) {
      const { line, did } = await plannedOf(files, change, 1);
      expect([line, did]).toEqual(["Good: the merge submits 10 jobs, at most 10 core-hours.", ["submitted"]]);
    }
  });
});

test("The plan of a removal names who reads the data, live or on main, and says where nobody does", async () => {
  const before = { ...bottom, [at("reads")]: reading("hfcharm", "pileup") };

  const { comment } = await told(before, { [at("bottom")]: undefined });
  expect(comment).toContain(
    "- concerns the data of sP26a-hfbottom-signal 1.0.0: read by sP26a-hfcharm-pileup 1.0.0 (live); 1 dataset of unknown size",
  );

  const alone = await told(bottom, { [at("bottom")]: undefined });
  expect(alone.comment).toContain("- concerns the data of sP26a-hfbottom-signal 1.0.0: nobody reads them;");
});

test("A plan names the productions that read changed data, in any folder", async () => {
  const before = { ...bottom, [at("reads")]: reading("hfcharm", "pileup") };
  const changed = {
    [at("bottom")]: of("hfbottom", {
      version: "1.1.0",
      steps: { simulate: aStep({ run: "make hfbottom\n", walltime: 1, jobs: 20 }) },
    }),
  };

  const { view } = await told(before, changed);

  expect(view.productions.map(({ readers }) => readers)).toEqual([
    [{ tag: "sP26a-hfcharm-pileup", version: "1.0.0", reads: "1.0.0" }],
  ]);
});

test("A plan counts what a campaign uses also where it reads a version that the change takes from main", async () => {
  const uncounted = reading("hfcharm", "pileup").replace(/,?"files":10/, "");
  const all = { "campaigns/c.yaml": JSON.stringify({ campaign: 1, productions: ["sP26a-*"], coreHours: 1000000 }) };
  const newer = of("hfbottom", {
    version: "1.1.0",
    steps: { simulate: aStep({ run: "make hfbottom\n", walltime: 1, jobs: 20 }) },
  });

  const { comment } = await told({ ...bottom, [at("reads")]: uncounted, ...all }, { [at("bottom")]: newer });
  expect(comment).toContain("Campaign c: 40 of 1 000 000 core-hours with this.");
});
