import { expect, test } from "vitest";
import { readCampaign } from "../../../action/core/conventions/campaign.ts";
import { checkCampaignNames, checkCampaigns, foldersNamed } from "../../../action/core/cross-checks/check-campaigns.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import { textFile } from "../../../action/core/text/source-file.ts";

const file = (name: string, ...productions: readonly string[]) => {
  const entry = textFile(
    `campaigns/${name}.yaml`,
    `campaign: 1\nproductions:\n${productions.map((one) => `  - "${one}"\n`).join("")}`,
  );
  return { file: entry.path, read: readCampaign({ kind: "file", ...entry }) };
};
const tags = ["a-1", "a-2", "b"].map((tag) => ({ tag, path: `productions/${tag}` }));
const told = (problems: readonly Problem[]) =>
  problems.map(
    ({ file: at, line, col, code, severity, message }) => `${at}:${line}:${col} ${severity} ${code} ${message}`,
  );

test("A campaign whose productions are on main and in no other has no problem", () => {
  expect(checkCampaigns([file("c", "a-1", "b")], [file("d", "a-2")], tags)).toEqual([]);
});

test("A production is in one campaign, by its name or by what patterns make of main", () => {
  expect(told(checkCampaigns([file("c", "b", "a-*")], [file("d", "a-2"), file("e", "b")], tags))).toEqual([
    "campaigns/c.yaml:3:5 error bad-campaign The campaign e names b too.",
    "campaigns/c.yaml:4:5 error bad-campaign The campaign d names a-2 too.",
  ]);
  expect(told(checkCampaigns([file("c", "x"), file("d", "x")], [], [{ tag: "x" }]))).toEqual([
    "campaigns/c.yaml:3:5 error bad-campaign The campaign d names x too.",
    "campaigns/d.yaml:3:5 error bad-campaign The campaign c names x too.",
  ]);
});

test("A tag that no production has is told, for it may be a slip or may still come", () => {
  expect(told(checkCampaigns([file("c", "a-3")], [], [...tags, { tag: null }]))).toEqual([
    "campaigns/c.yaml:3:5 warning campaign-names-nothing No production has the tag a-3.",
  ]);
});

test("A problem of a campaign's own file is reported alone, and a broken file beside it adds none", () => {
  expect(told(checkCampaigns([file("c")], [], tags))).toEqual([
    "campaigns/c.yaml:2:13 error wrong-type `productions` is empty, and must be a list.",
  ]);
  expect(checkCampaigns([file("c", "b")], [file("d")], tags)).toEqual([]);
});

test("A file beside the campaigns whose name nobody reads is told", () => {
  const unread = ["campaigns/c.yml", "campaigns/d/c.yaml", "campaigns/C.YAML", "Campaigns/c.yaml"];
  const paths = ["campaigns/c.yaml", ...unread, "campaigns/README.md", "c.yml", "x/campaigns/c.yaml"];
  expect(checkCampaignNames(paths).map(({ file: at }) => at)).toEqual(unread);
});

test("A campaign governs the folders whose tags it names, each once", () => {
  const onTree = [...tags, { tag: "a-3", path: "productions/a-1" }, { tag: null, path: "productions/x" }];
  expect(foldersNamed({ productions: ["a-*"] }, onTree)).toEqual(["productions/a-1", "productions/a-2"]);
});
