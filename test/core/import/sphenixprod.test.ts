import { describe, expect, test } from "vitest";
import { faultsOfScript } from "../../../action/core/import/sphenixprod/draft-rule.ts";
import { dstTypes, hostOfLeaf } from "../../../action/core/import/sphenixprod/dst-types.ts";
import { readMemory } from "../../../action/core/import/sphenixprod/memory.ts";
import { readPilot } from "../../../action/core/import/sphenixprod/read-pilot.ts";
import { readOldRules } from "../../../action/core/import/sphenixprod/read-rules.ts";
import { commentLines, yamlScalar } from "../../../action/core/import/written-lines.ts";
import { readYaml } from "../../../action/core/text/read-yaml.ts";

const read = (text: string) => {
  const made = readYaml("old.yaml", new TextEncoder().encode(text), "first-reading");
  if (made.kind === "unreadable") throw new Error(made.problems[0]?.message);
  return { value: made.value, where: { file: "old.yaml", places: made.places } };
};

test.each(Object.entries(dstTypes))(
  "The query for what %s reads finds each of its kinds and hosts, and no other",
  (_, { reads }) => {
    const pattern = new RegExp(`^(${reads.kind === "raw" ? hostOfLeaf(reads.pattern) : reads.pattern})$`);
    const each = reads.kind === "raw" ? reads.hosts.map(hostOfLeaf) : reads.types;

    expect(each.filter((one) => !pattern.test(one))).toEqual([]);
    const others = ["seb19", "intt8", "mvtx6", "ebdc24", "ebdc40", "gl1daq", "DST_TRIGGERED_EVENT_seb19", "DST_CALO"];
    expect(others.filter((one) => !each.includes(one) && pattern.test(one))).toEqual([]);
  },
);

test.each([
  ["4096MB", [4096]],
  ["12228 mb", [12_228]],
  ["2500MB, 4GB, 6GB", [2500, 4096, 6144]],
  ["2.5GB", [2560]],
  ["900", [900]],
  [
    ["1GB", 2000],
    [1024, 2000],
  ],
  ["much", undefined],
  ["4TB", undefined],
  ["", undefined],
])("The memory %j is %j MB", (written, amounts) => {
  expect(readMemory(written)).toEqual(amounts);
});

describe("runs of a pilot", () => {
  const runsOf = (runs: string) => {
    const { value, where } = read(`farm:\n  Mine: { config: rules.yaml, runs: ${runs} }\n`);
    const { entries, problems } = readPilot(where, value, "Mine", "rules.yaml");
    return { ranges: entries.flatMap(({ ranges }) => ranges.map(({ first, last }) => `${first}-${last}`)), problems };
  };

  test.each([
    ["[70001]", ["70001-70001"], []],
    ["[70001 70009]", ["70001-70009"], ["rule-corrected"]],
    ["[70001, 70009]", ["70001-70009"], ["bad-pilot", "rule-corrected"]],
    ["[70001 70002 70009]", ["70001-70001", "70002-70002", "70009-70009"], []],
    ["[70009 70001]", ["70009-70001"], ["bad-pilot"]],
    ["[70001 many]", [], ["bad-pilot"]],
    ["70001", ["70001-70001"], []],
  ])("%s are %j", (written, ranges, codes) => {
    const found = runsOf(written);

    expect(found.ranges).toEqual(ranges);
    expect(found.problems.map(({ code }) => code)).toEqual(codes);
  });
});

describe("a script of a rule", () => {
  const told = (text: string, files: readonly string[] = []) =>
    faultsOfScript("a.sh", text, files).map(({ line, message }) => `${line}: ${message}`);
  const runs = 'eval "$full_command"';

  test.each([
    ["its status is kept", `${runs} ; status_f4a=$?\nexit \${status_f4a:-1}\n`],
    ["its status is set on a line of its own", `${runs}\nstatus_f4a=$?\nexit \${status_f4a:-1}\n`],
    ["it ends as its macro ends", `${runs}\n`],
    ["it may end early", `if [ ! -e x ]; then\n  exit 0\nfi\n${runs}\n`],
    ["an early end is a comment", `# exit 0\n${runs}\n`],
    ["its macro is there", 'root_line="Mine.C(1)"\n'],
  ])("Nothing is told where %s", (_, text) => {
    expect(told(text, ["Mine.C"])).toEqual([]);
  });

  test.each([
    ["status is never set", `${runs}\n# status_f4a=$?\nexit \${status_f4a:-1}\nstatus_f4a=0\n`, "3: a.sh never sets"],
    ["end comes before the macro", `echo\nexit 0\n${runs}\n`, "2: a.sh ends here"],
    ["macro is another's", 'root_line="Mine.C(1)"\nroot_line="Other.C(1)"\n', "2: a.sh runs Other.C"],
  ])("It is told at its line that its %s", (_, text, begin) => {
    const found = told(text, ["Mine.C"]);

    expect(found).toHaveLength(1);
    expect(found[0]?.slice(0, begin.length)).toBe(begin);
  });
});

test("The text of an old rule stays in comments and values of the request, whatever it holds", () => {
  expect(commentLines("", "select 1\nsteps: { a: b }").map(({ text }) => text)).toEqual(["# select 1 steps: { a: b }"]);
  for (const text of ["new", "1.10", "010", "yes", "a: b", "a #b", "@x", " x ", "a\nb", "'", "ana.538"])
    expect(read(`x: ${yamlScalar(text)}\n`).value).toEqual({ x: text });
});

test("A file that is one workflow, or a list, has one problem of the whole", () => {
  const told = (text: string) => {
    const { value, where } = read(text);
    return readOldRules(where, value).flatMap(({ problems }) =>
      problems.map(({ code, message }) => `${code}: ${message}`),
    );
  };

  expect(told("steps: []\n")).toEqual(["not-a-rule: The file is a workflow of SHREK as it was until 2023."]);
  expect(told("- a\n")).toEqual([
    "not-a-rule: The file is no rule: it is no mapping of rules with params, input and job.",
  ]);
});
