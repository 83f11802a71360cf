import { expect, test } from "vitest";
import { useOf } from "../../../../action/core/pass/turns/campaign-use.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { aRequest, aStep, type Draft } from "../../a-production.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";

const tag = "sP26a-hfcharm-signal";
const place = (folder: string): string => `productions/${folder}/production.yaml`;
/** Ten jobs of so many hours, each once. */
const asking = (walltime: number | undefined, changes: Draft = {}): string =>
  JSON.stringify(
    aRequest({
      defaults: { sites: ["BNL"], maxAttempt: 1, ...(walltime === undefined ? {} : { walltime }) },
      ...changes,
    }),
  );
const stage = (name: string) => ({ tag: { campaign: "sP26a", physics: "hfcharm", stage: name } });

const aMain = (requests: Readonly<Record<string, string>> = {}) => {
  const main = fakeMain();
  main.commit({ "productions/conventions.yaml": conventions, ...requests });
  const since = main.commit({ "campaigns/c.yaml": "" });
  const use = async (names: readonly string[] = [tag]) =>
    askFakes({ main }, useOf(aMoment(await main.head()), { names, since }));
  return { main, use };
};

test("A campaign that names nothing of main uses nothing", async () => {
  expect(await aMain({ [place("p")]: asking(1) }).use(["another"])).toEqual({ coreHours: 0 });
});

test("Each production that main holds uses a campaign's budget with jobs, walltime and tries, by its name or by a pattern", async () => {
  const { use } = aMain({ [place("p")]: asking(2), [place("q")]: asking(3, stage("background")) });
  expect(await use()).toEqual({ coreHours: 20 });
  expect(await use(["sP26a-*"])).toEqual({ coreHours: 50 });
  expect(await use([tag, "sP26a-*"])).toEqual({ coreHours: 50 });
});

test("A replaced version uses a campaign's budget beside the new one, in whatever folder, and so does one that left main", async () => {
  const { main, use } = aMain({ [place("p")]: asking(1), [place("q")]: asking(2, stage("background")) });
  main.commit({ [place("p")]: asking(4, { version: "2.0.0" }), [place("q")]: undefined });
  expect(await use(["sP26a-*"])).toEqual({ coreHours: 70 });
  main.commit({ [place("p")]: undefined, [place("moved")]: asking(4, { version: "2.0.0" }) });
  expect(await use(["sP26a-*"])).toEqual({ coreHours: 70 });
});

test("A version that was replaced before the campaign came uses nothing of it", async () => {
  const main = fakeMain();
  main.commit({ "productions/conventions.yaml": conventions, [place("p")]: asking(100) });
  main.commit({ [place("p")]: asking(1, { version: "2.0.0" }) });
  const since = main.commit({ "campaigns/c.yaml": "" });
  const use = askFakes({ main }, useOf(aMoment(since), { names: [tag], since }));
  expect(await use).toEqual({ coreHours: 10 });
});

test("Appended runs use a campaign's budget with their version, the most that it ever had", async () => {
  const request = { runs: { list: "runs.txt" } };
  const { main, use } = aMain({ [place("p")]: asking(1, request), "productions/p/runs.txt": "1\n2\n" });
  main.commit({ "productions/p/runs.txt": "1\n2\n3\n" });
  expect(await use()).toEqual({ coreHours: 30 });
  main.commit({ [place("p")]: asking(1, { ...request, version: "2.0.0" }), "productions/p/runs.txt": "1\n" });
  expect(await use()).toEqual({ coreHours: 40 });
});

test("A version that conventions refuse today uses a campaign's budget as they took it before", async () => {
  const { main, use } = aMain({ [place("p")]: asking(1) });
  main.commit({ "productions/conventions.yaml": conventions.replace("BNL", "ELSEWHERE") });
  expect(await use()).toEqual({ coreHours: 10 });
});

test("A request that says never uses nothing of a campaign, and one of unknown cost makes the sum unknown", async () => {
  const { use, main } = aMain({ [place("p")]: asking(undefined, { submit: "never" }) });
  expect(await use()).toEqual({ coreHours: 0 });
  main.commit({ [place("p")]: asking(undefined, { version: "1.0.1" }), [place("q")]: asking(1, stage("background")) });
  expect(await use(["sP26a-*"])).toEqual({ unknown: `${tag} 1.0.1` });
});

