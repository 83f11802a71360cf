import { expect, test } from "vitest";
import type { Approvals } from "../../../../action/core/pass/asking.ts";
import { budgetHistory, versionsAt } from "../../../../action/core/pass/turns/came-to-main.ts";
import { textFile } from "../../../../action/core/text/source-file.ts";
import { aRequest, aStep, conventionsBytes, type Draft } from "../../a-production.ts";
import { aTree, type Texts } from "../a-tree.ts";
import { type Answers, given } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";

const root = "productions/conventions.yaml";
const plain = new TextDecoder().decode(conventionsBytes);
const budget = (hours: number): string => `${plain}\nlimits: { coreHoursPerMonth: { sphenix: ${hours} } }\n`;
const on = (date: string): string => `2026-${date}T10:00:00.000Z`;
const fileOf = (name: string): string => `productions/${name}/production.yaml`;
const asking = (physics: string, change: Draft = {}): string =>
  JSON.stringify(
    aRequest({
      tag: { campaign: "sP26a", physics, stage: "signal" },
      defaults: { sites: ["BNL"], maxAttempt: 1, walltime: 1 },
      ...change,
    }),
  );
const using = { steps: { simulate: aStep({ resources: ["shared:macros/*.C"] }) } };
const shared = "productions/_shared/macros/a.C";

type Changed = {
  readonly commit: string;
  readonly at: string;
  readonly texts: Texts;
  readonly paths: readonly string[];
};
/** What a main with these changes, the oldest first, says of its budgets and of what came. */
const history = (all: readonly Changed[], approvals: Approvals = "assumed") => {
  const trees = new Map(all.map(({ commit, texts }) => [commit, aTree(commit, texts)]));
  const textsAt = (commit: string): Texts => all.find((one) => one.commit === commit)?.texts ?? {};
  const newestFirst = all.toReversed();
  const looked: string[] = [];
  const answers: Answers = {
    "rule-changes": ({ commit }) => {
      const until = newestFirst.findIndex((one) => one.commit === commit);
      return newestFirst
        .slice(until)
        .filter(({ paths }) => paths.some((path) => /CODEOWNERS|conventions\.yaml/.test(path)));
    },
    "production-changes": ({ commit, since }) => {
      expect(commit).toBe(all.at(-1)?.commit);
      const from = newestFirst.findIndex((one) => one.commit === since);
      return newestFirst.slice(0, from).map((one) => ({ ...one, base: "" }));
    },
    "pull-request": () => undefined,
    merged: () => ({ base: "01-01", paths: [root] }),
    files: (question) => trees.get(question.at)?.files(question) ?? [],
    neighbours: (question) => {
      looked.push(`${question.at} productions/?`);
      return trees.get(question.at)?.neighbours(question) ?? new Map();
    },
    "holds-request": ({ at, folder }) => {
      looked.push(`${at} ${folder}`);
      return `${folder}/production.yaml` in textsAt(at);
    },
    request: (one) => trees.get(one.at)?.production({ ...one, ask: "production" }) ?? (undefined as never),
    production: (one) => ({
      ...(trees.get(one.at)?.production(one) ?? (undefined as never)),
      shared: [{ kind: "file", ...textFile("macros/a.C", "x") }],
    }),
  };
  const moment = { ...aMoment(all.at(-1)?.commit ?? ""), approvals, now: on("03-01") };
  const { changes, came, before } = given(answers, budgetHistory(moment));
  return { changes, came, before, looked, answers, moment };
};
const rules = (date: string, text: string, texts: Texts = {}): Changed => ({
  ...{ commit: date, at: on(date), texts: { ...texts, [root]: text }, paths: [root] },
});
const first = rules("01-01", budget(100));
const change = (date: string, texts: Texts, paths: readonly string[] = Object.keys(texts)): Changed => ({
  ...{ commit: date, at: on(date), texts: { [root]: budget(100), ...texts }, paths },
});
const version = (physics: string, coreHours: number, runs: readonly number[] = []) => ({
  ...{ group: "sphenix", version: `sP26a-${physics}-signal 1.0.0`, runs: new Set(runs), coreHours },
});

test("Budgets count from the first that main named, and one that nobody approved does not", () => {
  const [none, more] = [rules("01-01", plain), rules("02-02", budget(900))];
  const dated = (date: string, sphenix?: number) => ({
    ...{ commit: date, at: on(date), budgets: sphenix === undefined ? undefined : { sphenix } },
  });

  expect(history([none, rules("02-01", budget(100)), more]).changes).toEqual([
    dated("02-01", 100),
    dated("02-02", 900),
  ]);
  expect(history([first, rules("02-01", plain)]).changes).toEqual([dated("01-01", 100), dated("02-01")]);
  expect(history([first, rules("02-01", "a: [")]).changes).toEqual([dated("01-01", 100)]);
  // Of other files of rules it is not the last word.
  const beside = ["CODEOWNERS", "productions/a/conventions.yaml"].map((path) => ({ ...more, paths: [path] }));
  for (const one of beside) expect(history([first, one]).changes).toEqual([dated("01-01", 100)]);
  expect(history([first, more], "asked").changes).toEqual([dated("01-01", 100)]);
  expect(history([none, rules("02-01", plain)])).toMatchObject({
    changes: [],
    came: [],
    before: new Map(),
    looked: [],
  });
});

