/** Where GitHub's rules of a repository have to hold. */
export type RuledPlace = "main" | "ledger" | "production tags";

type Ruleset = {
  readonly name: string;
  readonly target: "branch" | "tag";
  readonly include: string;
  readonly rules: readonly object[];
};

const reviewed = {
  required_approving_review_count: 1,
  dismiss_stale_reviews_on_push: true,
  require_code_owner_review: true,
  require_last_push_approval: true,
  required_review_thread_resolution: false,
};

/** The name under which the job of check.yml reports. */
export const requiredCheck = "check";

const checked = {
  strict_required_status_checks_policy: false,
  required_status_checks: [{ context: requiredCheck }],
};

const types = (...names: readonly string[]): readonly object[] => names.map((type) => ({ type }));

/** With an App nobody else creates, moves or removes; without one, at least nothing is taken back. */
export const rulesetOf = (place: RuledPlace, app: boolean): Ruleset => {
  switch (place) {
    case "main":
      return {
        name: "main",
        target: "branch",
        include: "~DEFAULT_BRANCH",
        rules: [
          ...types("deletion", "non_fast_forward"),
          { type: "pull_request", parameters: reviewed },
          { type: "required_status_checks", parameters: checked },
        ],
      };
    case "ledger":
      return {
        name: "ledger",
        target: "branch",
        include: "refs/heads/ledger",
        rules: types(...(app ? ["creation", "update"] : []), "deletion", "non_fast_forward"),
      };
    case "production tags":
      return {
        name: "tags of productions",
        target: "tag",
        // Without the last part it would cover `production/X` alone: GitHub matches as Ruby's `File::FNM_PATHNAME` does.
        include: "refs/tags/production/**/*",
        rules: types(...(app ? ["creation"] : []), "update", "deletion"),
      };
  }
};

/** A variable of the shell; where it is not set, the shell says so and calls nothing. */
export const orStop = (name: string): string => `\${${name}:?is not set}`;

/** Makes the ruleset by `gh`; `APP_ID` is the number of the App that alone may pass. */
export const rulesetCommand = (repository: string, place: RuledPlace, app: boolean): string => {
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
