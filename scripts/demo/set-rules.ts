import { requiredCheck } from "../../action/core/init/ruled-places.ts";
import { rulesetOf } from "../../action/core/init/rulesets.ts";
import type { GithubHandle } from "../sandbox/github/handle.ts";
import { objectOf, textOf } from "../sandbox/github/json.ts";

export const mainRules = rulesetOf("main", true).name;
export const ledgerRules = rulesetOf("ledger", true).name;

/** The rules that `shrek init` tells an administrator to set; `app`: the number of the App that writes the ledger. */
export const setRules = (github: GithubHandle, app: number | undefined): void => {
  for (const place of ["main", "ledger", "production tags"] as const) {
    const { name, target, include, rules } = rulesetOf(place, app !== undefined);
    const apps = app === undefined || place === "main" ? [] : [app];
    github.addRuleset({ name, target, include: [include], rules: rules.map(objectOf), apps });
  }
};

/** Where no runner has the check, it is good without a look: a story of what happens after the merge does not wait for it. */
export const passChecks = (github: GithubHandle): void =>
  void github.onEvent((name, payload) => {
    const { sha } = objectOf(objectOf(payload["pull_request"])["head"]);
    if (name === "pull_request") github.knowCheck({ sha: textOf(sha), name: requiredCheck, conclusion: "success" });
  });
