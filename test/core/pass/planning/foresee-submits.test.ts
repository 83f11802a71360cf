import { expect, test } from "vitest";
import { type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import type { MainEvent } from "../../../../action/core/ledger/main-event.ts";
import { costs, noCost, plus } from "../../../../action/core/pass/cost.ts";
import { enterAll } from "../../../../action/core/pass/entering/enter.ts";
import { plannedEvents, withWords } from "../../../../action/core/pass/planned.ts";
import { foreseeSubmits } from "../../../../action/core/pass/planning/foresee-submits.ts";
import type { PassPlan } from "../../../../action/core/pass/planning/plan-pass.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { aRequest, conventionsBytes, type Draft, valid } from "../../a-production.ts";
import { anIntent, aSubmission, foldOf } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { aTree } from "../a-tree.ts";
import { type Answers, given, notInGit } from "../answers.ts";

const of = (physics: string): Draft => ({ tag: { campaign: "sP26a", physics, stage: "signal" } });
const keyOf = (physics: string, version = "1.0.0"): SubmissionKey =>
  submissionKey(`sP26a-${physics}-signal`, version, undefined);
const [charm, bottom, minbias] = [keyOf("hfcharm"), keyOf("hfbottom"), keyOf("minbias")];
const older = keyOf("hfcharm", "0.9.0");
const texts = {
  "productions/conventions.yaml": new TextDecoder().decode(conventionsBytes),
  "productions/hfcharm/production.yaml": JSON.stringify(aRequest()),
  "productions/minbias/production.yaml": JSON.stringify(aRequest(of("minbias"))),
};
const facts: Answers = {
  ...aTree("head", texts),
  holdsRequest: (at, folder) => at === "head" && `${folder}/production.yaml` in texts,
  treeIds: () => notInGit,
  tagNames: () => [],
  lastChange: () => ({ commit: "c1", author: "ada" }),
  since: () => [],
  seeds: () => new Map(),
  packed: () => ({ renderingDigest: "1".repeat(64), archive: new Uint8Array([1]) }) as never,
  submissions: () => [],
};
/** Promised by this pass, at this head of main. */
const promised = async (physics: string, archive?: string): Promise<SubmissionState> => {
  const made = valid(aRequest(of(physics)), { folder: `productions/${physics}` });
  const { planning } = aPlanning("head", { approvals: "assumed" });
  const [entry] = (await given(facts, (reads) => enterAll({ ...planning, ...reads }, [made], { known: new Set() })))
    .entries;
  const [event] = entry?.events ?? [];
  if (event?.event !== "intended") throw new Error(event?.event);
  return foldOf([{ ...event, intent: { ...event.intent, ...(archive === undefined ? {} : { archive }) } }]);
};
const stopped = aSubmission("rejected", {
  intent: anIntent({ tag: "sP26a-hfcharm-signal", version: "0.9.0", folder: "productions/hfcharm" }),
});

type World = {
  readonly states: readonly (readonly [SubmissionKey, SubmissionState])[];
  readonly submits: readonly SubmissionKey[];
  readonly payable?: number;
  readonly main?: readonly MainEvent[];
  readonly isWritten?: boolean;
  readonly rewritten?: string;
};
/** What a plan with these submits becomes, as far as the pass can pay. */
const foreseen = async ({ states, submits, payable = 9, main = [], isWritten = false, rewritten }: World) => {
  const { planning, said } = aPlanning("head", { approvals: "assumed" });
  const plan = aPlan(...states);
  const begun: PassPlan = {
    ...{ main, brought: [], orders: [], trialsRefused: [], isNews: true, submits },
    planned: isWritten
      ? { ...plan, parts: [{ why: "Entered", events: [[charm, { event: "watched" }]] }] }
      : withWords(plan, "Read main"),
    entered: { entries: [], main: [], problems: [], refused: [], growing: [], rewritten, entersNone: false },
  };
  const [kept, works]: [unknown[], unknown[]] = [[], []];
  const answers: Answers = {
    ...facts,
    payable: (of, _, keptFor) => {
      kept.push(keptFor);
      works.push(...of);
      return of.slice(0, payable);
    },
  };
  const found = await given(answers, (reads) => foreseeSubmits({ ...planning, ...reads }, begun));
  const { planned, submits: going, endsOlder, ...rest } = found;
  expect(rest).toEqual({ ...rest, main, isNews: true, entered: begun.entered });
  return {
    ...{ said, kept, works, going, endsOlder },
    whys: planned.parts.map(({ why }) => why).slice(1),
    events: plannedEvents(planned)
      .slice(isWritten ? 1 : 0)
      .map(([key, { event }]) => [key, event]),
  };
};
/** It begins the first wave, with its tag and its claim; the merge that brought all is asked about once. */
const firstWork = {
  kind: "submit",
  cost: plus({ ...costs.submission, pushes: 5 }, costs.readMerge),
  lastDone: undefined,
};
const nextWork = { ...firstWork, cost: { ...costs.submission, pushes: 0 } };
const keptFor = (pushes: number) => plus(plus(costs.report, costs.comment), { ...noCost, pushes });

test("A version that main holds as intended is submitted; one that main dropped, or that would be made otherwise today, is not", async () => {
  const states = [
    [charm, await promised("hfcharm")],
    [bottom, await promised("hfbottom")],
    [minbias, await promised("minbias", "0".repeat(64))],
    [keyOf("other"), aSubmission("running")],
  ] as const;

  expect(await foreseen({ states, submits: [bottom, charm, minbias, keyOf("other")] })).toEqual({
    ...{
      said: [],
      kept: [keptFor(0)],
      works: [firstWork, nextWork, nextWork],
      going: [charm],
      endsOlder: [],
      whys: ["Before the calls"],
    },
    events: [
      [bottom, "withdrawn"],
      [minbias, "intended"],
    ],
  });
});

test("A submission that the pass cannot pay for is not submitted, and nobody looks at it", async () => {
  const states = [
    [bottom, await promised("hfbottom")],
    [charm, await promised("hfcharm")],
  ] as const;

  expect(await foreseen({ states, submits: [charm, bottom], payable: 1 })).toMatchObject({ going: [charm], whys: [] });
  expect(await foreseen({ states, submits: [bottom, charm], payable: 1 })).toMatchObject({
    ...{ going: [], events: [[bottom, "withdrawn"]] },
  });
});

test.each<readonly [string, Partial<World>, number]>([
  ["nothing", {}, 0],
  ["an event of a submission", { isWritten: true }, 1],
  ["an event of main", { main: [{ event: "main-read", commit: "head", refused: [], releases: "submitted" }] }, 1],
  ["both", { isWritten: true, main: [{ event: "main-read", commit: "head", refused: [], releases: "submitted" }] }, 1],
])("Before the first wave a plan that writes %s costs so many pushes: %i", async (_, world, pushes) => {
  expect((await foreseen({ states: [[charm, await promised("hfcharm")]], submits: [charm], ...world })).kept).toEqual([
    keptFor(pushes),
  ]);
});

test("Older versions end when the newer one that is submitted is there, and not where main was rewritten", async () => {
  const states = [
    [charm, await promised("hfcharm")],
    [older, stopped],
  ] as const;
  const end = [older, { event: "superseded", by: "sP26a-hfcharm-signal 1.0.0" }];

  expect(await foreseen({ states, submits: [charm] })).toMatchObject({ going: [charm], events: [], endsOlder: [end] });
  expect(await foreseen({ states, submits: [charm], payable: 0 })).toMatchObject({
    going: [],
    events: [],
    endsOlder: [],
  });
  expect(await foreseen({ states, submits: [charm], rewritten: "c0" })).toMatchObject({
    going: [charm],
    endsOlder: [],
  });
});

test("An older version whose newer one is at PanDA already ends in the plan itself", async () => {
  const states = [
    [charm, aSubmission("running")],
    [older, stopped],
  ] as const;

  expect(await foreseen({ states, submits: [] })).toMatchObject({
    ...{ whys: [`A newer version is at PanDA: ${older}`], events: [[older, "superseded"]], endsOlder: [] },
  });
});
