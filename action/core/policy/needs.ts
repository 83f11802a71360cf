import type { Conventions } from "../conventions/conventions.ts";
import type { ApprovalRule } from "../conventions/validate-policy.ts";
import { thousands } from "../text/amounts.ts";
import { fitsRule } from "../text/rule.ts";
import type { Asked } from "./asked.ts";
import { type CodeOwners, ownersOf } from "./code-owners.ts";
import { joinedWords, plainLogin } from "./login.ts";
import { conventionsAbove, type Rules } from "./rules.ts";

/** A number of approvals by these people. */
export type Need = {
  /** Logins without @; `anybody`: whoever has write permission. */
  readonly who: readonly string[] | "anybody";
  readonly count: number;
  /** Why they: owners, or rules of the policy that hold. Empty for anybody. */
  readonly because: readonly Reason[];
  /** Those who cannot, as they wrote a part of it; left out where it was not asked. */
  readonly wrote?: readonly string[];
};

/** `owners of` and the paths; `over 100,000 core-hours:` and the production. */
export type Reason = { readonly why: string; readonly of: readonly string[]; readonly patterns?: readonly string[] };

export type Needs =
  | { readonly kind: "known"; readonly needs: readonly Need[] }
  /** The people who may approve are unknown, so nobody may. */
  | { readonly kind: "unknown"; readonly why: string; readonly wayOut: string };

/**
 * Whose approval a production needs: the owners of every path that changed, and the people that the policies above it
 * name for what it asks for. A policy adds to the owners and never replaces them, so that no rule can make it easier.
 */
export const needsOf = (rules: Rules, asked: Asked): Needs => {
  const owners = ownerNeeds(rules, asked);
  if (owners.kind === "unknown") return owners;
  const more: Need[] = [];
  for (const { file, read } of conventionsAbove(rules, asked.folder)) {
    if (read.kind === "unreadable") return unreadable(read.why);
    for (const rule of read.value.policy?.approvals ?? []) {
      const because = reasonOf(rule, asked, read.value, file);
      if (because !== undefined) more.push(...ruleNeeds(rule, because, owners.needs));
    }
  }
  const needs = [...owners.needs, ...more];
  return { kind: "known", needs: needs.filter((need, index) => !isCovered(need, index, needs)) };
};

const unreadable = (why: string): Needs => ({
  kind: "unknown",
  why: `it is unknown who may approve: ${why}`,
  wayOut: "fix it in a pull request of its own",
});

/** One need for each set of owners among the paths. */
const ownerNeeds = ({ codeOwners }: Rules, { folder, paths }: Asked): Needs => {
  if (codeOwners?.kind === "unreadable") return unreadable(codeOwners.why);
  const groups = new Map<string, OwnedPaths>();
  for (const path of paths) {
    const { logins, others, pattern } = ownersOf(codeOwners?.value ?? noOwners, path);
    if (logins.length === 0 && others.length > 0) return unknownOwners(path, others);
    const key = logins.map(plainLogin).toSorted().join(" ");
    const group = groups.get(key);
    const own = group ?? { who: logins, paths: [], patterns: new Set() };
    own.paths.push(path);
    if (pattern !== undefined) own.patterns.add(pattern);
    groups.set(key, own);
  }
  const owned = [...groups.values()].filter(({ who }) => who.length > 0);
  return {
    kind: "known",
    needs:
      owned.length === 0
        ? [{ who: "anybody", count: 1, because: [] }]
        : owned.map(({ who, paths: of, patterns }) => ({
            who,
            count: 1,
            because: [{ why: "owners of", of: groups.size === 1 ? [folder] : of, patterns: [...patterns] }],
          })),
  };
};

type OwnedPaths = { readonly who: readonly string[]; readonly paths: string[]; readonly patterns: Set<string> };

const noOwners: CodeOwners = [];

const unknownOwners = (path: string, others: readonly string[]): Needs => ({
  kind: "unknown",
  why: `CODEOWNERS gives ${path} to ${joinedWords(others, "and")} alone, and the token of a workflow cannot find out who that is`,
  wayOut: "name logins beside them in CODEOWNERS, in a pull request of its own",
});

const reasonOf = (rule: ApprovalRule, asked: Asked, { releases }: Conventions, file: string): Reason | undefined => {
  const { above, scope, build } = rule;
  const reasons: string[] = [];
  if (above !== undefined) {
    const exceeded =
      excess(above.coreHours, asked.coreHours, "core-hours") ??
      excess(above.storageGB, asked.storageGB, "GB of output");
    if (exceeded === undefined) return undefined;
    reasons.push(exceeded);
  }
  if (scope !== undefined) {
    if ((scope === "trial") !== asked.trial) return undefined;
    reasons.push(`a ${scope}`);
  }
  if (build !== undefined) {
    const rule = releases?.build;
    const moving = rule === undefined ? [] : asked.builds.filter((one) => !fitsRule(rule, one));
    if (moving.length === 0) return undefined;
    reasons.push(
      moving.length === 1
        ? `the build ${moving[0]} changes under its name`
        : `the builds ${moving.join(" and ")} change under their names`,
    );
  }
  return { why: `${reasons.length === 0 ? `the policy of ${file}` : reasons.join(", ")}:`, of: [asked.folder] };
};

/** An unknown cost exceeds every threshold. */
const excess = (limit: number | undefined, value: number | null, unit: string): string | undefined => {
  if (limit === undefined) return undefined;
  if (value === null) return `an unknown number of ${unit}`;
  return value > limit ? `over ${thousands(limit)} ${unit}` : undefined;
};

/** Without `by` a rule raises how many of the owners are needed. */
const ruleNeeds = ({ by, count = 1 }: ApprovalRule, because: Reason, owners: readonly Need[]): readonly Need[] =>
  by === undefined
    ? owners.map((need) => ({ ...need, count, because: [...need.because, because] }))
    : [{ who: by.map((login) => login.slice(1)), count, because: [because] }];

/** Another asks for as many of the same people, or of some of them. */
const isCovered = ({ who, count }: Need, at: number, needs: readonly Need[]): boolean =>
  needs.some(
    (other, index) =>
      index !== at &&
      other.count >= count &&
      isWithin(other.who, who) &&
      (index < at || other.count > count || !isWithin(who, other.who)),
  );

const isWithin = (some: Need["who"], all: Need["who"]): boolean => {
  if (all === "anybody") return true;
  const known = new Set(all.map(plainLogin));
  return some !== "anybody" && some.every((login) => known.has(plainLogin(login)));
};

/**
 * Of commits that people made elsewhere nobody can say who may not approve them here. Two people answer for all that is
 * submitted: where nobody is its author, one more approves.
 */
export const withOneMore = (needs: Needs, folder: string): Needs => {
  if (needs.kind === "unknown") return needs;
  const count = 1 + Math.max(1, ...needs.needs.map((need) => need.count));
  const because = [{ why: "nobody here wrote the commits that the upkeep brings to", of: [folder] }];
  return { kind: "known", needs: [...needs.needs, { who: "anybody", count, because }] };
};
