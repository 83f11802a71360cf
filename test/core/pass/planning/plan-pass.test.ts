import { expect, test } from "vitest";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import { planPass } from "../../../../action/core/pass/planning/plan-pass.ts";
import { Outage } from "../../../../action/core/problems/failure.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { aSubmission, at, key, theirs } from "../../submission/a-submission.ts";
import { aPlanning } from "../a-planning.ts";
import { type Answers, readsBy } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";

const head = "b".repeat(40);
type FactTable = { readonly [Name in keyof Answers]?: unknown };

/** Main has nothing new, and PanDA knows nothing. */
const quiet: FactTable = {
  since: [],
  productions: [],
  dateNow: at("10:00"),
  requestNamed: undefined,
  requestsBeginning: new Map(),
  tasksNamed: [],
};

const planOf = async (state: SubmissionState, facts: FactTable = {}) => {
  const moment = aMoment(head, { releases: "submitted" });
  const { planning, said } = aPlanning(head, { ...moment, pandaDate: at("10:00") });
  const known: FactTable = { ...quiet, ...facts };
  const reads = readsBy((name) => {
    if (!(name in known)) throw new Error(`Nobody answers ${name}`);
    return known[name];
  });
  const states = new Map(state.kind === "none" ? [] : [[key, state] as const]);
  return { plan: await planPass({ ...planning, ...reads }, { head: moment.ledgerHead, states }), said };
};

test("A pass with nothing to do writes, sends and submits nothing", async () => {
  const { plan } = await planOf({ kind: "none" });

  expect(plan).toMatchObject({ main: [], brought: [], orders: [], submits: [], isNews: false });
  expect(plan.planned.parts).toEqual([]);
});

test("A submission that another process was checking is in doubt and looked for at PanDA in one plan", async () => {
  const { plan } = await planOf(aSubmission("checking", { owner: theirs }));

  expect(plannedEvents(plan.planned).map(([, { event }]) => event)).toEqual(["in-doubt", "looked"]);
  expect(plan.planned.parts.map(({ why }) => why)).toEqual([`In doubt: ${key}`, `Seen at PanDA: ${key}`]);
  expect(plan.submits).toEqual([]);
});

test("A submission that PanDA could not be asked about stays as it is, and the plan says why", async () => {
  const away = new Outage("PanDA does not answer.", { wayOut: "Wait." });
  const { plan, said } = await planOf(aSubmission("in-doubt"), { tasksNamed: away });

  expect(plan.planned.parts).toEqual([]);
  expect(said).toEqual([`${key} has trouble: PanDA does not answer. Wait.`]);
});