test("A version that came to main has its group, cost and time; one that stood there before the first budget is named apart", () => {
  const standing = { [fileOf("p")]: asking("hfcharm") };
  const both = { ...standing, [fileOf("q")]: asking("hfbottom") };
  const begun = { ...first, texts: { ...first.texts, ...standing } };
  const { came, before, moment, answers } = history([begun, change("02-01", both, [fileOf("q"), fileOf("p")])]);

  expect(came).toEqual([{ ...version("hfbottom", 10), at: on("02-01") }]);
  expect(before).toEqual(new Map([["sP26a-hfcharm-signal 1.0.0", new Set()]]));
  expect(given(answers, versionsAt(moment, { at: "02-01", folder: "productions/q" }))).toEqual(
    new Map([["sP26a-hfbottom-signal 1.0.0", new Set()]]),
  );
});

test("A version that grows, or costs more, came with what is more than before, and less than before is nothing", () => {
  const runs = { runs: { list: "runs.txt" }, steps: { simulate: aStep({ jobs: 10 }) } };
  const [file, list] = [fileOf("p"), "productions/p/runs.txt"];
  const at = (date: string, lines: string): Changed =>
    change(date, { [file]: asking("hfcharm", runs), [list]: lines }, [list]);
  const jobs = (date: string, count: number | undefined): Changed => {
    const steps = { simulate: aStep({ jobs: count }) };
    const timed =
      count === undefined ? { defaults: { sites: ["BNL"] }, steps: { simulate: aStep({ jobs: 1 }) } } : { steps };
    return change(date, { [file]: asking("hfcharm", timed) });
  };
  const cameIn = (...changes: readonly Changed[]) =>
    history([first, ...changes]).came.map(({ at: when, coreHours, runs: own }) => [
      when.slice(5, 10),
      coreHours,
      [...own],
    ]);

  expect(cameIn(at("02-01", "1\n"), at("02-02", "1\n2\n"), at("02-03", "2\n"), at("02-04", "1\n2\n"))).toEqual([
    ["02-01", 10, [1]],
    ["02-02", 10, [2]],
  ]);
  expect(cameIn(at("02-01", "1\n"), at("02-02", "2\n"))).toEqual([
    ["02-01", 10, [1]],
    ["02-02", 0, [2]],
  ]);
  expect(cameIn(change("02-01", { [file]: asking("hfcharm", { submit: "never" }) }))).toEqual([["02-01", 0, []]]);
  expect(cameIn(jobs("02-01", 4), jobs("02-02", undefined), jobs("02-03", 9))).toEqual([["02-01", 4, []]]);
  expect(cameIn(jobs("02-01", 10), jobs("02-02", 4), jobs("02-03", 10), jobs("02-04", 12))).toEqual([
    ["02-01", 10, []],
    ["02-04", 2, []],
  ]);
  expect(cameIn(jobs("02-01", undefined), jobs("02-02", 4))).toEqual([["02-01", null, []]]);
});

test("A change is looked for where it may reach: users of what is shared, all below conventions, else its own folder", () => {
  const all = {
    [fileOf("p")]: asking("hfcharm", using),
    [fileOf("q")]: asking("hfbottom"),
    [fileOf("a/r")]: asking("minbias"),
  };
  const folders = (paths: readonly string[]) =>
    history([first, change("02-01", all, paths)])
      .looked.filter((one) => one.startsWith("02-01 "))
      .map((one) => one.slice("02-01 productions/".length));

  expect(folders([fileOf("q")])).toEqual(["q"]);
  expect(folders(["productions/a/r/card.txt"])).toEqual(["a/r", "a"]);
  expect(folders([shared])).toEqual(["?", "_shared/macros", "_shared", "p"]);
  expect(folders(["productions/a/conventions.yaml"])).toEqual(["?", "a", "p", "q", "a/r"]);
  expect(folders([fileOf("q"), "productions/a/conventions.yaml"])).toEqual(["?", "q", "a", "p", "a/r"]);
  expect(folders([shared, "productions/a/conventions.yaml"])).toEqual([
    ...["?", "_shared/macros", "_shared", "a", "p", "q", "a/r"],
  ]);
});
