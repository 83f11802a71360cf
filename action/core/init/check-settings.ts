import { readRunCommands, runCommandsPath } from "../command/run-commands.ts";
import type { Finding } from "../doctor/finding.ts";
import { describeError, Failure } from "../problems/failure.ts";
import { loginSecrets } from "./gh-commands.ts";
import { isNoRelease, pinsIn } from "./pins.ts";
import { type RuledPlace, requiredCheck, rulesetOf } from "./rulesets.ts";
import type { EnvironmentSettings, RuleInForce } from "./settings.ts";

/** What was found of one setting: good, or what is wrong. */
export type SettingVerdict = Pick<Finding, "verdict" | "says">;

const good = (says: string): SettingVerdict => ({ verdict: "good", says });
const fix = (says: string): SettingVerdict => ({ verdict: "fix", says });

/** Texts of main's workflows by their names; `undefined`: not there. */
export const checkWorkflows = (texts: ReadonlyMap<string, string | undefined>): SettingVerdict => {
  const missing = [...texts].flatMap(([name, text]) => (text === undefined ? [name] : []));
  if (missing.length > 0)
    return fix(
      `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not on main. \`shrek init\` writes what is missing.`,
    );
  const pins = [...texts].map(([name, text = ""]) => ({ name, pins: pinsIn(text) }));
  const loose = pins.filter((one) => one.pins.length === 0 || one.pins.some(({ commit }) => isNoRelease(commit)));
  if (loose.length > 0)
    return fix(
      `${loose.map(({ name }) => name).join(", ")}: the commit of a release is not named there. \`shrek upgrade\` names it.`,
    );
  const commits = new Set(pins.flatMap((one) => one.pins.map(({ commit }) => commit)));
  if (commits.size > 1) return fix(`they name ${commits.size} releases; \`shrek upgrade\` makes it one.`);
  const [{ tag, commit } = { tag: "", commit: "" }] = pins.flatMap((one) => one.pins);
  return good(`on main, all of ${tag === "" ? commit.slice(0, 12) : tag}`);
};

const lacks = (names: readonly string[], there: readonly string[] = []): readonly string[] =>
  names.filter((name) => !there.includes(name));

/** Of the workflow that appends runs: what it asks, and as whom it opens pull requests. `commands`: its file on main. */
export const checkRunsWorkflow = (
  commands: string | undefined,
  ledger: EnvironmentSettings | undefined,
): SettingVerdict => {
  const missing = [...lacks(["SHREK_APP_ID"], ledger?.variables), ...lacks(["SHREK_APP_KEY"], ledger?.secrets)];
  if (missing.length > 0)
    return fix(
      `runs.yml is on main, and proposes nothing: it opens pull requests as a GitHub App, and the environment ledger lacks ${missing.join(" and ")}.`,
    );
  if (commands === undefined) return fix(`${runCommandsPath} is not on main, which says what runs.yml asks.`);
  const named = orFault(() => readRunCommands(commands));
  if (typeof named === "string") return fix(named);
  return named.length === 0
    ? { verdict: "warning", says: `${runCommandsPath} names no command yet.` }
    : good(`${named.map(({ production }) => production).join(", ")}; the App needs Pull requests: read and write`);
};

const orFault = <T>(read: () => T): T | string => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure) return describeError(error);
    throw error;
  }
};

export const checkEnvironment = (found: EnvironmentSettings | undefined): SettingVerdict => {
  if (found === undefined) return fix("it does not exist.");
  if (found.branches === undefined) return fix("other branches than main may use it.");
  const others = found.branches.filter((name) => name !== "main");
  if (others.length > 0) return fix(`other branches than main may use it: ${others.join(", ")}.`);
  return found.branches.length === 0 ? fix("main may not use it.") : good("for main only");
};

