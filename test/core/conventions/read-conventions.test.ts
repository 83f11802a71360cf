import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readConventions, readGoverning } from "../../../action/core/conventions/read-conventions.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import { conventionsBytes } from "../a-production.ts";

const text = new TextDecoder().decode(conventionsBytes);
/** The conventions of the tests with one line replaced. */
const problemsAfter = (line: RegExp, replacement: string): readonly Problem[] => {
  expect(text).toMatch(line);
  const read = readConventions("conventions.yaml", new TextEncoder().encode(text.replace(line, () => replacement)));
  return read.kind === "unreadable" ? read.problems : [];
};
const outDS = (template: string): readonly Problem[] => problemsAfter(/names: .*/, `names: { outDS: "${template}" }`);

test("Realistic conventions are read without problems", () => {
  const ours = readFileSync(new URL("../../../productions/conventions.yaml", import.meta.url));

  expect(readConventions("conventions.yaml", conventionsBytes)).toMatchObject({ kind: "read" });
  expect(readConventions("conventions.yaml", ours)).toMatchObject({ kind: "read" });
});

test("Equal bytes are judged once, and what is said of them names the file that was asked for", () => {
  const encode = (end: string): Uint8Array => new TextEncoder().encode(`${text}\n${end}`);
  const good = readConventions("conventions.yaml", encode(""));

  expect(readConventions("conventions.yaml", encode(""))).toBe(good);
  for (const file of ["a/conventions.yaml", "b/conventions.yaml"])
    expect(readConventions(file, encode("limits: 1\n"))).toMatchObject({ kind: "unreadable", problems: [{ file }] });
  for (let more = 0; more < 20; more++) readConventions("conventions.yaml", encode(`# ${more}\n`));
  const again = readConventions("conventions.yaml", encode(""));
  expect(again).not.toBe(good);
  expect(again).toEqual(good);
});

describe("dataset template", () => {
  test.each(["tag", "version", "run"])(
    "A dataset template without {%s} is refused, because two submissions could get one name",
    (field) => {
      const [problem] = outDS("{scope}.{tag}.v{version}.b{run}".replace(`{${field}}`, "x"));

      expect(problem).toMatchObject({ code: "bad-conventions", line: 24, col: 17 });
      expect(problem?.message).toContain(`lacks {${field}}`);
    },
  );

  test("An unknown field of the dataset template is named", () => {
    expect(outDS("{scope}.{tag}.{version}.{run}.{attempt}")[0]?.message).toContain("{attempt} is unknown");
  });

  test.each(["{scope}.{tag}.{version}{run}", "{scope}.{tag}{run}.{version}", "{scope}.{tag}.{run}0{version}"])(
    "The dataset template %s is refused, because two numbers could run together",
    (template) => {
      expect(outDS(template)).toMatchObject([
        { code: "bad-conventions", message: expect.stringContaining("side by side") as string },
      ]);
    },
  );

  test.each(["%", " ", "/", "$(id)", "{block2}"])("The dataset template may not contain %j", (literal) => {
    expect(outDS(`{scope}.{tag}.{version}.{run}${literal}`)).toMatchObject([{ code: "bad-conventions" }]);
  });
});

test("A data-taking period in conventions may not end before its first run", () => {
  const period = (first: number, last: number): readonly Problem[] =>
    problemsAfter(/monitor: .*/, `monitor: https://monitor.example.org\nruns: { first: ${first}, last: ${last} }`);

  expect(period(80000, 80000)).toEqual([]);
  expect(period(90000, 80000)).toMatchObject([
    { code: "bad-conventions", message: "The period begins with run 90000 and ends with run 80000: it has no run." },
  ]);
});

