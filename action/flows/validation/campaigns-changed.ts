import { isCampaignPath, readCampaign } from "../../core/conventions/campaign.ts";
import { checkCampaigns, foldersNamed } from "../../core/cross-checks/check-campaigns.ts";
import { differencesOf, type RulesChanged } from "../../core/outcomes/rules-changed.ts";
import type { RuleChange } from "../../core/policy/changes-of-main.ts";
import type { Problem } from "../../core/problems/problem.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { statusesAround } from "./on-tree.ts";

type CampaignsChanged = {
  readonly meaningOf: (file: string) => Pick<RulesChanged, "differences" | "unreadable" | "governs">;
  readonly problems: readonly Problem[];
};

/** What a change of campaigns means. `history`: the changes of main before, which name its campaigns. */
export const campaignsChanged = async (
  { before, after }: { readonly before: Pick<Snapshot, "files">; readonly after: Snapshot },
  changed: readonly string[],
  history: () => Promise<readonly RuleChange[]>,
): Promise<CampaignsChanged> => {
  const own = changed.filter(isCampaignPath);
  if (own.length === 0) return { meaningOf: () => meansNothing, problems: [] };
  const known = new Set((await history()).flatMap(({ paths }) => paths));
  const others = [...known].filter((file) => isCampaignPath(file) && !own.includes(file));
  const [was, is, onTree] = await Promise.all([
    readAll(before, own),
    readAll(after, [...new Set([...own, ...others])]),
    statusesAround(after, productionsFolder),
  ]);
  return {
    problems: checkCampaigns(
      is.filter(({ file }) => own.includes(file)),
      is.filter(({ file }) => !own.includes(file)),
      onTree,
    ),
    meaningOf: (file) => {
      const [old, now] = [was, is].map((all) => all.find((one) => one.file === file)?.read);
      const broken = [now, old].find((read) => read?.kind === "unreadable");
      const [older, newer] = [old, now].map((read) => (read?.kind === "read" ? read.campaign : undefined));
      const governing = newer ?? older;
      return {
        differences: broken === undefined ? differencesOf(older ?? {}, newer ?? {}) : [],
        unreadable: broken?.kind === "unreadable" ? broken.problems[0]?.message : undefined,
        governs: governing === undefined ? [] : foldersNamed(governing, onTree),
      };
    },
  };
};

const meansNothing = { differences: [], unreadable: undefined, governs: [] } as const;

const readAll = async ({ files }: Pick<Snapshot, "files">, paths: readonly string[]) =>
  (await files(paths)).map((entry) => ({ file: entry.path, read: readCampaign(entry, "two-readings") }));