export const checkAddress = (panda: EnvironmentSettings | undefined): SettingVerdict => {
  const pasted = panda?.secrets.includes(loginSecrets["id-token"]) === true;
  const names = ["PANDA_URL_SSL", "PANDA_AUTH_VO", ...(pasted ? [] : ["PANDA_AUTH_ISSUER_HOSTS"])];
  const missing = lacks(names, panda?.variables);
  return missing.length === 0
    ? good(`${names.join(", ")} are set`)
    : fix(`the environment panda lacks ${missing.join(", ")}.`);
};

export const checkLogin = (panda: EnvironmentSettings | undefined): SettingVerdict => {
  const set = Object.values(loginSecrets).filter((name) => panda?.secrets.includes(name) === true);
  if (set.length > 1) return fix(`${set.join(" and ")} are set; SHREK refuses two logins. Delete one.`);
  const [only] = set;
  if (only === undefined) return fix("the environment panda has no login.");
  return only === loginSecrets.robot && lacks(["PANDA_AUTH_ROBOT_ID"], panda?.variables).length > 0
    ? fix("the environment panda lacks PANDA_AUTH_ROBOT_ID.")
    : good(`${only} is set; only PanDA knows whether it is accepted, and \`shrek doctor\` asks it`);
};

/** Both environments by name: reconcile runs in one of them, commands in the other. */
export const checkApp = (
  environments: ReadonlyMap<string, EnvironmentSettings | undefined>,
  app: boolean,
  opensRuns: boolean,
): SettingVerdict => {
  const missing = [...environments].flatMap(([name, found]) => [
    ...lacks(["SHREK_APP_ID"], found?.variables).map((one) => `${one} in ${name}`),
    ...lacks(["SHREK_APP_KEY"], found?.secrets).map((one) => `${one} in ${name}`),
  ]);
  if (app)
    return missing.length === 0 ? good("set in both environments") : fix(`it is not set: ${missing.join(", ")}.`);
  if (opensRuns && missing.every((one) => one.endsWith(" in panda")))
    return { verdict: "left-out", says: "the App opens the pull requests of runs.yml, and does not write the ledger" };
  return missing.length === environments.size * 2
    ? { verdict: "left-out", says: "the conventions say that every collaborator may write the ledger" }
    : {
        verdict: "warning",
        says: "an App is set, and the conventions say that every collaborator may write the ledger.",
      };
};

const ruleInText: Readonly<Record<string, string>> = {
  creation: "creation by others",
  update: "a change by others",
  deletion: "deletion",
  non_fast_forward: "force-push",
};

export const checkRuleset = (place: RuledPlace, app: boolean, rules: readonly RuleInForce[]): SettingVerdict => {
  const types = new Set(rules.map(({ type }) => type));
  const allowed = rulesetOf(place, app)
    .rules.map((rule) => ("type" in rule ? String(rule.type) : ""))
    .flatMap((type) => (type in ruleInText && !types.has(type) ? [`${ruleInText[type]} is allowed`] : []));
  const wrong = [...allowed, ...(place === "main" ? reviewFaults(rules) : [])];
  return wrong.length === 0 ? good("as they have to be") : fix(`${wrong.join("; ")}.`);
};

const reviewFaults = (rules: readonly RuleInForce[]): readonly string[] => [
  ...(rules.some(({ approvals = 0 }) => approvals > 0) ? [] : ["a merge needs no approval"]),
  ...(rules.some(({ staleDismissed }) => staleDismissed === true) ? [] : ["an approval stays after a push"]),
  ...(rules.some(({ ownersReview }) => ownersReview === true) ? [] : ["owners need not approve"]),
  ...(rules.some(({ checks = [] }) => checks.includes(requiredCheck))
    ? []
    : [`the check "${requiredCheck}" is not required`]),
];

export const checkToken = ({
  writes,
  approves,
}: {
  readonly writes: boolean;
  readonly approves: boolean;
}): SettingVerdict =>
  writes || approves
    ? fix(
        [
          ...(writes ? ["a workflow that does not say what it needs may write"] : []),
          ...(approves ? ["a workflow may approve pull requests"] : []),
        ].join("; ") + ".",
      )
    : good("reads unless a workflow asks for more, and approves nothing");
