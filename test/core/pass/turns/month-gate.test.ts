import { expect, test } from "vitest";
import { monthGate } from "../../../../action/core/pass/turns/month-gate.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import { fold } from "../../../../action/core/submission/fold.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { aRequest, type Draft } from "../../a-production.ts";
import { anIntent, lineOf, pastOf } from "../../submission/a-submission.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";

const rules = "productions/conventions.yaml";
const place = (folder: string): string => `productions/${folder}/production.yaml`;
const tagOf = (stage: string): string => `sP26a-hfcharm-${stage}`;
/** Ten jobs of so many hours, each once. */
const asking = (stage: string, walltime: number | undefined, changes: Draft = {}) => ({
  [place(stage)]: JSON.stringify(
    aRequest({
      tag: { campaign: "sP26a", physics: "hfcharm", stage },
      defaults: { sites: ["BNL"], maxAttempt: 1, ...(walltime === undefined ? {} : { walltime }) },
      ...changes,
    }),
  ),
});
const limited = (coreHoursPerMonth: object) => ({
  [rules]: `${conventions}\nlimits: ${JSON.stringify({ coreHoursPerMonth })}\n`,
});
const waiting = (stage: string, change: Parameters<typeof anIntent>[0] = {}) => {
  const intent = anIntent({ tag: tagOf(stage), folder: `productions/${stage}`, ...change });
  const state = fold(pastOf("intended", { intent }).map((event) => lineOf(event)));
  if (state.kind !== "intended") throw new Error(state.kind);
  return { key: `${stage}${change.run ?? ""}` as never, state };
};
const on = (date: string): string => `2026-${date}T10:00:00.000Z`;

const aMain = () => {
  const main = fakeMain();
  const merge = (date: string, changes: Readonly<Record<string, string | undefined>>) =>
    main.commit(changes, "Ada", on(date));
  merge("01-01", { [rules]: conventions });
  const split = async (now: string, ones: readonly ReturnType<typeof waiting>[], asked = main) => {
    const troubles: string[] = [];
    const moment = { ...aMoment(await asked.head()), approvals: "assumed" as const, now };
    const gate = monthGate(moment, { trouble: (key, why) => void troubles.push(`${key}: ${why}`) });
    const { go, held } = await askFakes({ main: asked }, gate(ones));
    return [
      ...go.map(({ key }) => key),
      ...held.map(({ key, why }) => `${key} in ${why.within}: ${why.reason}`),
      ...troubles,
    ];
  };
  return { main, merge, split };
};
const until = (month: string) =>
  `in group sphenix: its 100 core-hours a month are used until 2026-${month}-01 00:00 UTC`;
const [signal, background, pileup] = [waiting("signal"), waiting("background"), waiting("pileup")];

test("All versions go without budgets of months, and those that stood on main before the budgets go too", async () => {
  const { merge, split } = aMain();
  merge("02-01", asking("signal", 100));
  expect(await split(on("03-01"), [signal])).toEqual(["signal"]);
  merge("02-02", limited({ sphenix: 100 }));
  expect(await split(on("03-01"), [signal])).toEqual(["signal"]);
  merge("02-03", asking("signal", 10, { version: "2.0.0" }));
  merge("02-04", asking("background", 1));
  expect(await split(on("02-28"), [signal, background])).toEqual(["signal", `background ${until("03")}`]);
});

test("A version that is over the budget of a month waits for the next, which begins at midnight UTC", async () => {
  const { merge, split } = aMain();
  merge("02-01", limited({ sphenix: 100 }));
  merge("02-02", asking("signal", 6));
  merge("02-03", asking("background", 5));
  merge("02-04", asking("pileup", 6));
  const all = [signal, background, pileup];
  expect(await split(on("02-05"), all)).toEqual(["signal", `background ${until("03")}`, `pileup ${until("04")}`]);
  expect(await split("2026-02-28T23:59:59.999Z", [background])).toEqual([`background ${until("03")}`]);
  expect(await split("2026-03-01T00:00:00.000Z", all)).toEqual(["signal", "background", `pileup ${until("04")}`]);
});

