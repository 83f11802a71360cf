import { describe, expect, test } from "vitest";
import type { Arrival } from "../../../action/core/ledger/arrival.ts";
import type { SubmissionEvent } from "../../../action/core/ledger/event.ts";
import {
  asksToDescribe,
  awaitsArrival,
  hasArrived,
  isArriving,
  lacksOutputs,
  lostOf,
  wasWhole,
} from "../../../action/core/submission/arriving.ts";
import { commandsNow } from "../../../action/core/submission/commands-now.ts";
import { BrokenLedger, fold } from "../../../action/core/submission/fold.ts";
import { meetNeeds } from "../../../action/core/submission/meet-needs.ts";
import { next } from "../../../action/core/submission/next.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { isLive } from "../../../action/core/submission/states.ts";
import { asksPerson } from "../../../action/core/submission/ways-out.ts";
import { anIntent, aTask, at, bothTasks, context, lineOf, pastOf } from "./a-submission.ts";

const place = { server: "https://rucio.example.org", account: "keeper", login: "userpass" } as const;
const intent = anIntent({ arrives: { place, at: {}, experiment: "sPHENIX" } });
const recorded: SubmissionEvent = { event: "recorded", steps: [] };
const ended = [...pastOf("done", { intent }), recorded] as const;
const person = { by: "ada", id: "c1", reason: "because" } as const;
const stateOf = (...events: readonly SubmissionEvent[]): SubmissionState => fold(events.map((event) => lineOf(event)));

const whole: Arrival = { checkedOn: at("11:00"), outputs: [] };
const lacking = (...dids: readonly string[]): Arrival => ({
  ...whole,
  lacks: dids.map((did) => ({ did, what: `${did} is not there` })),
});
const seen = (arrival: Arrival, pandaDate: string | undefined) => ({ kind: "arrived", pandaDate, ...arrival }) as const;
/** Two days behind the end of its tasks at 10:00. */
const [early, late] = [at("57:59"), at("58:00")];

describe("outputs that are looked for", () => {
  test("Outputs are looked for once the tasks have ended and their record stands, until they have arrived", () => {
    expect(awaitsArrival(stateOf(...pastOf("done", { intent })))).toBe(false);
    expect(awaitsArrival(stateOf(...ended))).toBe(true);
    expect(awaitsArrival(stateOf(...ended, { event: "arrived", ...whole }))).toBe(false);
    expect(awaitsArrival(stateOf(...pastOf("done"), recorded))).toBe(false);
  });

  test.each(["running", "duplicate-suspected"] as const)("The outputs of what is %s are not looked for", (kind) => {
    const running: SubmissionEvent = { event: "seen", verdict: "running", tasks: bothTasks("running") };
    const twice: SubmissionEvent = { event: "duplicate-suspected", reason: "twice" };
    expect(awaitsArrival(stateOf(...ended, kind === "running" ? running : twice))).toBe(false);
  });

  test("The outputs of a submission that ended without success are looked for too", () => {
    expect(awaitsArrival(stateOf(...pastOf("incomplete", { intent }), recorded))).toBe(true);
    expect(
      awaitsArrival(stateOf(...pastOf("incomplete", { intent }), recorded, { event: "closed", reason: "x" })),
    ).toBe(false);
  });

  test("The outputs of what a person withdraws are not looked for", () => {
    expect(
      awaitsArrival(
        stateOf(...ended, { event: "person", verb: "withdraw", ...person }, { event: "retired", data: "keep" }),
      ),
    ).toBe(false);
    expect(
      awaitsArrival(
        stateOf(...pastOf("incomplete", { intent }), recorded, { event: "person", verb: "withdraw", ...person }),
      ),
    ).toBe(false);
  });

  test("A success is live until its outputs have arrived and Rucio knows what they are", () => {
    const arrived = { event: "arrived", ...whole } as const;
    expect(isLive(stateOf(...pastOf("done"), recorded))).toBe(false);
    expect(isLive(stateOf(...ended))).toBe(true);
    expect([hasArrived(stateOf(...ended)), asksToDescribe(stateOf(...ended))]).toEqual([false, false]);
    expect(asksToDescribe(stateOf(...ended, arrived))).toBe(true);
    expect(isArriving(stateOf(...ended, arrived))).toBe(true);
    const described: SubmissionEvent = { event: "described", containers: [] };
    expect(isLive(stateOf(...ended, arrived, described))).toBe(false);
    expect(asksToDescribe(stateOf(...pastOf("done"), recorded, arrived))).toBe(false);
  });
});

