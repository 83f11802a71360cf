import { isObject, type JsonObject, listOf, objectOf, textOf } from "../json.ts";
import type { Repository } from "../repository.ts";
import type { Token } from "../tokens.ts";
import { roleOf } from "../world.ts";
import type { Rule } from "./rule.ts";

/** Settings of the older branch protection that are enforced here. */
const enforced = [
  "allow_deletions",
  "allow_force_pushes",
  "enforce_admins",
  "required_pull_request_reviews",
  "required_status_checks",
  "restrictions",
];

/** A setting that is on and that nobody would enforce is refused: what it allows, no test could find. */
export const refuseUnknown = (protection: JsonObject): void => {
  const on = Object.entries(protection).filter(([, setting]) => isObject(setting) && setting["enabled"] !== false);
  const unknown = on.map(([name]) => name).filter((name) => !enforced.includes(name));
  if (objectOf(protection["required_status_checks"])["strict"] === true) unknown.push("strict");
  if (unknown.length > 0) throw new Error(`the sandbox does not enforce ${unknown.join(", ")}`);
};

/** What the older protection of a branch says, as rules; a force push and a deletion it forbids unless it allows them. */
export const protectionRules = (repository: Repository, ref: string): readonly Rule[] => {
  const found = protectionOf(repository, ref);
  if (found === undefined) return [];
  const isOn = (name: string): boolean => objectOf(found[name])["enabled"] === true;
  const reviews = found["required_pull_request_reviews"];
  const checks = found["required_status_checks"];
  return [
    ...(isOn("allow_force_pushes") ? [] : [ruleOf("non_fast_forward")]),
    ...(isOn("allow_deletions") ? [] : [ruleOf("deletion")]),
    ...(isObject(reviews) ? [ruleOf("pull_request", reviewParameters(reviews))] : []),
    ...(isObject(checks) ? [ruleOf("required_status_checks", checkParameters(checks))] : []),
    ...(isObject(found["restrictions"]) ? [ruleOf("restricted", found["restrictions"])] : []),
  ];
};

const protectionOf = ({ protections }: Repository, ref: string): JsonObject | undefined =>
  ref.startsWith("refs/heads/") ? protections.get(ref.slice("refs/heads/".length)) : undefined;

const ruleOf = (type: string, parameters: JsonObject = {}): Rule => ({ by: "protection", type, parameters });

/** As a ruleset says the same. */
const reviewParameters = (reviews: JsonObject): JsonObject => ({
  ...reviews,
  dismiss_stale_reviews_on_push: reviews["dismiss_stale_reviews"],
  require_code_owner_review: reviews["require_code_owner_reviews"],
});

const checkParameters = ({ contexts, checks }: JsonObject): JsonObject => ({
  required_status_checks: [
    ...listOf(contexts).map((context) => ({ context })),
    ...listOf(checks).filter((one) => !listOf(contexts).includes(objectOf(one)["context"])),
  ],
});

/** Administrators pass unless the protection holds for them too; a pull request and a push may be spared who is named. */
export const passesProtection = (
  repository: Repository,
  { kind, login }: Token,
  ref: string,
  { type, parameters }: Rule,
): boolean => {
  const holdsForAll = objectOf(protectionOf(repository, ref)?.["enforce_admins"])["enabled"] === true;
  if (kind === "user" && roleOf(repository, login) === "admin" && !holdsForAll) return true;
  const spared = type === "restricted" ? parameters : objectOf(parameters["bypass_pull_request_allowances"]);
  return isNamed(login, spared);
};

/** Whether people or Apps name this login, as GitHub lists them. Teams are not built. */
const isNamed = (login: string, named: JsonObject): boolean => {
  const words = (list: string, key: string): readonly string[] =>
    listOf(named[list]).map((one) => textOf(objectOf(one)[key]));
  return words("users", "login").includes(login) || words("apps", "slug").some((slug) => `${slug}[bot]` === login);
};
