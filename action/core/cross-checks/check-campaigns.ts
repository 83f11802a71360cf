import { type Campaign, type CampaignRead, campaignName, isCampaignPath } from "../conventions/campaign.ts";
import { makeProblem, type Problem } from "../problems/problem.ts";
import { fitsTag } from "../text/fits-tag.ts";
import { problemAt } from "../text/places.ts";
import type { Neighbour } from "./facts.ts";

type ReadFile = { readonly file: string; readonly read: CampaignRead };

/** What is wrong with campaigns that a change touches, beside the others and the productions of the same tree. */
export const checkCampaigns = (
  changed: readonly ReadFile[],
  others: readonly ReadFile[],
  onTree: readonly Pick<Neighbour, "tag">[],
): readonly Problem[] => {
  const tags = onTree.flatMap(({ tag }) => tag ?? []);
  return changed.flatMap((one): readonly Problem[] => {
    if (one.read.kind === "unreadable") return one.read.problems;
    const { campaign, where } = one.read;
    const neighbours = [...changed, ...others].filter(({ file }) => file !== one.file);
    return campaign.productions.flatMap((pattern, index) => {
      const named = tags.filter((tag) => fitsTag(tag, pattern));
      const twice = neighbours.flatMap((other) => sharedBy(other, pattern, named));
      const at = (code: Problem["code"], message: string) =>
        problemAt(where, ["productions", index], code, { message });
      return [
        ...twice.slice(0, 1).map((words) => at("bad-campaign", words)),
        ...(named.length === 0 ? [at("campaign-names-nothing", `No production has the tag ${pattern}.`)] : []),
      ];
    });
  });
};

/** A production has one budget. */
const sharedBy = ({ file, read }: ReadFile, pattern: string, named: readonly string[]): readonly string[] => {
  if (read.kind === "unreadable") return [];
  const { productions } = read.campaign;
  const shared = productions.includes(pattern)
    ? pattern
    : named.find((tag) => productions.some((other) => fitsTag(tag, other)));
  return shared === undefined ? [] : [`The campaign ${campaignName(file)} names ${shared} too.`];
};

/** A file of another name would be no campaign, without a word. */
export const checkCampaignNames = (paths: readonly string[]): readonly Problem[] =>
  paths.flatMap((file) =>
    /^campaigns\/.*\.ya?ml$/i.test(file) && !isCampaignPath(file)
      ? [
          makeProblem({ file }, "bad-campaign", {
            message: "A campaign is a file of campaigns/ whose name ends with .yaml; SHREK does not read this one.",
            hint: "name it campaigns/NAME.yaml",
          }),
        ]
      : [],
  );

/** Folders of productions that it names. */
export const foldersNamed = (
  { productions }: Pick<Campaign, "productions">,
  onTree: readonly Pick<Neighbour, "tag" | "path">[],
): readonly string[] => [
  ...new Set(
    onTree.flatMap(({ tag, path }) =>
      tag !== null && productions.some((pattern) => fitsTag(tag, pattern)) ? [path] : [],
    ),
  ),
];