test("A step of other jobs in another production uses a campaign's budget with what that makes", async () => {
  const reader = asking(1, {
    ...stage("background"),
    inputs: { hits: { production: tag, version: "1.0.0", step: "simulate", output: "hits.tar" } },
    steps: { read: aStep({ jobs: undefined, out: ["o.root"], in: [{ from: "hits", filesPerJob: 5 }] }) },
  });
  const { use } = aMain({ [place("p")]: asking(1), [place("q")]: reader });
  expect(await use(["sP26a-hfcharm-background"])).toEqual({ coreHours: 2 });
});

test("A version whose cost was known at one time only counts as that says, and one that was unknown once is unknown", async () => {
  const { main, use } = aMain({ [place("p")]: asking(1) });
  main.commit({ [place("p")]: asking(3, { version: "2.0.0" }) });
  main.commit({ "productions/conventions.yaml": conventions.replace("BNL", "ELSEWHERE") });
  expect(await use()).toEqual({ coreHours: 40 });
  const other = aMain({ [place("p")]: asking(undefined) });
  other.main.commit({ [place("p")]: asking(1) });
  expect(await other.use()).toEqual({ unknown: `${tag} 1.0.0` });
  const lost = aMain({ [place("p")]: asking(1) });
  lost.main.commit({ [place("p")]: asking(undefined) });
  expect(await lost.use()).toEqual({ unknown: `${tag} 1.0.0` });
  const fewer = aMain({ [place("p")]: asking(3) });
  fewer.main.commit({ [place("p")]: asking(1) });
  expect(await fewer.use()).toEqual({ coreHours: 30 });
});

test("A request with variants uses the budget of a campaign by those that it names, and one that cannot be read uses nothing", async () => {
  const variants = asking(1, {
    tag: { campaign: "sP26a", physics: "hfcharm" },
    variants: [{ tag: { stage: "signal" } }, { tag: { stage: "background" } }],
  });
  const { main, use } = aMain({ [place("p")]: variants, [place("q")]: "version: [" });
  main.commit({ [place("q")]: "version: {" });
  expect(await use([tag])).toEqual({ coreHours: 10 });
  expect(await use(["sP26a-*"])).toEqual({ coreHours: 20 });
});

test("Files of productions that the campaign does not name are not read", async () => {
  const { main } = aMain({
    [place("p")]: asking(1),
    [place("q")]: asking(2, stage("background")),
    [place("r")]: asking(1, stage("other")),
  });
  const since = main.commit({ [place("q")]: asking(3, stage("background")) });
  const head = main.commit({ [place("q")]: asking(4, stage("background")) });
  const [read, requests]: [string[], string[]] = [[], []];
  const watched = {
    ...main,
    at: (commit: string) => {
      const snapshot = main.at(commit);
      return {
        ...snapshot,
        requests: async (folders: readonly string[]) => {
          requests.push(...folders);
          return snapshot.requests(folders);
        },
        all: async (folders: readonly string[]) => {
          // All requests of main's head are read once, for their names.
          if (commit !== head) read.push(...folders);
          return snapshot.all(folders);
        },
      };
    },
  };
  expect(await askFakes({ main: watched }, useOf(aMoment(head), { names: [tag], since }))).toEqual({ coreHours: 10 });
  expect([...new Set(read)]).toEqual(["productions/p"]);
  expect([...new Set(requests)].toSorted()).toEqual(["productions/p", "productions/q"]);
});

test("Runs that were taken from a list again have used what they asked for, of a list beside the request and of a shared one", async () => {
  const list = "productions/p/runs.txt";
  const { main, use } = aMain({ [place("p")]: asking(1, { runs: { list: "runs.txt" } }), [list]: "1\n" });
  main.commit({ [list]: "1\n2\n3\n" });
  main.commit({ [list]: "1\n" });
  expect(await use()).toEqual({ coreHours: 30 });

  const shared = "productions/_shared/runs.txt";
  const other = aMain({ [place("p")]: asking(1, { runs: { list: "shared:runs.txt" } }), [shared]: "1\n" });
  other.main.commit({ [shared]: "1\n2\n" });
  other.main.commit({ [shared]: "1\n" });
  expect(await other.use()).toEqual({ coreHours: 20 });
});
