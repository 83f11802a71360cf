import { expect, test } from "vitest";
import { validAs, validateOne } from "../../../../action/core/cross-checks/check-sources.ts";
import { todaysRules } from "../../../../action/core/pass/approval/todays-rules.ts";
import { type ProductionSource, textFile } from "../../../../action/core/text/source-file.ts";
import { pickRun } from "../../../../action/core/validate/split-runs.ts";
import { aRequest, conventionsBytes } from "../../a-production.ts";

const text = new TextDecoder().decode(conventionsBytes);
const source = (rules: string): ProductionSource => ({
  folder: "productions/p",
  file: "productions/p/production.yaml",
  bytes: new TextEncoder().encode(JSON.stringify(aRequest({ runs: { list: "runs.txt" } }))),
  entries: [{ kind: "file", ...textFile("runs.txt", "66001\n66002\n") }],
  conventions: { file: "productions/conventions.yaml", bytes: new TextEncoder().encode(rules), above: undefined },
  shared: [],
  foreign: [],
});
const aRun = () => {
  const whole = validAs(validateOne(source(text)), "sP26a-hfcharm-signal");
  const made = whole === undefined ? undefined : pickRun(whole, 66001);
  if (made === undefined) throw new Error("no run");
  return made.production;
};

test("Rules that give a run the same rendering count as equal for the run, whatever else changed", () => {
  const other = text.replace("monitor: https://monitor.example.org", "monitor: https://other.example.org");

  expect(todaysRules()(source(other), aRun())).toBe(true);
});

test.each<[string, string, string]>([
  ["its VO", "vo: sphenix", "vo: eic"],
  ["its working group", "workingGroup: sphenix", "workingGroup: eic"],
  ["the names of its datasets", "release: group.sphenix", "release: user.tester"],
  ["its label", "release: managed", "release: user"],
  ["what its jobs set up", 'setup.sh -n "$build"', 'setup.sh -f "$build"'],
])("Rules that change %s count as different rules", (_, from, to) => {
  expect(text).toContain(from);
  const rules = todaysRules();

  expect([rules(source(text), aRun()), rules(source(text), aRun())]).toEqual([true, true]);
  expect(rules(source(text.replace(from, to)), aRun())).toBe(false);
});

test("Rules that are unreadable, refuse the request, or are missing give no rendering", () => {
  const narrow = text.replace("enum: [hfcharm, ", "enum: [");
  expect(narrow).not.toBe(text);

  for (const rules of ["conventions: 1", narrow]) expect(todaysRules()(source(rules), aRun())).toBe(false);
  expect(todaysRules()({ ...source(text), conventions: undefined }, aRun())).toBe(false);
});
