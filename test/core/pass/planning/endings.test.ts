import { expect, test } from "vitest";
import { validAs, validateOne } from "../../../../action/core/cross-checks/check-sources.ts";
import { type Intent, type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import { beginPlan, plannedEvents } from "../../../../action/core/pass/planned.ts";
import { endOlder } from "../../../../action/core/pass/planning/foresee-submits.ts";
import type { StateKind, SubmissionState } from "../../../../action/core/submission/state.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { aRequest, conventionsBytes } from "../../a-production.ts";
import { anIntent, aSubmission, pastOf } from "../../submission/a-submission.ts";
import { aPlanning } from "../a-planning.ts";
import { askFakes } from "../ask-fakes.ts";

const tag = "sP26a-hfcharm-signal";
const file = "productions/p/production.yaml";
const keyOf = (version: string, run?: number, of = tag): SubmissionKey => submissionKey(of, version, run);

type Heir = readonly [SubmissionKey, StateKind];
type Changes = {
  readonly intent?: Partial<Intent>;
  readonly submitted?: readonly SubmissionKey[];
  readonly isNew?: boolean;
  /** On the ledger alone: ended before, so no pass follows it. */
  readonly before?: readonly Heir[];
};

/** What is written of 1.0.0, which stopped so, where main holds 2.0.0 now and these are on the ledger besides. */
const ended = async (
  kind: StateKind,
  heirs: readonly Heir[],
  { intent: change = {}, submitted = [], isNew = true, before = [] }: Changes = {},
) => {
  const main = fakeMain();
  const rules = new TextDecoder().decode(conventionsBytes);
  main.commit({ "productions/conventions.yaml": rules, [file]: JSON.stringify(aRequest()) });
  const commit = await main.head();
  const made = validAs(validateOne(await main.at(commit).production("productions/p")), tag);
  if (made === undefined) throw new Error("the request is refused");
  const { contentDigest } = made.production;
  const promised = { content: made.content, contentDigest, validatedAt: commit, commit };
  const intent = anIntent({ tag, folder: "productions/p", ...promised, ...change });
  if (isNew) main.commit({ [file]: JSON.stringify(aRequest({ version: "2.0.0", build: "ana.500" })) });
  const states = new Map<SubmissionKey, SubmissionState>([
    [keyOf("1.0.0", intent.run), aSubmission(kind, { intent })],
    ...heirs.map(([key, one]) => [key, aSubmission(one)] as const),
  ]);
  const { planning } = aPlanning(await main.head(), { pandaDate: undefined });
  const begun = beginPlan({ head: planning.ledgerHead, states });
  const past = new Map(before.map(([key, one]) => [key, pastOf(one)]));
  const ledger = {
    submissions: async () => [...past.keys()],
    read: async (_: unknown, keys: readonly SubmissionKey[]) => new Map(keys.map((key) => [key, past.get(key) ?? []])),
  };
  const planned = await askFakes({ main, ledger: ledger as never }, (reads) =>
    endOlder({ ...planning, ...reads }, begun, new Set(submitted)),
  );
  for (const { why } of planned.parts) expect(why).toMatch(/^A newer version is at PanDA: \S+$/);
  return plannedEvents(planned).map(([key, { event }]) => [key, event]);
};
const isEnded = [[keyOf("1.0.0"), "superseded"]];

test.each(["rejected", "needs-person"] as const)(
  "An older version that is %s ends once the newer version is at PanDA",
  async (kind) => {
    expect(await ended(kind, [[keyOf("2.0.0"), "running"]])).toEqual(isEnded);
    expect(await ended(kind, [[keyOf("2.0.0"), "done"]])).toEqual(isEnded);
    expect(await ended(kind, [[keyOf("2.0.0"), "intended"]])).toEqual([]);
    expect(await ended(kind, [])).toEqual([]);
    expect(await ended(kind, [[keyOf("2.0.0"), "running"]], { isNew: false })).toEqual([]);
  },
);

test("A newer version that no pass follows any more is read from the ledger", async () => {
  expect(await ended("rejected", [], { before: [[keyOf("2.0.0"), "done"]] })).toEqual(isEnded);
  expect(await ended("rejected", [], { before: [[keyOf("2.0.0"), "withdrawn"]] })).toEqual([]);
});

test("A newer version that this pass is about to submit is taken to be there", async () => {
  const intended: Heir = [keyOf("2.0.0"), "intended"];

  expect(await ended("rejected", [intended], { submitted: [keyOf("2.0.0")] })).toEqual(isEnded);
  expect(await ended("rejected", [intended], { submitted: [keyOf("3.0.0")] })).toEqual([]);
});

test.each<readonly [string, StateKind, Changes]>([
  ["waits for its check", "checked", {}],
  ["runs", "running", {}],
  ["was a trial", "rejected", { intent: { trial: { pullRequest: 7 } as never } }],
])("What %s is not ended by a newer version", async (_, kind, changes) => {
  expect(await ended(kind, [[keyOf("2.0.0"), "running"]], changes)).toEqual([]);
});

test.each<readonly [string, readonly Heir[], boolean]>([
  ["the same run is there", [[keyOf("2.0.0", 5), "running"]], true],
  [
    "the same run waits, though another is there",
    [
      [keyOf("2.0.0", 5), "intended"],
      [keyOf("2.0.0", 6), "running"],
    ],
    false,
  ],
  ["it has no such run, and another is there", [[keyOf("2.0.0", 6), "running"]], true],
  ["it has no runs, and is there", [[keyOf("2.0.0"), "running"]], true],
  [
    "the same run is asked about and is none, and another is there",
    [
      [keyOf("2.0.0", 5), "none"],
      [keyOf("2.0.0", 6), "running"],
    ],
    true,
  ],
  ["another run of its own version is there", [[keyOf("1.0.0", 6), "running"]], false],
  ["that version of another production is there", [[keyOf("2.0.0", 6, "sP26a-other-signal"), "running"]], false],
])("A run that stopped ends with the newer version: %s", async (_, heirs, is) => {
  const found = await ended("rejected", heirs, { intent: { run: 5 } });

  expect(found).toEqual(is ? [[keyOf("1.0.0", 5), "superseded"]] : []);
});