describe("outputs on the ledger", () => {
  test("A ledger on which outputs arrived before it was recorded what was made is broken", () => {
    expect(() => stateOf(...pastOf("done", { intent }), { event: "arrived", ...whole })).toThrow(BrokenLedger);
  });

  test("A reader of lost outputs waits for none of them: each is named", () => {
    const outputs = ["a:b", "a:c"].map((did) => ({
      ...{ step: "simulate", did, files: 1, bytes: 1, events: null, at: {} },
      compared: "files" as const,
    }));
    const content = { format: 1 as const, request: { steps: { simulate: { out: ["hits.tar"] } } }, resources: [] };
    const made = [...pastOf("done", { intent: { ...intent, content: content as never } }), recorded];
    const lost = stateOf(...made, { event: "arrived", ...lacking("a:b", "a:c"), outputs, wasWhole: true });
    const need = { kind: "production", input: "x", tag: "sP26a-toy", version: "1.0.0", step: "simulate" } as const;
    const met = meetNeeds([{ ...need, output: "hits.tar", require: 1, dataset: null }], () => ({
      upstream: lost,
      task: undefined,
    }));

    expect(JSON.stringify(met)).toContain("lost in Rucio a:b is not there; a:c is not there");
  });
});

describe("what is written of outputs", () => {
  const written = (state: SubmissionState, arrival: Arrival, pandaDate: string | undefined) =>
    next(state, seen(arrival, pandaDate), context).events;

  test("Outputs that have arrived are written once", () => {
    expect(written(stateOf(...ended), whole, undefined)).toEqual([{ event: "arrived", ...whole }]);
    expect(written(stateOf(...ended, { event: "arrived", ...whole }), whole, late)).toEqual([]);
    expect(written(stateOf(...pastOf("done"), recorded), whole, late)).toEqual([]);
  });

  test("Outputs that lack are written two days after the end by PanDA's clock, and again when others lack", () => {
    const [one, two] = [lacking("a:b"), lacking("a:c")];
    expect(written(stateOf(...ended), one, early)).toEqual([]);
    expect(written(stateOf(...ended), one, undefined)).toEqual([]);
    expect(written(stateOf(...ended), one, late)).toEqual([{ event: "arrived", ...one }]);
    const overdue = stateOf(...ended, { event: "arrived", ...one });
    expect(written(overdue, { ...lacking("a:b"), checkedOn: at("90:00") }, at("90:00"))).toEqual([]);
    expect(written(overdue, two, at("90:00"))).toEqual([{ event: "arrived", ...two }]);
    expect(written(overdue, whole, undefined)).toEqual([{ event: "arrived", ...whole }]);
  });

  test("Overdue outputs ask a person, who may take them as they are; then they are not looked for any more", () => {
    const overdue = stateOf(...ended, { event: "arrived", ...lacking("a:b") });
    expect([lacksOutputs(overdue), asksPerson(overdue), asksToDescribe(overdue)]).toEqual([true, true, false]);
    expect(commandsNow(overdue, "sP26a-toy")[0]?.line).toBe("/shrek accept sP26a-toy");
    expect(commandsNow(stateOf(...ended), "sP26a-toy").map(({ line }) => line)).not.toContain(
      "/shrek accept sP26a-toy",
    );

    const again: SubmissionEvent = { event: "seen", verdict: "running", tasks: bothTasks("running") };
    expect(lacksOutputs(stateOf(...ended, { event: "arrived", ...lacking("a:b") }, again))).toBe(false);

    const accept = { kind: "person", verb: "accept", ...person } as const;
    const { events } = next(overdue, accept, context);
    expect(events.at(-1)).toEqual({ event: "arrived", ...lacking("a:b"), accepted: person.by });
    const accepted = stateOf(...ended, { event: "arrived", ...lacking("a:b") }, ...events);
    expect([lacksOutputs(accepted), asksPerson(accepted), isLive(accepted)]).toEqual([false, false, false]);
    expect(written(accepted, whole, late)).toEqual([]);
    expect(next(accepted, accept, context).refusal).toContain("lacks no output");
    expect(next(stateOf(...ended), accept, context).refusal).toContain("lacks no output");
  });

  test("A description in Rucio is recorded once, and only of outputs that have arrived", () => {
    const described = { kind: "described", containers: ["a:all"] } as const;
    const arrived = stateOf(...ended, { event: "arrived", ...whole });
    expect(next(arrived, described, context).events).toEqual([{ event: "described", containers: ["a:all"] }]);
    expect(next(stateOf(...ended), described, context).events).toEqual([]);
    const known = stateOf(...ended, { event: "arrived", ...whole }, { event: "described", containers: [] });
    expect(next(known, described, context).events).toEqual([]);
  });

  test("A task that ran again and ended anew has its outputs looked for again", () => {
    const again = [
      ...ended,
      { event: "arrived", ...whole },
      { event: "seen", verdict: "done", tasks: [aTask("simulate", "done", { attemptNr: 2 }), aTask("merge", "done")] },
      recorded,
    ] as const;
    expect(awaitsArrival(stateOf(...again))).toBe(true);
  });
});

