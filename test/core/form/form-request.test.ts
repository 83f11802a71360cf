import { describe, expect, test } from "vitest";
import { formTemplate } from "../../../action/core/form/basis.ts";
import { formRequest, likeNamed } from "../../../action/core/form/form-request.ts";
import { readYaml } from "../../../action/core/text/read-yaml.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { bodyOf, ownBasis, scanBasis, simple } from "./a-form.ts";

const basis = ownBasis();
const issue = (answers: Readonly<Record<string, string>>, ...comments: string[]) => ({
  author: "ada",
  body: bodyOf(basis, answers),
  comments,
});
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const madeOf = (...[from, said, like]: Parameters<typeof formRequest>) => {
  const made = formRequest(from, said, like);
  if (made.kind === "wrong") throw new Error(JSON.stringify(made.faults));
  return made;
};
const faultsIn = (answers: Readonly<Record<string, string>>, ...comments: string[]) => {
  const made = formRequest(basis, issue(answers, ...comments), undefined);
  return made.kind === "wrong" ? made.faults.map(({ field, words }) => `${field ?? ""}: ${words}`) : [];
};

test("Answers become the request that a person would have written from the template", () => {
  const made = madeOf(basis, issue({ ...simple, "simulate.jobs": "500", build: "ana.420" }), undefined);

  expect(made.folder).toBe("productions/sP26b-jet10-signal");
  expect(made.files.map(({ path }) => path)).toEqual([
    "productions/sP26b-jet10-signal/Fun4All_Simulate.C",
    "productions/sP26b-jet10-signal/production.yaml",
  ]);
  expect(textOf(made.files[1]?.bytes)).toBe(`# yaml-language-server: $schema=../production.schema.json
# A simulation of one step: every job makes events of its own from a seed that no other job has.
schema: 1
version: 1.0.0
tag: { campaign: sP26b, physics: jet10, stage: signal }
description: Jets for the trigger
contact: ["@ada"]
build: ana.420
conditions: MDC2_ana.418

defaults: { sites: [BNL_OSG_SPHENIX], maxAttempt: 3 }

steps:
  simulate:
    out: [G4Hits.root]
    jobs: 500 # how many jobs; each reads a number of its own as $uniqueId
    eventsPerJob: 100 # the payload reads it as $nEvents
    memory: 2048 # MB a core
    walltime: 12 # hours, the most that a job may take
    resources: [Fun4All_Simulate.C]
    run: |
      root.exe -q -b "Fun4All_Simulate.C($nEvents,$uniqueId,\\"G4Hits.root\\")"
`);
});

test("A number of wanted events is the request's, and one that is none is refused in the words of the form", () => {
  const [, request] = madeOf(basis, issue({ ...simple, events: "2.5M" }, "/shrek set jobs=20"), undefined).files;

  expect(textOf(request?.bytes)).toContain("version: 1.0.0\nevents: 2500000\ntag: ");
  expect(faultsIn({ ...simple, events: "lost" })).toEqual([
    'Events wanted: "lost" is not a whole number, such as 500k or 2M',
  ]);
  expect(faultsIn(simple, "/shrek set events=-1")).toHaveLength(1);
});

test("Lines that end as in a browser give the same request", () => {
  const said = issue(simple);
  const windows = { ...said, body: said.body.replaceAll("\n", "\r\n") };

  expect(madeOf(basis, windows, undefined).files).toEqual(madeOf(basis, said, undefined).files);
});

test("A comment sets a field, with the short name where one step of the template has it, and an empty value takes it back", () => {
  const said = issue(
    { ...simple, "simulate.jobs": "500" },
    '/shrek set jobs=20 description="Few jets"',
    "/shrek set jobs=",
  );

  const request = textOf(madeOf(basis, said, undefined).files[1]?.bytes);

  expect(request).toContain("jobs: 100 #");
  expect(request).toContain("description: Few jets");
});

describe("samples", () => {
  const scan = scanBasis();
  const body = (rows: string) => bodyOf(scan, { ...simple, physics: "toy", "scan.table": rows, "scan.seed": "11" });

  test("A table of the form, also as Markdown, becomes the table of jobs", () => {
    for (const rows of ["particle,ptmin\npi,3\nmu,4", "| particle | ptmin |\n|---|---|\n| pi | 3 |\n| mu | 4 |"]) {
      const made = madeOf(scan, { author: "ada", body: body(rows), comments: [] }, undefined);

      expect(textOf(made.files.find(({ path }) => path.endsWith("jobs.csv"))?.bytes)).toBe(
        "particle,ptmin\npi,3\nmu,4\n",
      );
      expect(textOf(made.files.find(({ path }) => path.endsWith(".yaml"))?.bytes)).toContain(
        "parameters: { seed: 11, mode: fast }",
      );
    }
  });

  test.each([
    ["pi,3", 'its first row is "pi,3" and has to be "particle,ptmin"'],
    ["particle,ptmin", "there is no row below the names of its columns"],
    ["particle,ptmin\npi", "its row 1 has 1 columns, and 2 are named"],
    ["particle,ptmin\npi,$(id)", 'row 1: "$(id)" holds "$" where letters'],
  ])("The table %j is refused with the row that is wrong", (rows, words) => {
    const made = formRequest(scan, { author: "ada", body: body(rows), comments: [] }, undefined);

    expect(made.kind === "wrong" && made.faults[0]?.field).toBe("Samples of scan");
    expect(made.kind === "wrong" && made.faults[0]?.words).toContain(words);
  });
});

