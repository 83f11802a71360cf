import { fieldsOf } from "../conventions/template.ts";
import type { InitAnswers } from "./answers.ts";
import { policyLine } from "./ledger-app.ts";
import { askedElsewhere } from "./questions.ts";
import type { AreaTemplate, RepositoryTemplate } from "./repository-template.ts";
import { folderOfTemplate, repositoryTemplates } from "./repository-templates.ts";

/** `productions/conventions.yaml` of a new repository. */
export const conventionsText = (answers: InitAnswers): string =>
  textOf(repositoryTemplates[answers.template], answers, {
    tag: answers.tag,
    style: "semver",
    outDS: "{scope}.{tag}.v{version}.b{run}",
    taken: {},
  });

/** Of a folder whose productions have names of their own. The nearest conventions upwards hold, so it says all. */
export const areaText = (area: AreaTemplate, answers: InitAnswers): string => textOf(area, answers, area);

type AreaNaming = Pick<AreaTemplate, "tag" | "outDS" | "taken"> & { readonly style: "semver" | "integer" };

/** Values are JSON, which YAML reads as it is. */
const textOf = (
  template: RepositoryTemplate,
  answers: InitAnswers,
  { tag, style, outDS, taken }: AreaNaming,
): string => {
  const { experiment, vo, workingGroup, sites, scopes, monitor, ledger, rucio } = answers;
  return `# What ${experiment} decides for every request below this folder. A change of this file needs its owners' approval.
conventions: 1
experiment: ${JSON.stringify(experiment)}

# A tag is built from these fields. Say for each what it may hold: \`enum: [a, b]\` or a narrower \`pattern\`.
# Templates have these fields too: with a new one here, write an example of it in their production.yaml.
tag:
  template: ${JSON.stringify(tag)}
  fields:
${fieldRules(template, tag, taken)}

version: { style: ${style} }
${
  ledger === "app"
    ? ""
    : `
# No GitHub App is the only writer of the ledger here. Take this out where one is.
ledger: every-collaborator-may-write-it
`
}${withPolicy(template.rules, answers)}
# Templates for \`shrek new\`, in folders beside this file.
templates:
${templateLines(template)}

names:
  outDS: ${JSON.stringify(outDS)}
${fileNames(template)}
# Where data of trials (1.2.0-test.3) and of releases go.
scopes: { trial: ${scopes.trial}, release: ${scopes.release} }
# PanDA's prodSourceLabel: a group's releases are \`managed\`, for which PanDA wants the production role.
labels: { trial: test, release: ${scopes.release.startsWith("group") ? "managed" : "user"} }

vo: ${vo}
workingGroup: ${workingGroup}

# \`setup\` is one line of bash that runs before each payload.
sites:
${sites.map((site) => siteLines(template, site)).join("\n")}

monitor: ${JSON.stringify(monitor)}
${rucioText(rucio)}${areasText(template)}`;
};

/** The App of workflows that open pull requests is named in the conventions before it is there: without it they make nothing. */
const withPolicy = (rules: string, answers: InitAnswers): string => {
  const named = (["form", "upkeep"] as const).filter((name) => answers.extras.includes(name));
  if (named.length === 0) return rules;
  const lines = named.map((name) => `  ${policyLine(answers, name)}\n`).join("");
  const why = `  # The App that opens pull requests of ${named.join(" and ")}, by its name at GitHub.\n`;
  return rules.includes("\npolicy:\n")
    ? rules.replace("\npolicy:\n", `\npolicy:\n${why}${lines}`)
    : `${rules}\npolicy:\n${why}${lines}`;
};

const areasText = ({ areas = {} }: RepositoryTemplate): string =>
  Object.keys(areas).length === 0
    ? ""
    : `
# Productions of these folders have names of their own; the rules for them stand beside them.
mayWiden:
${Object.keys(areas)
  .map((folder) => `  - { folder: ${folder}, keys: [tag, version, software, releases, names] }`)
  .join("\n")}
`;

const fieldRules = ({ fields }: RepositoryTemplate, tag: string, how: AreaNaming["taken"]): string => {
  const rules = new Map(Object.entries(fields).map(([name, { rule }]) => [name, rule]));
  const all = fieldsOf(tag);
  const taken = all.filter((name) => askedElsewhere.includes(name)).map((name) => `${name}: ${how[name] ?? "{}"}`);
  return [
    ...all
      .filter((name) => !askedElsewhere.includes(name))
      .map((name) => `    ${name}: ${rules.get(name) ?? lettersAndDigits}`),
    ...(taken.length === 0 ? [] : [`  taken: { ${taken.join(", ")} }`]),
  ].join("\n");
};

const lettersAndDigits = '{ type: string, pattern: "^[A-Za-z0-9]+$", description: letters and digits }';

const templateLines = ({ productions }: RepositoryTemplate): string =>
  Object.entries(productions)
    .map(
      ([name, { description }]) =>
        `  ${name}: { folder: ${folderOfTemplate(name)}, description: ${JSON.stringify(description)} }`,
    )
    .join("\n");

const fileNames = ({ fileNames: file }: RepositoryTemplate): string =>
  file === undefined ? "" : `  file: ${JSON.stringify(file)}\n`;

const siteLines = ({ setup }: RepositoryTemplate, site: string): string =>
  setup === undefined ? `  ${site}: { state: online }` : `  ${site}:\n    state: online\n    setup: ${setup}`;

const rucioText = (rucio: InitAnswers["rucio"]): string =>
  rucio === undefined
    ? ""
    : `
# Input data of these scopes are looked up there.
rucio: ${JSON.stringify(rucio)}
`;
