import { type JsonObject, objectOf } from "../json.ts";
import type { Ruleset } from "../records.ts";
import type { Repository } from "../repository.ts";
import type { Token } from "../tokens.ts";
import type { World } from "../world.ts";
import { passesProtection, protectionRules } from "./protection.ts";
import type { Rule } from "./rule.ts";

/** A rule as its ruleset wrote it. */
type WrittenRule = Rule & { readonly written: JsonObject; readonly ruleset: Ruleset };

/** The rules in force for a ref, of all rulesets: each holds beside the others. */
export const rulesOf = (repository: Repository, ref: string): readonly WrittenRule[] =>
  repository.rulesets
    .filter((ruleset) => ruleset.enforced && covers(ruleset, ref, repository.defaultBranch))
    .flatMap((ruleset) =>
      ruleset.rules.map((written) => ({
        by: "ruleset" as const,
        type: String(written["type"]),
        parameters: objectOf(written["parameters"]),
        written,
        ruleset,
      })),
    );

/** Those that this token meets: who bypasses a ruleset meets none of its rules. The protection of the branch holds beside them. */
export const rulesFor = (world: World, repository: Repository, token: Token, ref: string): readonly Rule[] => [
  ...rulesOf(repository, ref).filter(({ ruleset }) => !bypasses(world, token, ruleset)),
  ...protectionRules(repository, ref).filter((rule) => !passesProtection(repository, token, ref, rule)),
];

const bypasses = ({ apps }: World, { kind, login }: Token, { passes }: Ruleset): boolean => {
  const app = kind === "app" ? apps.find(({ slug }) => `${slug}[bot]` === login) : undefined;
  return passes.some(
    (actor) => actor["actor_type"] === "Integration" && app !== undefined && actor["actor_id"] === app.id,
  );
};

const covers = ({ target, include, exclude }: Ruleset, ref: string, defaultBranch: string): boolean => {
  if (!ref.startsWith(target === "tag" ? "refs/tags/" : "refs/heads/")) return false;
  const meets = (pattern: string): boolean =>
    pattern === "~ALL" ||
    (pattern === "~DEFAULT_BRANCH" ? ref === `refs/heads/${defaultBranch}` : matches(pattern, ref));
  return include.some(meets) && !exclude.some(meets);
};

/** Ruby's `File.fnmatch` with `File::FNM_PATHNAME`: `*` ends at a slash, and only `**` before a slash does not. */
export const matches = (pattern: string, ref: string): boolean => {
  const expression = pattern.replace(/\*\*\/|\*+|\?|\[[^\]]*\]|[\\^$.|+(){}]/g, (mark) => {
    if (mark === "**/") return "(?:[^/]+/)*";
    if (mark.startsWith("*")) return "[^/]*";
    if (mark === "?") return "[^/]";
    return mark.startsWith("[") ? mark.replace(/^\[!/, "[^") : `\\${mark}`;
  });
  return new RegExp(`^${expression}$`).test(ref);
};