describe("outputs that are lost", () => {
  const output = {
    step: "simulate",
    did: "mc:a",
    files: 2,
    bytes: 2,
    events: null,
    at: {},
    compared: "files",
  } as const;
  const there: SubmissionEvent = {
    event: "arrived",
    ...whole,
    outputs: [output, { ...output, step: "merge", did: "mc:b" }],
  };
  const gone = { ...lacking("mc:a"), outputs: [output, { ...output, step: "merge", did: "mc:b" }] };

  test("An output that had arrived is lost at once, whatever PanDA's clock says, and nothing is written while all is there", () => {
    const state = stateOf(...ended, there);

    expect(hasArrived(state)).toBe(true);
    expect(next(state, seen(whole, early), context).events).toEqual([]);
    expect(next(state, seen({ ...gone, wasWhole: true }, undefined), context).events).toEqual([
      { event: "arrived", ...gone, wasWhole: true },
    ]);
  });

  test("The outputs of a withdrawn submission, or of one that names no Rucio, have not arrived anywhere", () => {
    const withdraw: SubmissionEvent = { event: "person", verb: "withdraw", ...person };

    expect(hasArrived(stateOf(...ended, there, withdraw))).toBe(false);
    expect(hasArrived(stateOf(...pastOf("done"), recorded, there))).toBe(false);
    expect(next(stateOf(...ended, there, withdraw), seen(gone, late), context).events).toEqual([]);
  });

  test("A loss is remembered by whoever looks for other outputs later, until all is there again", () => {
    const state = stateOf(...ended, there, { event: "arrived", ...gone, wasWhole: true });

    expect(hasArrived(state)).toBe(false);
    expect([awaitsArrival(state), isLive(state), asksPerson(state)]).toEqual([true, true, true]);
    expect(next(state, seen({ ...gone, ...lacking("mc:a", "mc:b") }, late), context).events).toEqual([
      { event: "arrived", ...gone, ...lacking("mc:a", "mc:b"), wasWhole: true },
    ]);
    expect(next(state, seen(whole, late), context).events).toEqual([{ event: "arrived", ...whole }]);
  });

  test("An output was not whole before it was made, nor is it lost, overdue or to be described before its tasks have ended", () => {
    const loss: SubmissionEvent = { event: "arrived", ...gone, wasWhole: true };
    const lost = stateOf(...ended, there, loss);

    expect(wasWhole(lost, lacking("mc:b"))).toEqual({ wasWhole: true, checkedOn: whole.checkedOn });
    expect(wasWhole(lost, whole)).toEqual({});
    for (const state of [stateOf(), stateOf(...pastOf("checking", { intent }))]) {
      expect(wasWhole(state, lacking("mc:a"))).toEqual({});
      expect([hasArrived(state), lacksOutputs(state), asksToDescribe(state)]).toEqual([false, false, false]);
      expect(lostOf(state, "simulate")).toEqual([]);
    }
  });

  test("The outputs of a submission that runs again have not arrived, lack nothing and are not described", () => {
    const running: SubmissionEvent = { event: "seen", verdict: "running", tasks: bothTasks("running") };
    const again = stateOf(...ended, there, running);
    const lostAgain = stateOf(...ended, there, { event: "arrived", ...gone, wasWhole: true }, running);

    expect([hasArrived(again), asksToDescribe(again), isArriving(again)]).toEqual([false, false, false]);
    expect([lacksOutputs(lostAgain), lostOf(lostAgain, "simulate")]).toEqual([false, []]);
    expect(wasWhole(lostAgain, lacking("mc:a"))).toEqual({});
  });

  test("Lost are the outputs of the step alone that had them, until somebody takes it as it is", () => {
    const loss: SubmissionEvent = { event: "arrived", ...gone, wasWhole: true };

    expect(lostOf(stateOf(...ended, there, loss), "simulate")).toEqual(gone.lacks);
    expect(lostOf(stateOf(...ended, there, loss), "merge")).toEqual([]);
    expect(lostOf(stateOf(...ended, { event: "arrived", ...gone }), "simulate")).toEqual([]);
    expect(lostOf(stateOf(...ended, there), "simulate")).toEqual([]);
    expect(lostOf(stateOf(...ended), "simulate")).toEqual([]);
    expect(lostOf(stateOf(...ended, there, { ...loss, accepted: "ada" }), "simulate")).toEqual([]);
  });
});
