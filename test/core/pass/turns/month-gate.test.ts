import { expect, test } from "vitest";
import type { SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { withinText } from "../../../../action/core/ledger/queued.ts";
import { withinMonth } from "../../../../action/core/pass/turns/limits.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { anIntent } from "../../submission/a-submission.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";
import { partedBy } from "./a-gate.ts";
import { aSpending, type Spending } from "./a-spending.ts";

const on = (date: string): string => `2026-${date}T10:00:00.000Z`;

const aGroup = (coreHoursPerMonth: object | null = { sphenix: 100 }) => {
  const main = fakeMain();
  const limits = coreHoursPerMonth === null ? "" : `\nlimits: ${JSON.stringify({ coreHoursPerMonth })}\n`;
  const mainHead = main.commit({ "productions/conventions.yaml": `${conventions}${limits}` });
  const { ledger, add, view } = aSpending();
  const waiting = (tag: string, coreHours: number | null, change: Spending = {}) =>
    add(tag, { kind: "intended", coreHours, ...change });
  const split = async (now: string, keys: readonly SubmissionKey[], asked = ledger) => {
    const moment = { ...aMoment(mainHead), now };
    const at = await view(...keys);
    const ones = [...at.states].map(([key, state]) => ({ key, state: state as typeof state & { intent: object } }));
    const waits = await askFakes({ main, ledger: asked }, (reads) =>
      withinMonth({ ...moment, ...reads }, at, ones as never),
    );
    const { go, held, troubles } = partedBy(ones, waits);
    const name = (key: string): string => key.replace(/\/1.0.0\/0$/, "");
    return [
      ...go.map(name),
      ...held.map(([key, why]) => `${name(key)} ${"within" in why ? withinText(why) : ""}`),
      ...troubles,
    ];
  };
  return { add, waiting, split, ledger };
};
const until = (month: string) =>
  `in group sphenix: its 100 core-hours a month are used until 2026-${month}-01 00:00 UTC`;

test("Without budgets of months all goes", async () => {
  const { waiting, split } = aGroup(null);
  expect(await split(on("02-05"), [await waiting("a", 1000)])).toEqual(["a"]);
});

test("What is over the budget of a month waits for the next, which begins at midnight UTC, and lets nothing behind it pass", async () => {
  const { waiting, split } = aGroup();
  const all = [await waiting("a", 60), await waiting("b", 50), await waiting("c", 10)];
  expect(await split(on("02-05"), all)).toEqual(["a", `b ${until("03")}`, `c ${until("03")}`]);
  expect(await split("2026-12-31T23:59:59.999Z", all)).toContain(
    "b in group sphenix: its 100 core-hours a month are used until 2027-01-01 00:00 UTC",
  );
  expect(await split(on("03-01"), all.slice(1))).toEqual(["b", "c"]);
});

test.each(["retired", "failed", "withdrawn", "done"] as const)(
  "A run that began this month and is now %s has used of it what it asked for, if PanDA had it",
  async (kind) => {
    const { add, waiting, split } = aGroup();
    await add("a", { kind, coreHours: 60, at: on("02-01"), run: 1 });
    const next = await waiting("b", 50);
    expect(await split(on("02-05"), [next])).toEqual(kind === "withdrawn" ? ["b"] : [`b ${until("03")}`]);
    expect(await split(on("03-05"), [next])).toEqual(["b"]);
  },
);

test("What began in another month goes on to its submit, and counts again only in a new month", async () => {
  const { waiting, split } = aGroup();
  const [checked, other] = [
    await waiting("a", 60, { kind: "checked", at: on("02-01") }),
    await waiting("b", 50, { kind: "checked", at: on("01-31") }),
  ];
  expect(await split(on("02-05"), [other, checked])).toEqual(["a", `b ${until("03")}`]);
  expect(await split(on("02-05"), [checked])).toEqual(["a"]);
});

test("Groups have budgets of their own", async () => {
  const { waiting, split } = aGroup({ sphenix: 100, hf: 10 });
  const { panda } = anIntent();
  const hf = { panda: { ...panda, workingGroup: "hf" } };
  const all = [await waiting("a", 100), await waiting("b", 10, hf), await waiting("c", 1)];
  expect(await split(on("02-05"), all)).toEqual(["a", "b", `c ${until("03")}`]);
});

test("What asks for too much, what nobody can count and what is of a group without a budget say so, and hold up nothing else", async () => {
  const { waiting, split } = aGroup();
  const { panda } = anIntent();
  const all = [
    await waiting("a", 101),
    await waiting("b", null),
    await waiting("c", 1, { panda: { ...panda, workingGroup: "toString" } }),
    await waiting("d", 100),
  ];
  expect(await split(on("02-05"), all)).toEqual([
    "d",
    "a in group sphenix: this asks for more than its 100 core-hours a month",
    "b in group sphenix: nobody can say how many core-hours this may use, and it has 100 core-hours a month",
    "c in group toString: `limits` of the conventions name no core-hours for it",
  ]);
});

test("A trial of a pull request uses no month, and a failed question is noted", async () => {
  const { ledger, waiting, split } = aGroup({ sphenix: 1 });
  const trial = await waiting("a", 60, { trial: { pullRequest: 1 } as never }); // no other part of it is read
  expect(await split(on("02-05"), [trial])).toEqual(["a"]);
  const away = { ...ledger, submissions: () => Promise.reject(new Failure("git is away", { wayOut: "Wait." })) };
  expect(await split(on("02-05"), [await waiting("b", 1)], away)).toEqual(["b/1.0.0/0: git is away. Wait."]);
});