describe("file name template", () => {
  const file = (template: string): readonly Problem[] =>
    problemsAfter(/names: .*/, `names: { outDS: "{scope}.{tag}.v{version}.b{run}", file: "${template}" }`);

  test.each([
    "{name}{suffix}",
    "{name}_{stage}_{version}[-{run:8}][-{stream}-{segment:5}]{suffix}",
    "{name}[-{run:8}][-{runs}][-{st}]{suffix}",
  ])("The template %s for file names in conventions is valid", (good) => {
    expect(file(good)).toEqual([]);
  });

  test.each([
    ["{name}[-{run}{suffix}", "Brackets must come in pairs"],
    ["{name}[-{run}[-{segment}]]{suffix}", "cannot be nested"],
    ["{name}]{suffix}[", "Brackets must come in pairs"],
    ["{name}[-x]{suffix}", "[-x] has no {key}"],
    ["{name}[]{suffix}", "[] has no {key}"],
    ["{name}-{segment}{suffix}", "{segment} is not known for every file"],
    ["{name}-{run:8}{suffix}", "{run} is not known for every file"],
    ["{name}[-{run:12}]{suffix}", "A brace is not part of a {KEY}"],
    ["{name}[-{run:0}]{suffix}", "A brace is not part of a {KEY}"],
    ["{name}[{suffix}]", "lacks {suffix}"],
    ["DST{suffix}", "lacks {name}"],
    ["{name}/[{run}]{suffix}", "letters, digits, dot"],
    ["{name}[-{runn:8}]{suffix}", "{runn} is nearly {run}"],
    ["{name}[-{Run}]{suffix}", "{Run} is nearly {run}"],
    ["{name}[-{vresion}][-{segment}]{suffix}", "Known are {name}, {suffix}, {tag}, {version},"],
  ])("The wrong file name template %s is refused at its place", (bad, words) => {
    const [problem] = file(bad);

    expect(problem).toMatchObject({ code: "bad-conventions", line: 24 });
    expect(problem?.message).toContain(words);
  });
});

describe("tag fields", () => {
  test("A tag field that the template does not use is refused, because two tags would be equal", () => {
    expect(problemsAfter(/template: .*/, 'template: "{campaign}-{physics}"')).toMatchObject([
      { code: "bad-conventions", line: 15, col: 5 },
    ]);
  });

  test("A tag field that does not exist is refused at the template", () => {
    expect(problemsAfter(/template: .*/, 'template: "{campaign}-{physics}-{stage}-{run}"')).toMatchObject([
      { code: "bad-conventions", line: 6, col: 13 },
    ]);
  });

  test.each([
    ["a pattern that is none", 'pattern: "(["'],
    ["a reference, which could double with each step", 'pattern: "a"\n      $ref: "#"'],
    ["a look behind", 'pattern: "(?<!a)b"'],
    ["a list that is none", 'enum: "sP26a"'],
  ])("A tag field with %s is refused when the conventions are read, before any request uses the field", (_, rule) => {
    expect(problemsAfter(/pattern: .*/, rule)).toMatchObject([{ code: "bad-conventions", line: 8, col: 5 }]);
  });
});

describe("other keys", () => {
  test.each([
    ["a scope", /scopes: .*/, "scopes: { trial: tester, release: group.sphenix }", "bad-conventions"],
    ["a label", /labels: .*/, "labels: { trial: test, release: final }", "not-allowed"],
    ["a VO", /vo: .*/, "vo: sPHENIX!", "bad-conventions"],
    ["a site's state", /state: offline/, "state: closed", "not-allowed"],
    ["a reason of two lines", /state: offline/, 'state: offline, reason: "a\\nb"', "bad-conventions"],
    ["a reason of a site that is online", /LAPTOP: .*/, "LAPTOP: { state: online, reason: moved }", "bad-conventions"],
    ["a set-up of two lines", /LAPTOP: .*/, 'LAPTOP: { state: online, setup: "a\\nb" }', "bad-conventions"],
    ["a style of versions", /style: semver/, "style: roman", "not-allowed"],
    ["the address of PanDA", /vo: sphenix/, "vo: sphenix\npanda: https://x", "unknown-key"],
    ["a monitor", /monitor: .*/, "monitor: somewhere", "bad-conventions"],
  ])("Wrong conventions are refused at their place: %s", (_, line, replacement, code) => {
    const problems = problemsAfter(line, replacement);

    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.line).toBeGreaterThan(1);
  });

  test("Several mistakes in conventions are reported together", () => {
    const spoilt = text.replace("vo: sphenix", "vo: S P").replace("state: offline", "state: closed");

    expect(readConventions("c", new TextEncoder().encode(spoilt))).toMatchObject({ problems: [{}, {}] });
  });
});

