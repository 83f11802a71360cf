import { at } from "../text/schema-text.ts";
import { environment, orStop } from "./environments.ts";
import { type AdminFacts, fix, type GithubAnswer, type GithubSetting, good, type SettingVerdict } from "./setting.ts";

const workflow = "tryout-site.yml";
const name = "tryout";
const forMain = environment(name, "nothing: its reviewers let a try-out begin");

/** Where the reviewer's number at GitHub comes from. */
const reviewer = `$(gh api "users/${orStop("REVIEWER")}" --jq .id)`;

/** The try-outs on a machine of the experiment: who lets each run begin, and on what it runs. */
export const siteTryout = (textOf: (answer: GithubAnswer) => string | undefined, path: string): GithubSetting => ({
  why: ({ extras }) =>
    extras.includes("tryout-site")
      ? "REVIEWER is the login of who lets try-outs begin on your machine; more are added on the environment's page. The machine is an ephemeral runner with the label of tryout-site.yml, without any login on it."
      : undefined,
  commands: ({ repository }) => [
    [
      `gh api -X PUT repos/${repository}/environments/${name} -F 'deployment_branch_policy[protected_branches]=false' -F 'deployment_branch_policy[custom_branch_policies]=true' -F prevent_self_review=true -f 'reviewers[][type]=User' -F "reviewers[][id]=${reviewer}"`,
      `gh api -X POST repos/${repository}/environments/${name}/deployment-branch-policies -f name=main`,
    ].join("\n"),
  ],
  reads: [path, ...(forMain.reads ?? []), "actions/runners", ""],
  found: ([file, environmentFound, branches, runners, repository], facts) => {
    const text = textOf(file);
    if (text === undefined) return undefined;
    const ofBranches = forMain.found?.([environmentFound, branches], facts);
    if (ofBranches !== undefined && ofBranches.verdict !== "good")
      return { ...ofBranches, says: `the environment ${name}: ${ofBranches.says}` };
    return (
      reviewersMissing(environmentFound) ??
      ofRunners(labelsIn(text), runners ?? [], { facts, isPublic: at(repository, [0, "private"]) !== true })
    );
  },
});

/** Without one, whoever may push runs what he likes on the machine. */
const reviewersMissing = (found: GithubAnswer): SettingVerdict | undefined => {
  const rules = at(found, [0, "protection_rules"]);
  const rule: unknown = Array.isArray(rules)
    ? rules.find((one: unknown) => at(one, ["type"]) === "required_reviewers")
    : undefined;
  if (rule === undefined) return fix(`the environment ${name} has no reviewers: a try-out would begin unseen.`);
  return at(rule, ["prevent_self_review"]) === true
    ? undefined
    : fix(`the environment ${name} lets people approve their own try-outs.`);
};

/** The labels that the workflow asks for; the first of them, `self-hosted`, every such runner has. */
const labelsIn = (text: string): readonly string[] =>
  (/^ +runs-on: *\[?([^\]#\n]*)/m.exec(text)?.[1] ?? "").split(",").map((label) => label.trim());

const ofRunners = (
  labels: readonly string[],
  runners: readonly unknown[],
  { facts, isPublic }: { readonly facts: AdminFacts; readonly isPublic: boolean },
): SettingVerdict => {
  const asked = labels.join(", ");
  const own = runners.filter((one) => labels.every((label) => labelsOf(one).includes(label)));
  const names = own.map((one) => String(at(one, ["name"]))).join(", ");
  const group = `a runner group of the organization that takes only ${facts.repository}/.github/workflows/${workflow}@refs/heads/main`;
  if (isPublic && own.length > 0)
    return fix(
      `the repository is public, so a fork's workflow may ask for ${names}. Remove it here, and register it in ${group}.`,
    );
  const lasting = own.filter((one) => at(one, ["ephemeral"]) !== true);
  if (lasting.length > 0)
    return fix(
      `${lasting.map((one) => String(at(one, ["name"]))).join(", ")}: not ephemeral, so what one payload leaves there the next one finds. Register it with \`config.sh --ephemeral\`.`,
    );
  return own.length > 0
    ? good(`each try-out is approved, on ${names}`)
    : {
        verdict: "warning",
        says: `no runner of this repository has the labels ${asked}. One of the organization is not seen from here: it has to be ephemeral, in ${group}.`,
      };
};

const labelsOf = (runner: unknown): readonly string[] => {
  const labels = at(runner, ["labels"]);
  return Array.isArray(labels) ? labels.map((one: unknown) => String(at(one, ["name"]))) : [];
};

/** The pages of the ledger, where the workflow that makes them is. */
export const sitePages = (path: string): GithubSetting => ({
  why: ({ extras }) =>
    extras.includes("site")
      ? "GitHub Pages takes the pages from the workflow site. In a private repository leave this out: the pages are an artifact of each run of it."
      : undefined,
  commands: ({ repository }) => [
    `gh api -X POST repos/${repository}/pages -f build_type=workflow || gh api -X PUT repos/${repository}/pages -f build_type=workflow`,
  ],
  reads: [path, "", "pages"],
  found: ([workflow, repository, pages]) => {
    if (workflow === undefined) return undefined;
    if (at(repository, [0, "private"]) === true) return good("an artifact of its runs: the repository is private");
    return at(pages, [0, "build_type"]) === "workflow"
      ? good(`at ${String(at(pages, [0, "html_url"]))}`)
      : fix(
          "site.yml is on main, and cannot publish: the source of GitHub Pages, in the settings of the repository, is not GitHub Actions.",
        );
  },
});