test("A version that was replaced or left main has used of its month what it asked for", async () => {
  const { merge, split } = aMain();
  merge("02-01", limited({ sphenix: 100 }));
  merge("02-02", asking("signal", 6));
  merge("02-03", { [place("signal")]: undefined });
  merge("02-04", asking("background", 5));
  expect(await split(on("02-05"), [background])).toEqual([`background ${until("03")}`]);
});

test("Appended runs use the month in which they came, and those before them have gone", async () => {
  const { merge, split } = aMain();
  merge("02-01", limited({ sphenix: 100 }));
  const list = "productions/signal/runs.txt";
  merge("02-02", { ...asking("signal", 6, { runs: { list: "runs.txt" } }), [list]: "1\n" });
  merge("02-03", { [list]: "1\n2\n" });
  merge("02-04", { [list]: "2\n" });
  const [one, two] = [waiting("signal", { run: 1 }), waiting("signal", { run: 2 })];
  expect(await split(on("02-05"), [one, two])).toEqual(["signal1", `signal2 ${until("03")}`]);
});

test("A request that conventions made good later uses the month of that merge", async () => {
  const { merge, split } = aMain();
  merge("02-01", limited({ sphenix: 100 }));
  merge("02-02", asking("signal", 6, { defaults: { sites: ["ELSEWHERE"], walltime: 6, maxAttempt: 1 } }));
  merge("02-03", asking("background", 5));
  const more = `${conventions.replace("sites:", "sites:\n  ELSEWHERE: { state: online, setup: 'source /cvmfs/setup.sh -n \"$build\"' }")}\nlimits: { coreHoursPerMonth: { sphenix: 100 } }\n`;
  merge("02-04", { [rules]: more });
  expect(await split(on("02-05"), [signal, background])).toEqual(["background", `signal ${until("03")}`]);
});

test("Conventions at the repository's top make requests good, and rename groups, as those of a folder do", async () => {
  const main = fakeMain();
  const { split } = aMain();
  const top = (group: string): string =>
    `${conventions.replace(/^workingGroup: .*$/m, `workingGroup: ${group}`)}\nlimits: { coreHoursPerMonth: { sphenix: 100, hf: 50 } }\n`;
  main.commit({ "conventions.yaml": top("sphenix") }, "Ada", on("02-01"));
  main.commit(asking("signal", 6), "Ada", on("02-02"));
  main.commit({ "conventions.yaml": top("hf") }, "Ada", on("02-03"));
  expect(await split(on("02-05"), [signal], main)).toEqual([
    "signal in group hf: this asks for more than its 50 core-hours a month",
  ]);
});

test("A version that comes again and asks for more begins when the month has room for all of it", async () => {
  const { merge, split } = aMain();
  merge("02-01", limited({ sphenix: 100 }));
  merge("02-02", asking("signal", 6));
  merge("02-03", { [place("signal")]: undefined });
  merge("02-04", asking("background", 3));
  merge("02-05", asking("signal", 8));
  expect(await split(on("02-06"), [signal, background])).toEqual(["background", `signal ${until("03")}`]);
  merge("02-07", { [place("signal")]: undefined });
  merge("02-08", asking("signal", 30));
  expect(await split(on("02-09"), [signal])).toEqual([
    "signal in group sphenix: this asks for more than its 100 core-hours a month",
  ]);
});

test("A version that main refused when it came, and that no change made good, is in no month and not free", async () => {
  const { merge, split } = aMain();
  const list = "productions/_lists/names.txt";
  const withList = `${limited({ sphenix: 100 })[rules]}lists: [{ of: [build], file: names.txt }]\n`;
  merge("02-01", { [rules]: withList, [list]: "ana.1\n" });
  merge("02-02", asking("signal", 6));
  merge("02-03", { [list]: "ana.418\n" });
  const refused =
    "signal in group sphenix: main refused this version when it came there, so it is in no month: raise the version";
  expect(await split(on("02-05"), [signal])).toEqual([refused]);
  merge("02-06", asking("signal", 6, { version: "1.0.1" }));
  expect(await split(on("02-07"), [waiting("signal", { version: "1.0.1" })])).toEqual(["signal"]);
});

