import { dirname } from "node:path/posix";
import { isCampaignPath, readCampaign } from "../../core/conventions/campaign.ts";
import { chainTo, readGoverning } from "../../core/conventions/read-conventions.ts";
import { checkCampaigns, foldersNamed } from "../../core/cross-checks/check-campaigns.ts";
import type { Validated } from "../../core/cross-checks/check-sources.ts";
import {
  conventionsDifferences,
  differencesOf,
  knownNeeds,
  ownerDifferences,
  type RulesChanged,
  ruleApproval,
} from "../../core/outcomes/rules-changed.ts";
import type { RuleChange } from "../../core/policy/changes-of-main.ts";
import { codeOwnersPlaces } from "../../core/policy/code-owners.ts";
import type { Needs } from "../../core/policy/needs.ts";
import { type Rules, readRules, rulePlaces } from "../../core/policy/rules.ts";
import { distinctProblems, type Problem } from "../../core/problems/problem.ts";
import { isConventionsPath, productionsFolder } from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { statusesAround } from "./on-tree.ts";

/** The people who may approve changes below these folders, by the files of this commit. */
export const rulesAt = async (snapshot: Pick<Snapshot, "files">, folders: readonly string[]): Promise<Rules> =>
  readRules(folders.length === 0 ? [] : await snapshot.files(rulePlaces(folders)));

type CampaignsChanged = {
  readonly meaningOf: (file: string) => Pick<RulesChanged, "differences" | "unreadable" | "governs">;
  readonly problems: readonly Problem[];
};

/** What a change of campaigns means. `history`: the changes of main before, which name its campaigns. */
const campaignsChanged = async (
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

export const rulesAmong = (paths: readonly string[]): readonly string[] =>
  paths.filter(
    (path) => isConventionsPath(path) || isCampaignPath(path) || codeOwnersPlaces.some((place) => place === path),
  );

/** `history`: the changes of main before, which name its campaigns. */
type RulesSides = {
  readonly before: Pick<Snapshot, "files">;
  readonly after: Snapshot;
  readonly main: Pick<Snapshot, "files">;
  readonly history: () => Promise<readonly RuleChange[]>;
};

export type RulesRead = {
  readonly rules: readonly RulesChanged[];
  readonly needs: readonly Needs[];
  /** What is wrong with the files themselves: perhaps no production is below them whose author would see it. */
  readonly problems: readonly Problem[];
};

/** What a change of these files means, between two moments. `main`: the rules that say who approves it. */
export const rulesChanged = async (
  { before, after, main, history }: RulesSides,
  changed: readonly string[],
  validated: readonly Validated[],
  authors: readonly string[] = [],
): Promise<RulesRead> => {
  if (changed.length === 0) return { rules: [], needs: [], problems: [] };
  const folders = changed.filter(isConventionsPath).map((path) => dirname(path));
  const places = [...rulePlaces(folders), ...changed.filter(isCampaignPath)];
  const [was, is, now, productions, campaigns] = await Promise.all([
    before.files(places),
    after.files(places),
    main.files(codeOwnersPlaces),
    after.productions(productionsFolder),
    campaignsChanged({ before, after }, changed, history),
  ]);
  const rules = { before: readRules(was), after: readRules(is), main: readRules(now) };
  const refused = validated.filter(({ valid }) => valid === undefined).map(({ source }) => source.folder);
  const reported = new Set<string>();
  for (const { problems } of validated) distinctProblems(problems, reported);
  const ofConventions = changed.flatMap((file) => {
    const nearest = chainTo(
      is.filter((entry) => entry.kind === "file"),
      dirname(file),
    );
    const read = nearest?.file === file ? readGoverning(nearest) : undefined;
    return read?.kind === "unreadable" ? read.problems : [];
  });
  return {
    rules: changed.map((file): RulesChanged => {
      const there = [was, is].map((entries) => entries.some(({ path }) => path === file));
      const meant = isCampaignPath(file) ? campaigns.meaningOf(file) : meaningOf(rules, file, productions);
      return {
        file,
        what: there[0] === false ? "added" : there[1] === false ? "removed" : "changed",
        approval: ruleApproval(rules.main, file, authors),
        refused: [...new Set(refused.filter((folder) => meant.governs.includes(folder)))],
        ...meant,
      };
    }),
    needs: changed.flatMap((file) => knownNeeds(rules.main, file)),
    problems: distinctProblems([...ofConventions, ...campaigns.problems], reported),
  };
};

const meaningOf = (
  { before, after }: { readonly before: Rules; readonly after: Rules },
  file: string,
  productions: readonly string[],
): Pick<RulesChanged, "differences" | "unreadable" | "governs"> => {
  if (!isConventionsPath(file)) return ownerDifferences(before, after, productions);
  const folder = dirname(file);
  const governs = productions.filter((one) => folder === "." || `${one}/`.startsWith(`${folder}/`));
  return { ...conventionsDifferences(before, after, file), governs };
};
