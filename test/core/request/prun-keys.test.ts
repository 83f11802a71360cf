import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { planProduction } from "../../../action/core/plan/plan.ts";
import { renderProduction } from "../../../action/core/render/rendering.ts";
import { requestSchema } from "../../../action/core/request/schema.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { leastBump } from "../../../action/core/versioning/least-bump.ts";
import { prunOptions } from "../../../scripts/sandbox/panda/prun/prun-options.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

type Rule = Readonly<Record<string, unknown>>;
const isRule = (value: unknown): value is Rule => typeof value === "object" && value !== null && !Array.isArray(value);

/** Every key of the schema that says which prun option it becomes; `*` is any name or place. */
const prunKeys = (rule: unknown, path: readonly string[] = []): readonly (readonly [string, string])[] => {
  if (!isRule(rule)) return [];
  const prun = rule["x-prun"];
  const keys = isRule(rule.properties) ? Object.entries(rule.properties) : [];
  return [
    ...(typeof prun === "string" ? [[path.join("."), prun] as const] : []),
    ...keys.flatMap(([key, inner]) => prunKeys(inner, [...path, key])),
    ...[rule.additionalProperties, rule.items].flatMap((inner) => prunKeys(inner, [...path, "*"])),
  ];
};

/** A request without and with the key, or with two values of it. */
type Pair = readonly [Draft, Draft];
const inStep = (...[from, to]: Pair): Pair => [{ steps: { s: aStep(from) } }, { steps: { s: aStep(to) } }];
const reader = (primary: Draft, secondary: Draft, options: Draft): Draft => ({
  inputs: {
    first: { dataset: "user.tester.first/", files: 20 },
    second: { dataset: "user.tester.second/", files: 200 },
  },
  steps: {
    s: {
      in: [
        { from: "first", filesPerJob: 1, ...primary },
        { from: "second", filesPerJob: 1, ...secondary },
      ],
      out: ["a.tar"],
      run: "make\n",
      ...options,
    },
  },
});
const bySize = (options: Draft, step: Draft = {}): Draft =>
  reader({ filesPerJob: undefined, gbPerJob: 5, ...options }, {}, step);
const inputs = (input: Draft): Draft => ({
  inputs: { data: { files: 20, ...input } },
  steps: { s: { in: [{ from: "data", filesPerJob: 1 }], out: ["a.tar"], run: "make\n" } },
});
const eitherOf = (when: Draft): Draft => ({
  steps: {
    a: aStep(),
    b: aStep({ out: ["b.tar"] }),
    s: { in: ["a", "b"].map((from) => ({ from, filesPerJob: 1 })), out: ["s.tar"], run: "make\n", ...when },
  },
});
/** Files whose names say part and side, read one a job and then as they belong together. */
const sides = (option: Draft, names: Draft = { names: "{part}.{side}.evt" }): Draft => ({
  inputs: { raw: { dataset: "user.tester.raw", files: 4, ...names } },
  steps: {
    a: { in: [{ from: "raw", filesPerJob: 1 }], out: ["a.tar"], run: "make\n" },
    b: { in: [{ from: "a", filesPerJob: 2, ...option }], out: ["b.tar"], run: "make\n" },
  },
});
const inputOption = (option: Draft, place: "primary" | "secondary" = "primary"): Pair => [
  reader({}, {}, {}),
  place === "primary" ? reader(option, {}, {}) : reader({}, option, {}),
];

const shared: Readonly<Record<string, unknown>> = {
  memory: 2000,
  cores: 8,
  maxAttempt: 4,
  sites: ["SDCC"],
  excludeSites: ["SDCC"],
  container: "/cvmfs/images/a",
  priority: 950,
  destination: "SOME_DISK",
};

const pairs: Readonly<Record<string, Pair>> = {
  "inputs.*.task": [
    inputs({ task: "user.tester.a.v1_000_x", output: "a.root" }),
    inputs({ task: "user.tester.b.v1_000_x", output: "a.root" }),
  ],
  "inputs.*.dataset": [inputs({ dataset: "user.tester.a/" }), inputs({ dataset: "user.tester.b/" })],
  "inputs.*.names": [sides({}, {}), sides({})],
  "steps.*.in.*.eventsPerFile": [
    reader({}, {}, { eventsPerJob: 10 }),
    reader({ eventsPerFile: 30 }, {}, { eventsPerJob: 10 }),
  ],
  "steps.*.in.*.filesPerJob": inputOption({ filesPerJob: 2 }),
  "steps.*.in.*.reuse": inputOption({ reuse: true }, "secondary"),
  "steps.*.in.*.group": [sides({}), sides({ group: "part" })],
  "steps.*.in.*.match": inputOption({ match: "*.root" }),
  "steps.*.in.*.exclude": inputOption({ exclude: "*.log" }),
  "steps.*.in.*.skip": inputOption({ skip: 2 }),
  "steps.*.in.*.repeat": inputOption({ repeat: 2 }),
  "steps.*.out": inStep({}, { out: ["other.tar"] }),
  "steps.*.jobs": inStep({}, { jobs: 11 }),
  "steps.*.table": inStep({ jobs: undefined, table: "few.csv" }, { jobs: undefined, table: "more.csv" }),
  "steps.*.in.*.maxFiles": [reader({}, {}, {}), reader({ maxFiles: 5 }, {}, {})],
  "steps.*.copyInputs": [reader({}, {}, {}), reader({}, {}, { copyInputs: true })],
  "steps.*.in.*.maxFilesPerJob": [bySize({}), bySize({ maxFilesPerJob: 9 })],
  "steps.*.in.*.gbPerJob": [bySize({}), bySize({ gbPerJob: 6 })],
  "defaults.walltime": [bySize({}), { ...bySize({}), defaults: { sites: ["BNL"], walltime: 3 } }],
  "steps.*.walltime": [bySize({}), bySize({}, { walltime: 3 })],
  "steps.*.when": [eitherOf({}), eitherOf({ when: "a || b" })],
  "steps.*.run": inStep({}, { run: "make all\n" }),
  ...Object.fromEntries(
    Object.entries(shared).flatMap(([key, value]): (readonly [string, Pair])[] => [
      [`defaults.${key}`, [{}, { defaults: { sites: ["BNL"], [key]: value } }]],
      [`steps.*.${key}`, inStep({}, { [key]: value })],
    ]),
  ),
};