test("Runs of a list that stood there before budgets go, in whatever folder the list is now", async () => {
  const { merge, split } = aMain();
  const [list, moved] = ["productions/signal/runs.txt", "productions/moved/runs.txt"];
  const request = asking("signal", 6, { runs: { list: "runs.txt" } })[place("signal")];
  merge("01-02", { [place("signal")]: request, [list]: "1\n" });
  merge("02-01", limited({ sphenix: 10 }));
  const all = [waiting("signal", { run: 1 }), waiting("signal", { run: 2 })];
  const held = "signal2 in group sphenix: this asks for more than its 10 core-hours a month";
  merge("02-02", { [list]: "1\n2\n" });
  expect(await split(on("02-05"), all)).toEqual(["signal1", held]);
  merge("02-06", { [place("signal")]: undefined, [list]: undefined, [place("moved")]: request, [moved]: "1\n2\n" });
  const there = [1, 2].map((run) => waiting("signal", { run, folder: "productions/moved" }));
  expect(await split(on("02-07"), there)).toEqual(["signal1", held]);
});

test("A version that asks for too much, one that nobody can count and one of a group without a budget say so", async () => {
  const { merge, split } = aMain();
  merge("02-01", limited({ sphenix: 100 }));
  merge("02-02", { ...asking("signal", 11), ...asking("background", undefined), ...asking("pileup", 1) });
  expect(await split(on("02-05"), [signal, background, pileup])).toEqual([
    "pileup",
    "signal in group sphenix: this asks for more than its 100 core-hours a month",
    "background in group sphenix: nobody can say how many core-hours this may use, and it has 100 core-hours a month",
  ]);
  merge("02-03", limited({ SPHENIX: 100 }));
  merge("02-04", asking("pileup", 1, { version: "1.0.1" }));
  expect(await split(on("02-05"), [waiting("pileup", { version: "1.0.1" })])).toEqual([
    "pileup in group sphenix: `limits` of the conventions name no core-hours for it",
  ]);
});

test("A trial of a pull request uses no month, and a failed question is noted", async () => {
  const { main, merge, split } = aMain();
  merge("02-01", limited({ sphenix: 1 }));
  merge("02-02", asking("signal", 6));
  const trial = waiting("signal", { trial: { pullRequest: 1 } as never });
  expect(await split(on("02-05"), [trial])).toEqual(["signal"]);
  const away = { ...main, productionChanges: () => Promise.reject(new Failure("git is away", { wayOut: "Wait." })) };
  expect(await split(on("02-05"), [signal], away)).toEqual(["signal: git is away. Wait."]);
});

test("Conventions that nobody could read for a month leave its budget as it was", async () => {
  const { merge, split } = aMain();
  merge("02-01", limited({ sphenix: 100 }));
  merge("02-02", { ...asking("signal", 6), ...asking("background", 6) });
  merge("02-03", asking("pileup", 6));
  merge("02-04", { [rules]: "conventions: [" });
  merge("03-02", limited({ sphenix: 100 }));
  expect(await split(on("03-03"), [signal, background, pileup])).toEqual([
    ...["signal", "background", `pileup ${until("04")}`],
  ]);
});

test("The working group is that of the conventions on main, whatever the promise says", async () => {
  const { merge, split } = aMain();
  merge("02-01", limited({ sphenix: 100 }));
  merge("02-02", { ...asking("signal", 6), ...asking("background", 6) });
  const { panda } = anIntent();
  const forged = waiting("background", { panda: { ...panda, workingGroup: "other" } });
  expect(await split(on("02-05"), [signal, forged])).toEqual(["signal", `background ${until("03")}`]);
});
