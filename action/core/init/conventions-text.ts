import { fieldsOf } from "../conventions/template.ts";
import type { InitAnswers } from "./answers.ts";
import { templateFolder } from "./template-files.ts";

/** `productions/conventions.yaml` of a new repository. Values are JSON, which YAML reads as it is. */
export const conventionsText = ({
  experiment,
  tag,
  vo,
  workingGroup,
  sites,
  scopes,
  monitor,
  ledger,
  rucio,
}: InitAnswers): string => `# What ${experiment} decides for every request below this folder. A change of this file needs its owners' approval.
conventions: 1
experiment: ${JSON.stringify(experiment)}

# A tag is built from these fields. Say for each what it may hold: \`enum: [a, b]\` or a narrower \`pattern\`.
# Templates have these fields too: with a new one here, write an example of it in ${templateFolder}/production.yaml.
tag:
  template: ${JSON.stringify(tag)}
  fields:
${fieldsOf(tag)
  .map((name) => `    ${name}: { type: string, pattern: "^[A-Za-z0-9]+$", description: letters and digits }`)
  .join("\n")}

version: { style: semver }
${
  ledger === "app"
    ? ""
    : `
# No GitHub App is the only writer of the ledger here. Take this out where one is.
ledger: every-collaborator-may-write-it
`
}
# Templates for \`shrek new\`, in folders beside this file.
templates:
  simulation: { folder: ${templateFolder}, description: jobs that make events of their own }

names:
  outDS: "{scope}.{tag}.v{version}.b{run}"

# Where data of trials (1.2.0-test.3) and of releases go.
scopes: { trial: ${scopes.trial}, release: ${scopes.release} }
# PanDA's prodSourceLabel: a group's releases are \`managed\`, for which PanDA wants the production role.
labels: { trial: test, release: ${scopes.release.startsWith("group") ? "managed" : "user"} }

vo: ${vo}
workingGroup: ${workingGroup}

# \`setup\` is one line of bash that runs before each payload.
sites:
${sites.map((site) => `  ${site}: { state: online }`).join("\n")}

monitor: ${JSON.stringify(monitor)}
${rucioText(rucio)}`;

const rucioText = (rucio: InitAnswers["rucio"]): string =>
  rucio === undefined
    ? ""
    : `
# Input data of these scopes are looked up there.
rucio: ${JSON.stringify(rucio)}
`;