describe("what is wrong is said field by field", () => {
  test.each([
    [
      { physics: "jets" },
      'physics: "jets" is not a physics of sPHENIX; expected: the process that is generated, one of hfcharm, hfbottom, minbias, jet10, jet30, toy',
    ],
    [{ campaign: "" }, "campaign: an answer is missing: sP, two digits of the year and a letter, such as sP26a"],
    [{ "simulate.jobs": "many" }, 'Jobs of simulate: "many" is not a whole number from 1 to 100000'],
    [{ "simulate.jobs": "0500" }, 'Jobs of simulate: "0500" is not a whole number from 1 to 100000'],
    [{ contact: "ada lovelace" }, 'Contact: "ada lovelace" is not a GitHub login or team with @, such as @some-user'],
    [
      { build: "ana.418; rm -rf /" },
      'Build: "ana.418; rm -rf /" holds ";" where letters, digits and _ / . + : @ = - may stand; what needs more comes by a pull request',
    ],
    [
      { template: "" },
      "Template: an answer is missing: simulation: a simulation of one step; chain: signal and background, and the one embedded in the other",
    ],
    [{ "signal.jobs": "3" }, "Jobs of signal: simulation has no such step: leave it empty"],
    [{ like: "x@y@z" }, 'Like: "x@y@z" is not the name of a production, such as TAG or TAG@VERSION'],
  ])("The answers %j", (answers, words) => {
    expect(faultsIn({ ...simple, ...answers })).toContain(words);
  });

  test("A setting of a comment that is no field names those that there are", () => {
    expect(faultsIn(simple, "/shrek set job=3")).toEqual([
      expect.stringContaining(': "job" is not a field of the form'),
    ]);
    expect(faultsIn(simple, "/shrek set")).toEqual([": write `/shrek set FIELD=VALUE`"]);
    expect(faultsIn(simple, '/shrek set description="open')).toEqual([
      ": a quote is not closed, or the line is too long",
    ]);
  });

  test("A problem of the request is led back to the answer at its place", () => {
    const made = madeOf(basis, issue({ ...simple, "simulate.jobs": "500" }), undefined);
    const file = `${made.folder}/production.yaml`;
    const lines = textOf(made.files[1]?.bytes).split("\n");
    const at = (text: string) => ({
      file,
      line: lines.findIndex((line) => line.includes(text)) + 1,
      col: (lines.find((line) => line.includes(text)) ?? "").indexOf(text) + 1,
    });

    expect(["jobs: 500", "jet10", "description", "build", "walltime"].map((text) => made.fieldAt(at(text)))).toEqual([
      "Jobs of simulate",
      "physics",
      "Description",
      "Build",
      undefined,
    ]);
    expect(made.fieldAt({ file: "productions/other/production.yaml", line: 5, col: 1 })).toBeUndefined();
  });
});

describe("like", () => {
  const charm = formTemplate("productions/old-charm", "productions/old-charm", [
    textFile(
      "productions/old-charm/production.yaml",
      textOf(madeOf(basis, issue({ ...simple, physics: "hfcharm" }), undefined).files[1]?.bytes).replace(
        "simulate:",
        "pass1:",
      ),
    ),
  ]);

  test("A production that exists gives steps, files and values, and the answers its tag", () => {
    const said = issue({ ...simple, template: "" }, "/shrek like sP26b-hfcharm-signal@1.0.0 jobs=7");

    expect(likeNamed(basis, said)).toBe("sP26b-hfcharm-signal@1.0.0");
    const request = textOf(madeOf(basis, said, charm).files[0]?.bytes);
    expect(request).toContain("tag: { campaign: sP26b, physics: jet10, stage: signal }");
    expect(request).toContain("  pass1:\n    out: [G4Hits.root]\n    jobs: 7 #");
  });

  test("A request that main does not have, or that makes several productions, cannot be copied by the form", () => {
    const said = issue({ ...simple, template: "" }, "/shrek like nobody");
    const several = formTemplate("productions/two", "productions/two", [
      textFile("productions/two/production.yaml", "schema: 1\nvariants:\n  - { tag: { physics: toy } }\nsteps: {}\n"),
    ]);

    expect(formRequest(basis, said, undefined)).toMatchObject({ kind: "wrong", faults: [{ field: "Like" }] });
    expect(formRequest(basis, said, several)).toMatchObject({
      kind: "wrong",
      faults: [{ words: "productions/two has variants, which the form cannot copy" }],
    });
  });
});

test("The request that the form writes can be read as YAML whatever a person answered", () => {
  for (const description of [
    '"',
    "'",
    "a: b",
    "# c",
    "- d",
    "{e}",
    "[f",
    "*g",
    "&h",
    "!i",
    "%j",
    "@k",
    "`l`",
    "yes",
    "1e3",
    "~",
    "null",
  ]) {
    const made = madeOf(basis, issue({ ...simple, description }), undefined);
    const read = readYaml("production.yaml", made.files[1]?.bytes ?? new Uint8Array());
    expect(read.kind === "read" && Object(read.value).description).toBe(description);
  }
});