/** The same change, made by a variant. */
const byVariant = (path: string): Pair | undefined => {
  const [, group = "", key = ""] = /^variants\.\*\.(steps|inputs)\.\*\.(\w+)$/.exec(path) ?? [];
  const pair = pairs[`${group}.*.${key}`];
  if (pair === undefined) return undefined;
  const [from, to] = pair.map((draft) => draft[group] as Readonly<Record<string, Draft>>);
  const [name = ""] = Object.keys(from ?? {});
  const tag = { physics: "hfcharm" };
  return [
    { ...pair[0], variants: [{ tag }] },
    { ...pair[0], variants: [{ tag, [group]: { [name]: { [key]: to?.[name]?.[key] } } }] },
  ];
};

const files = [textFile("few.csv", "n\n1\n"), textFile("more.csv", "n\n1\n2\n"), textFile("a.C", "void a() {}\n")];
const judge = (changes: Draft) => {
  const { production, content } = valid(aRequest(changes), { files });
  const prun = planProduction(production)
    .steps.map((step) => step.prun)
    .join("\n");
  return { content, prun, jobs: renderProduction(production).sent, steps: production.steps };
};
const reasonsOf = ([before, after]: readonly ReturnType<typeof judge>[]) =>
  before && after ? leastBump(before.content, after.content).reasons : [];
const page = readFileSync(new URL("../../../docs/language.md", import.meta.url), "utf8");

describe("prun keys", () => {
  test.each(prunKeys(requestSchema))("The request key %s becomes the prun option %s", (path, prun) => {
    const pair = pairs[path] ?? byVariant(path);
    if (pair === undefined) throw new Error(`${path} has no example here: add one, and see that it reaches PanDA`);
    const [before, after] = pair.map(judge);

    expect([after?.prun, after?.jobs], "PanDA gets the same without it").not.toEqual([before?.prun, before?.jobs]);
    const options = [...prun.matchAll(/--\w+/g)].map(([option]) => option);
    expect(options.filter((option) => !prunOptions.has(option))).toEqual([]);
    if (options.length > 0) expect(options.some((option) => after?.prun.includes(option))).toBe(true);

    const reasons = reasonsOf(pair.map(judge));
    expect(reasons).not.toEqual([]);
    expect(reasons.map(({ because }) => because)).not.toContain("a change that no rule covers");

    expect(page).toMatch(
      new RegExp(`^- \`${path.split(".").at(-1)}\`.* becomes ${options[0] ? `\`${options[0]}\`` : prun}`, "m"),
    );
  });
});

/** Keys of a step that are no option of prun. */
const withoutPrun: Readonly<Record<string, Pair>> = {
  in: [eitherOf({}), eitherOf({ in: ["b", "a"].map((from) => ({ from, filesPerJob: 1 })) })],
  eventsPerJob: inStep({}, { eventsPerJob: 5 }),
  build: inStep({}, { build: "ana.417" }),
  accept: inStep({}, { accept: "95%" }),
  parameters: inStep({}, { parameters: { flavor: "Charm" } }),
  resources: inStep({}, { resources: ["a.C"] }),
  checks: inStep({}, { checks: { run: "count" } }),
  validates: [eitherOf({}), eitherOf({ validates: true })],
  estimate: inStep({}, { estimate: { seconds: 2 } }),
  seed: inStep({}, { seed: { max: 900000000 } }),
};
const stepKeys = Object.entries(requestSchema.properties.steps.additionalProperties.properties).flatMap(
  ([key, rule]) => ("x-prun" in rule ? [] : [key]),
);

test.each(stepKeys)(
  "The key `%s`, which is not an option of prun, changes its step and has a rule for versions",
  (key) => {
    const pair = withoutPrun[key];
    if (pair === undefined) throw new Error(`${key} has no example here: add one, and see that the step has it`);
    const [before, after] = pair.map(judge);

    expect(after?.steps, "the step is the same without it").not.toEqual(before?.steps);
    expect(reasonsOf(pair.map(judge)).map(({ because }) => because)).not.toContain("a change that no rule covers");
  },
);
