import { dirname } from "node:path/posix";
import { isSame } from "../conventions/narrower-rule.ts";
import { apartFrom } from "../policy/apart-from.ts";
import { askedOfRule } from "../policy/asked.ts";
import { ownersOf } from "../policy/code-owners.ts";
import { needsSentence } from "../policy/need-text.ts";
import { type Needs, needsOf } from "../policy/needs.ts";
import { conventionsAbove, type Rules } from "../policy/rules.ts";
import { isMapping } from "../text/mapping.ts";

/** What a pull request would change of the rules by one file, and for whom. */
export type RulesChanged = {
  readonly file: string;
  readonly what: "added" | "changed" | "removed";
  readonly differences: readonly Difference[];
  readonly unreadable: string | undefined;
  /** Folders of productions that the file governs. */
  readonly governs: readonly string[];
  /** Those of them that would be refused. */
  readonly refused: readonly string[];
  /** Who has to approve it, by the rules of main. */
  readonly approval: string;
};

/** `undefined`: no value. */
export type Difference = { readonly key: string; readonly before: unknown; readonly after: unknown };

/** What holds in the folder of a file before and after: an added file replaces those above it, a removed one leaves it to them. */
export const conventionsDifferences = (
  before: Rules,
  after: Rules,
  file: string,
): Pick<RulesChanged, "differences" | "unreadable"> => {
  const [was, is] = [before, after].map((rules) => conventionsAbove(rules, dirname(file)).at(-1));
  const broken = [is, was].find((nearest) => nearest?.read.kind === "unreadable")?.read;
  if (broken?.kind === "unreadable") return { differences: [], unreadable: broken.why };
  const valueOf = (nearest: typeof was): unknown => {
    if (nearest?.read.kind !== "read") return {};
    const { policy, mayWiden, templates, ...held } = nearest.read.value;
    return nearest.file === file ? nearest.read.value : held;
  };
  return { differences: differencesOf(valueOf(was), valueOf(is)), unreadable: undefined };
};

export const differencesOf = (before: unknown, after: unknown, path: readonly string[] = []): readonly Difference[] => {
  if (isSame(before, after)) return [];
  if (!isMapping(before) || !isMapping(after)) return [{ key: path.join("."), before, after }];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => differencesOf(own(before, name), own(after, name), [...path, name]));
};

/** Productions whose owners are others than before. */
export const ownerDifferences = (
  before: Rules,
  after: Rules,
  folders: readonly string[],
): Pick<RulesChanged, "differences" | "unreadable" | "governs"> => {
  const broken = [after, before].map(({ codeOwners }) => codeOwners).find((read) => read?.kind === "unreadable");
  const unreadable = broken?.kind === "unreadable" ? broken.why : undefined;
  const differences = folders.flatMap((folder): readonly Difference[] => {
    const [was, is] = [before, after].map((rules) => ownersIn(rules, `${folder}/production.yaml`));
    return was === is ? [] : [{ key: `owners of ${folder}`, before: was, after: is }];
  });
  return { differences, unreadable, governs: folders };
};

const ownersIn = ({ codeOwners }: Rules, path: string): string | undefined => {
  const { logins, others } = ownersOf(codeOwners?.kind === "read" ? codeOwners.value : [], path);
  const all = [...logins.map((login) => `@${login}`), ...others];
  return all.length === 0 ? undefined : all.join(", ");
};

/** Owners of the file in the CODEOWNERS of main, or anybody. */
const ruleNeeds = ({ codeOwners }: Rules, file: string): Needs =>
  needsOf({ codeOwners, conventions: [] }, askedOfRule(file));
/** For the plan as a whole: changes that only an administrator can approve are reported at their file. */
export const knownNeeds = (rules: Rules, file: string): readonly Needs[] =>
  [ruleNeeds(rules, file)].filter(({ kind }) => kind === "known");
export const ruleApproval = (rules: Rules, file: string, authors: readonly string[]): string => {
  const needs = apartFrom(ruleNeeds(rules, file), authors);
  return needs.kind === "known"
    ? needsSentence([needs])
    : `Needs approval by an administrator of the repository: ${needs.why}.`;
};

const own = (of: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(of, name) ? of[name] : undefined;
