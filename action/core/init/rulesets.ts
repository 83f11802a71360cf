import { at } from "../text/schema-text.ts";
import { orStop } from "./environments.ts";
import { type Demand, demandsOf, type RuledPlace, ruledPlaces } from "./ruled-places.ts";
import { type GithubAnswer, type GithubSetting, goodUnless } from "./setting.ts";

/** Rules of a place: a ruleset sets them; what is asked for is whether they are in force. */
export const rulesOf = (place: RuledPlace, why: (app: boolean) => string): GithubSetting => ({
  why: ({ ledger }) => why(ledger === "app"),
  commands: ({ repository, ledger }) => [rulesetCommand(repository, place, ledger === "app")],
  reads: ruledPlaces[place].reads,
  found: ([found, protection], { ledger }) => {
    const rules = inForce(place, found);
    const wrong = demandsOf(place, ledger === "app").filter(
      (demand) => !meetsByRule(demand, rules) && !meetsByProtection(demand, protection),
    );
    return goodUnless(
      wrong.flatMap(({ otherwise }) => otherwise ?? []),
      "as they have to be",
    );
  },
});

const meetsByRule = ({ type, parameter, wanted }: Demand, rules: readonly unknown[]): boolean =>
  rules.some(
    (rule) =>
      at(rule, ["type"]) === type && (parameter === undefined || meets(at(rule, ["parameters", parameter]), wanted)),
  );

const meetsByProtection = ({ parameter, wanted, older }: Demand, protection: GithubAnswer): boolean => {
  if (older === undefined || protection === undefined) return false;
  const found = at(protection, [0, ...older]);
  return parameter === undefined ? found !== true : meets(found, wanted);
};

/** More approvals and more checks than wanted are as good; the older protection gives checks by their names alone. */
const meets = (found: unknown, wanted: unknown): boolean => {
  if (typeof wanted === "number") return Number(found ?? 0) >= wanted;
  if (!Array.isArray(wanted)) return found === wanted;
  const contexts = Array.isArray(found) ? found.map((one) => at(one, ["context"]) ?? one) : [];
  return wanted.every((one) => contexts.includes(at(one, ["context"])));
};

/** For a branch GitHub lists the rules in force; for tags only whole rulesets, and a wider one is reported by its own name. */
const inForce = (place: RuledPlace, found: GithubAnswer = []): readonly unknown[] => {
  const { target, include } = ruledPlaces[place];
  if (target === "branch") return found;
  const covers = (patterns: unknown): boolean =>
    Array.isArray(patterns) && patterns.some((pattern) => pattern === include || pattern === "~ALL");
  return found
    .filter((one) => at(one, ["target"]) === target && at(one, ["enforcement"]) === "active")
    .filter((one) => covers(at(one, ["conditions", "ref_name", "include"])))
    .flatMap((one) => at(one, ["rules"]) ?? []);
};

/** As GitHub is sent it. */
export const rulesetOf = (place: RuledPlace, app: boolean) => {
  const { name, target, include } = ruledPlaces[place];
  const demands = demandsOf(place, app);
  const rules = [...new Set(demands.map(({ type }) => type))].map((type) => {
    const own = demands.filter((one) => one.type === type && one.parameter !== undefined);
    const parameters = Object.fromEntries(own.map(({ parameter = "", wanted }) => [parameter, wanted]));
    return own.length === 0 ? { type } : { type, parameters };
  });
  return { name, target, include, rules };
};

/** `APP_ID` is the number of the App that alone may pass. */
const rulesetCommand = (repository: string, place: RuledPlace, app: boolean): string => {
  const { name, target, include, rules } = rulesetOf(place, app);
  const passes =
    app && place !== "main"
      ? `[{"actor_id": ${orStop("APP_ID")}, "actor_type": "Integration", "bypass_mode": "always"}]`
      : "[]";
  return `gh api -X POST repos/${repository}/rulesets --input - <<JSON
{"name": ${JSON.stringify(name)}, "target": "${target}", "enforcement": "active", "bypass_actors": ${passes},
 "conditions": {"ref_name": {"include": [${JSON.stringify(include)}], "exclude": []}},
 "rules": [
${rules.map((rule) => `  ${JSON.stringify(rule)}`).join(",\n")}
 ]}
JSON`;
};
