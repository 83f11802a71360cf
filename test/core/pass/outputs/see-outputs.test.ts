import { expect, test } from "vitest";
import type { Did, StoredFile, StoredFiles } from "../../../../action/core/catalogue/data-seen.ts";
import type { JobSeen, MadeFile } from "../../../../action/core/ledger/completion.ts";
import { type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import { seeOutputs } from "../../../../action/core/pass/outputs/see-outputs.ts";
import { beginPlan, type Planning, plannedEvents } from "../../../../action/core/pass/planned.ts";
import { Outage } from "../../../../action/core/problems/failure.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { fakePanda } from "../../../fakes/fake-panda.ts";
import { aGoodJob, at, context } from "../../submission/a-submission.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";
import { allRead, anArriving, someRead } from "./an-arriving.ts";

const keyAt = (n: number): SubmissionKey => submissionKey("sP26a-toy", `${n}.0.0`, undefined);
const late = at("100:00");
const readOn = at("99:00");
const file = (name: string, change: Partial<StoredFile> = {}): StoredFile => ({
  ...{ name, bytes: 5, adler32: "00000001", md5: undefined, at: ["NEAR"], ...change },
});
const inRucio = (...names: readonly string[]): StoredFiles => ({
  ...{ files: names.map((name) => file(name)), events: undefined, readOn },
});
const job = (...outputs: readonly MadeFile[]): JobSeen => aGoodJob({ id: 1, outputs });
const made = (dataset: string, name: string): MadeFile => ({ dataset, file: name, bytes: 5, checksum: "ad:1" });

type World = {
  /** By dataset; what is not here Rucio does not know, and what is `away` fails. */
  readonly stored?: Readonly<Record<string, StoredFiles | "away">>;
  readonly jobs?: Readonly<Record<number, readonly JobSeen[]>>;
  readonly chance?: number;
  readonly pandaDate?: string | undefined;
};

const see = async (states: readonly SubmissionState[], world: World = {}) => {
  const { stored = {}, jobs = {}, chance = 0 } = world;
  const pandaDate = "pandaDate" in world ? world.pandaDate : late;
  const asked: string[] = [];
  const [troubles, postponed]: [string[], string[]] = [[], []];
  const planning: Planning = {
    ...aMoment("main"),
    ...{ context, pandaDate, chance, payable: async (works) => works },
    setting: { panda: { url: "", vo: "", role: "", userName: "" }, monitor: undefined },
    notes: {
      ...{ tell: () => undefined, spend: () => undefined, keep: () => undefined },
      trouble: (key, why) => void troubles.push(`${key}: ${why}`),
      postpone: (noun, why) => void postponed.push(`${noun}: ${why}`),
    },
  };
  const files = async ({ name }: Did): Promise<StoredFiles | undefined> => {
    asked.push(name);
    const found = stored[name];
    if (found === "away") throw new Outage("Rucio is away.", { wayOut: "Wait." });
    return found;
  };
  const watch = {
    ...fakePanda("nobody"),
    jobsOf: async (task: number, which: string) => {
      asked.push(`${which} jobs of ${task}`);
      return jobs[task] ?? [];
    },
  };
  const view = { head: planning.ledgerHead, states: new Map(states.map((state, n) => [keyAt(n), state])) };
  const planned = await askFakes(
    { stored: () => ({ files, meta: async () => ({}), members: async () => [] }), watch },
    (reads) => seeOutputs({ ...planning, ...reads }, beginPlan(view)),
  );
  const arrivals = plannedEvents(planned).map(([key, { event, ...rest }]) => [key, rest]);
  return { asked, arrivals, troubles, postponed, parts: planned.parts.map(({ why }) => why) };
};

const output = (name: string, files: number, change: object = {}) => ({
  ...{ step: "simulate", did: `mc:${name}`, files, bytes: 5 * files, events: null, at: { NEAR: files } },
  ...{ compared: "files", ...change },
});
const reported = (outputs: Readonly<Record<string, number>>) => anArriving([allRead("simulate", 1, outputs)]);

test("An output of which Rucio has each file that the jobs made has arrived, as of Rucio's clock", async () => {
  const { arrivals, parts, troubles, postponed } = await see([reported({ "mc:a": 2, "mc:b": 1 })], {
    stored: { a: inRucio("a1", "a2"), b: { ...inRucio("b1"), readOn: at("98:00") } },
    jobs: { 1: [job(made("mc:a", "a1"), made("mc:b", "b1")), job(made("mc:a", "a2"))] },
  });

  expect(arrivals).toEqual([[keyAt(0), { checkedOn: readOn, outputs: [output("a", 2), output("b", 1)] }]]);
  expect(parts).toEqual([expect.stringMatching(/^Outputs of sP26a-toy/)]);
  expect([troubles, postponed]).toEqual([[], []]);
});

test("Files of jobs that did not finish count for nothing, and files are compared within their own dataset", async () => {
  const lost: JobSeen = { ...job(made("mc:a", "gone")), status: "failed" };
  const { arrivals } = await see([reported({ "mc:a": 1, "mc:b": 1 })], {
    stored: { a: inRucio("b1"), b: inRucio("b1") },
    jobs: { 1: [lost, job(made("mc:a", "a1"), made("mc:b", "b1"))] },
  });

  expect(arrivals).toEqual([
    [
      keyAt(0),
      {
        ...{ checkedOn: readOn, outputs: [output("a", 1), output("b", 1)] },
        lacks: [{ did: "mc:a", what: "mc:a: it lacks a1" }],
      },
    ],
  ]);
});

test("PanDA is asked for the jobs of a task once, and only if Rucio has enough of the task to be compared", async () => {
  const both = anArriving([allRead("simulate", 1, { "mc:a": 1, "mc:b": 1 }), allRead("merge", 2, { "mc:c": 2 })]);
  const { asked, arrivals } = await see([both], {
    stored: { a: inRucio("a1"), b: inRucio("b1"), c: inRucio("c1") },
    jobs: { 1: [job(made("mc:a", "a1"), made("mc:b", "b1"))] },
  });

  expect(asked).toEqual(["a", "b", "c", "all jobs of 1"]);
  expect(arrivals).toEqual([
    [keyAt(0), expect.objectContaining({ lacks: [{ did: "mc:c", what: "mc:c, which has 1 of 2 files" }] })],
  ]);
});

test("An output of a task that Rucio does not know is named beside those that it has", async () => {
  const { arrivals } = await see([reported({ "mc:a": 1, "mc:b": 1 })], {
    stored: { a: inRucio("a1") },
    jobs: { 1: [job(made("mc:a", "a1"), made("mc:b", "b1"))] },
  });

  expect(arrivals).toEqual([
    [
      keyAt(0),
      {
        ...{ checkedOn: readOn, outputs: [output("a", 1)] },
        lacks: [{ did: "mc:b", what: "mc:b, which Rucio does not know" }],
      },
    ],
  ]);
});

test("The outputs of a task whose jobs were not all read are compared by number alone, and PanDA is not asked", async () => {
  const request = { schema: 1, steps: { simulate: { out: ["o.root"] } } } as const;
  const state = anArriving([someRead("simulate", 1)], { content: { format: 1, request, resources: [] } });
  const name = "user.ada.sP26a-toy-1.0.0-0_000_simulate_o.root";
  const { arrivals, asked, troubles } = await see([state], {
    stored: { [name]: inRucio(...Array.from({ length: 10 }, (_, n) => `${n}`)) },
  });

  expect(arrivals).toEqual([
    [keyAt(0), { checkedOn: readOn, outputs: [output("", 10, { did: `user.ada:${name}`, compared: "number" })] }],
  ]);
  expect([asked, troubles]).toEqual([[name], []]);
});

test("An output that no job reported is compared by number beside one that all reported", async () => {
  const request = { schema: 1, steps: { simulate: { out: ["o.root", "qa.root"] } } } as const;
  const name = "user.ada.sP26a-toy-1.0.0-0_000_simulate";
  const state = anArriving([allRead("simulate", 1, { [`${name}_o.root`]: 1 })], {
    content: { format: 1, request, resources: [] },
  });
  const stored = { [`${name}_o.root`]: inRucio("o1"), [`${name}_qa.root`]: inRucio("q1") };
  const { arrivals, troubles } = await see([state], { stored, jobs: { 1: [job(made(`${name}_o.root`, "o1"))] } });

  expect(troubles).toEqual([]);
  expect(arrivals).toEqual([
    [
      keyAt(0),
      {
        checkedOn: readOn,
        outputs: [
          output("", 1, { did: `user.ada:${name}_o.root` }),
          output("", 1, { did: `user.ada:${name}_qa.root`, compared: "number" }),
        ],
      },
    ],
  ]);
});

test("A task that made nothing lacks no output, by PanDA's clock; and nobody decides it without a clock", async () => {
  expect((await see([reported({})])).arrivals).toEqual([[keyAt(0), { checkedOn: late, outputs: [] }]]);
  expect((await see([reported({})], { pandaDate: undefined })).arrivals).toEqual([]);
});

test("Outputs are not decided about where PanDA lists other files than when the task ended", async () => {
  const { arrivals, troubles } = await see([reported({ "mc:a": 2 })], {
    stored: { a: inRucio("a1", "a2") },
    jobs: { 1: [job(made("mc:a", "a1"))] },
  });

  expect(arrivals).toEqual([]);
  expect(troubles).toEqual([
    `${keyAt(0)}: PanDA's jobs of task 1 list 1 files of mc:a, and 2 when it ended. The next pass asks again. If it stays so, look at the task in PanDA's monitor.`,
  ]);
  expect((await see([reported({ "mc:a": 2 })], { stored: { a: inRucio("a1", "a2") } })).troubles).toEqual([
    expect.stringContaining("list 0 files of mc:a, and 2"),
  ]);
});

test("A Rucio that is away is a failure of the submission that asked, and the others are decided", async () => {
  const { arrivals, troubles } = await see([reported({ "mc:a": 1 }), reported({ "mc:b": 1 })], {
    stored: { a: "away", b: inRucio("b1") },
    jobs: { 1: [job(made("mc:b", "b1"))] },
  });

  expect(arrivals).toEqual([[keyAt(1), { checkedOn: readOn, outputs: [output("b", 1)] }]]);
  expect(troubles).toEqual([expect.stringMatching(/^sP26a-toy\/0.0.0\/0: Rucio is away[.]/)]);
});

/** Nobody could say how many files it made. */
const unsized = anArriving([{ step: "simulate", task: 1, kind: "not-known", reason: "no answer" }], {
  content: { format: 1, request: { schema: 1, steps: { simulate: { out: ["o.root"] } } }, resources: [] },
});

const many = (count: number, files: number) =>
  Array.from({ length: count }, (_, n) => reported({ [`mc:x${n}a`]: files, [`mc:x${n}b`]: 0 }));

test("A pass looks for 200 outputs, from anywhere on, and says how many wait", async () => {
  const { asked, postponed } = await see(many(103, 1), { chance: 103 + 101 });

  const wanted = [101, 102, ...Array.from({ length: 98 }, (_, n) => n)];
  expect(asked.toSorted()).toEqual(wanted.flatMap((n) => [`x${n}a`, `x${n}b`]).toSorted());
  expect(postponed).toEqual(["look for outputs: 100 of 103 submissions were looked for in Rucio"]);
  expect((await see(many(100, 1))).postponed).toEqual([]);
});

test("An output more than 200 waits for the next pass, and one of unknown size counts as no file", async () => {
  const single = (n: number) => reported({ [`mc:y${n}`]: 1 });
  expect((await see([...many(100, 1), single(0)])).postponed).toHaveLength(1);
  expect((await see([...many(99, 1), single(0), single(1)])).postponed).toEqual([]);
  expect((await see([unsized, reported({ "mc:a": 100_000 })])).postponed).toEqual([]);
  expect((await see([reported({ "mc:a": 1 }), unsized, reported({ "mc:b": 100_000 })])).postponed).toHaveLength(1);
});

test("A pass looks for 100 000 files of outputs, or for one submission however many it has", async () => {
  expect((await see(many(2, 50_000))).postponed).toEqual([]);
  expect((await see([reported({ "mc:a": 50_000 }), reported({ "mc:b": 50_001 })])).postponed).toHaveLength(1);
  expect((await see(many(1, 900_000))).asked).toEqual(["x0a", "x0b"]);
});

test("A submission that is alone is looked for in Rucio whatever chance says", async () => {
  for (const chance of [0, 1, 2, 3]) expect((await see(many(1, 1), { chance })).asked).toEqual(["x0a", "x0b"]);
});

test("A pass without outputs that wait asks Rucio nothing", async () => {
  expect(await see([], { chance: 3 })).toEqual({ asked: [], arrivals: [], troubles: [], postponed: [], parts: [] });
});