describe("version patterns", () => {
  const style = (rule: string): readonly Problem[] => problemsAfter(/version: .*/, `version: ${rule}`);
  const campaign = '"^(?<major>[0-9]{2}\\\\.[0-9]{2})\\\\.(?<minor>[0-9]+)-stable$"';

  test("A version style of conventions with a pattern is valid if its versions can go up", () => {
    expect(style(`{ style: pattern, pattern: ${campaign}, example: 26.03.0-stable }`)).toEqual([]);
    expect(style("{ style: integer }")).toEqual([]);
    expect(style('{ style: pattern, pattern: "^v[)?](?<major>[0-9]+)$", example: "v?1" }').join()).not.toContain(
      "newer",
    );
  });

  test.each([
    ["no example", `{ style: pattern, pattern: ${campaign} }`, "needs `pattern` and `example`"],
    [
      "an example of another kind",
      `{ style: pattern, pattern: ${campaign}, example: 1.2.0 }`,
      "does not fit its example",
    ],
    ["no end", '{ style: pattern, pattern: "^v(?<major>[0-9]+)", example: v1 }', "must begin with ^ and end with $"],
    ["no group", '{ style: pattern, pattern: "^v([0-9]+)$", example: v1 }', "has none of the groups"],
    ["a group without a number", '{ style: pattern, pattern: "^v(?<major>[a-z])$", example: va }', "cannot be raised"],
    ["no room to grow", '{ style: pattern, pattern: "^v(?<major>[0-9])$", example: v9 }', "cannot be raised"],
    ["a look ahead", '{ style: pattern, pattern: "^v(?=1)(?<major>[0-9]+)$", example: v1 }', "looks ahead or behind"],
    [
      "a group that may be missing",
      '{ style: pattern, pattern: "^v(?<major>[0-9]+)(p2)?$", example: v1 }',
      "write it in every version",
    ],
    [
      "a numbered group that may be missing",
      '{ style: pattern, pattern: "^v(?<major>[0-9]+)(?:p(?<minor>[0-9]+)){0,1}$", example: v1p1 }',
      "which of two versions is newer",
    ],
    ["no expression", '{ style: pattern, pattern: "^v(?<major>[0-9]$", example: v1 }', "pattern"],
    ["a pattern in another style", '{ style: semver, pattern: "^v$" }', "Only the style pattern has a pattern"],
  ])("A version pattern of conventions with %s is refused", (_, rule, message) => {
    expect(
      style(rule)
        .map((problem) => problem.message)
        .join(),
    ).toContain(message);
  });
});

describe("values from the request", () => {
  test("The name of a value that the request gives is allowed only once in the tag template", () => {
    const problems = problemsAfter(
      /  template: .*/,
      '  template: "{campaign}-{physics}-{stage}-{build}"\n  taken: { build: { drop: "." } }',
    );

    expect(problems).toEqual([]);
    expect(problemsAfter(/  template: .*/, '  template: "{campaign}-{physics}-{stage}-{build}"')[0]?.message).toContain(
      "{build}, which is not among its fields",
    );
  });

  test("The rule of a tag field that the request gives must be usable", () => {
    expect(problemsAfter(/releases: .*/, 'releases: { build: { pattern: "(a)\\\\1" } }')[0]?.message).toBe(
      "The rule for build cannot be used: its pattern refers to an earlier group: write the group again; only what RE2 can match in linear time may be used",
    );
  });
});

test("A policy for appended runs may not name an App that everybody can act as", () => {
  const app = (name: string) => problemsAfter(/$/, `\npolicy: { runs: { app: ${name} } }\n`);

  expect(app("shrek-runs")).toEqual([]);
  expect(app("github-actions")).toMatchObject([
    { code: "bad-conventions", message: expect.stringContaining("Everybody who may push can act as github-actions") },
  ]);
  expect(problemsAfter(/$/, "\npolicy: { upkeep: { app: github-actions, of: [inputs] } }\n")).toMatchObject([
    { code: "bad-conventions", message: expect.stringContaining("Everybody who may push can act as github-actions") },
  ]);
  expect(app('"shrek-runs[bot]"')).toMatchObject([{ code: "bad-conventions" }]);
  expect(app("@ada")).not.toEqual([]);
});

test("Limits are refused where they would count for nothing: in a folder of productions, with nothing above", () => {
  const bytes = new TextEncoder().encode(`${text}\nlimits: { coreHoursPerMonth: { __proto__: 5 } }\n`);
  const read = (file: string) => readGoverning({ file, bytes, above: undefined });
  expect(read("conventions.yaml")).toMatchObject({ kind: "read" });
  expect(read("productions/conventions.yaml")).toMatchObject({ kind: "read" });
  expect(read("productions/hf/conventions.yaml")).toMatchObject({
    problems: [
      {
        code: "bad-conventions",
        message: "Limits are of all productions: write them into conventions.yaml or productions/conventions.yaml.",
      },
    ],
  });
});
