import { expect, test } from "vitest";
import {
  campaignFile,
  campaignName,
  isCampaignPath,
  placeInCampaign,
  readCampaign,
} from "../../../action/core/conventions/campaign.ts";
import { formatProblem } from "../../../action/core/problems/problem.ts";
import { textFile } from "../../../action/core/text/source-file.ts";

const read = (text: string, path = "campaigns/c.yaml") => readCampaign({ kind: "file", ...textFile(path, text) });
const told = (text: string, path?: string): readonly string[] => {
  const one = read(text, path);
  return one.kind === "read" ? [] : one.problems.map((problem) => formatProblem(problem).split("\n")[0] ?? "");
};

const whole = `campaign: 1
description: Run 24
productions:
  - sP26a-hfcharm-signal
  - sP26a-hfcharm-*
order: done
events: 50000000
coreHours: 50000
end: 2027-03-01
`;

test("A campaign is read with all that it may say", () => {
  expect(read(whole)).toMatchObject({
    kind: "read",
    campaign: {
      campaign: 1,
      description: "Run 24",
      productions: ["sP26a-hfcharm-signal", "sP26a-hfcharm-*"],
      order: "done",
      events: 50000000,
      coreHours: 50000,
      end: "2027-03-01",
    },
  });
});

test.each([
  ["", ["campaigns/c.yaml:1:1 error [yaml-syntax] The file is empty."]],
  ["campaign: 1\n", ["campaigns/c.yaml:1:1 error [missing-key] `productions` is missing."]],
  [
    "campaign: 1\nproductions: [a, b/c]\n",
    [
      'campaigns/c.yaml:2:18 error [bad-campaign] `productions` is "b/c", and must be a tag, in which `*` matches any letters, such as sP26a-hfcharm-*.',
    ],
  ],
  [
    "campaign: 1\nproductions: [a]\ncorehours: 3\n",
    ["campaigns/c.yaml:3:1 error [unknown-key] Unknown key `corehours`."],
  ],
  [
    "campaign: 1\nproductions: [a]\nend: 2027-02-30\n",
    ["campaigns/c.yaml:3:6 error [bad-campaign] There is no 2027-02-30."],
  ],
  [
    "campaign: 1\nproductions: [a]\nend: soon\n",
    [
      'campaigns/c.yaml:3:6 error [bad-campaign] `end` is "soon", and must be a day or a minute in UTC, such as 2027-03-01 or 2027-03-01T08:00Z.',
    ],
  ],
])("The campaign %j has the problems %j", (text, problems) => {
  expect(told(text)).toEqual(problems);
});

test("The name of a campaign is plain, and nothing but a plain file is one", () => {
  expect(told(whole, "campaigns/-c.yaml")).toEqual([
    "campaigns/-c.yaml:1:1 error [bad-campaign] The name of a campaign has letters, digits, - and _, at most 60.",
  ]);
  expect(told(whole, `campaigns/${"a".repeat(61)}.yaml`)).toHaveLength(1);
  expect(told(whole, `campaigns/${"a".repeat(60)}.yaml`)).toEqual([]);
  expect(readCampaign({ kind: "link", path: "campaigns/c.yaml" })).toMatchObject({
    kind: "unreadable",
    problems: [{ code: "bad-campaign", message: "campaigns/c.yaml is no plain file." }],
  });
});

test("Files of the folder campaigns are campaigns, by their names", () => {
  const paths = [
    "campaigns/c.yaml",
    "campaigns/c.yml",
    "campaigns/a/c.yaml",
    "a/campaigns/c.yaml",
    "campaigns/c.yaml.md",
  ];
  expect(paths.map(isCampaignPath)).toEqual([true, false, false, false, false]);
  expect([campaignName("campaigns/c.yaml"), campaignFile("c")]).toEqual(["c", "campaigns/c.yaml"]);
});

test("A production has the place of the first name that fits its tag", () => {
  expect(["a-1", "b", "a-2", "c"].map((tag) => placeInCampaign(["a-1", "b", "a-*"], tag))).toEqual([
    0,
    1,
    2,
    undefined,
  ]);
});
