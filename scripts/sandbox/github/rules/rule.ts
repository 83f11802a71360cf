import type { JsonObject } from "../json.ts";

/** A rule in force for a ref; `by`: rulesets, or the older protection of a branch, say it. */
export type Rule = { readonly by: "ruleset" | "protection"; readonly type: string; readonly parameters: JsonObject };
