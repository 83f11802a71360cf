import { expect, test } from "vitest";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import { planPass } from "../../../../action/core/pass/planning/plan-pass.ts";
import type { Question, QuestionKind } from "../../../../action/core/pass/question.ts";
import { Outage } from "../../../../action/core/problems/failure.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { aSubmission, at, key, theirs } from "../../submission/a-submission.ts";
import { aPlanning } from "../a-planning.ts";
import { aMoment } from "../ask-fakes.ts";
import { decide } from "../decide.ts";

const head = "b".repeat(40);
type FactTable = { readonly [K in QuestionKind]?: unknown };

/** Main has nothing new, and PanDA knows nothing. */
const quiet: FactTable = {
  since: [],
  productions: [],
  "panda-date": at("10:00"),
  "request-named": undefined,
  "requests-beginning": new Map(),
  tasks: [],
};

const planOf = (state: SubmissionState, facts: FactTable = {}) => {
  const moment = aMoment(head, { releases: "submitted" });
  const { planning, said } = aPlanning(head, { ...moment, pandaDate: at("10:00") });
  const known: FactTable = { ...quiet, ...facts };
  const reply = ({ ask }: Question) => {
    const answer = known[ask];
    if (answer instanceof Outage) return { failure: answer };
    return ask in known ? { answer } : undefined;
  };
  const states = new Map(state.kind === "none" ? [] : [[key, state] as const]);
  const { decided, questions } = decide(planPass(planning, { head: moment.ledger, states }), reply);
  return { plan: decided, questions, said };
};

test("A pass with nothing to do writes, sends and submits nothing", () => {
  const { plan } = planOf({ kind: "none" });

  expect(plan).toMatchObject({ main: [], brought: [], orders: [], submits: [], isNews: false });
  expect(plan?.planned.parts).toEqual([]);
});

test("A submission that another process was checking is in doubt and looked for at PanDA in one plan", () => {
  const { plan } = planOf(aSubmission("checking", { owner: theirs }));

  expect(plan && plannedEvents(plan.planned).map(([, { event }]) => event)).toEqual(["in-doubt", "looked"]);
  expect(plan?.planned.parts.map(({ why }) => why)).toEqual([`In doubt: ${key}`, `Seen at PanDA: ${key}`]);
  expect(plan?.submits).toEqual([]);
});

test("A submission that PanDA could not be asked about stays as it is, and the plan says why", () => {
  const away = new Outage("PanDA does not answer.", { wayOut: "Wait." });
  const { plan, said } = planOf(aSubmission("in-doubt"), { tasks: away });

  expect(plan?.planned.parts).toEqual([]);
  expect(said).toEqual([`${key} has trouble: PanDA does not answer. Wait.`]);
});
