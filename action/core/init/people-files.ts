import { type SourceFile, textFile } from "../text/source-file.ts";
import type { InitAnswers } from "./answers.ts";
import type { Pin } from "./pins.ts";

/** SHREK itself: its repository on GitHub and the release that this repository uses. */
export type ReleaseSource = Pin & { readonly repository: string };

/** What the people of the repository read, and what GitHub and editors read for them. */
export const peopleFiles = (answers: InitAnswers, source: ReleaseSource): readonly SourceFile[] => [
  textFile("README.md", readme(answers, source)),
  textFile(".github/CODEOWNERS", codeowners(answers)),
  textFile(".github/pull_request_template.md", pullRequestTemplate(source)),
  textFile(".github/dependabot.yml", dependabot(source)),
  textFile(".vscode/settings.json", json({ "yaml.schemas": { "./productions/production.schema.json": requests } })),
  textFile(".vscode/extensions.json", json({ recommendations: ["redhat.vscode-yaml"] })),
];

const requests = "productions/**/production.yaml";
const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
const page = ({ repository }: ReleaseSource, path: string): string =>
  `https://github.com/${repository}/blob/main/${path}`;

/** The address from which npm installs the command line of a release. */
export const packageAddress = ({ repository, tag }: ReleaseSource): string =>
  `https://github.com/${repository}/releases/download/${tag}/shrek-${tag.slice(1)}.tgz`;

const readme = (
  { experiment, repository }: InitAnswers,
  source: ReleaseSource,
): string => `# Productions of ${experiment}

Each folder below \`productions/\` requests one production on PanDA. A pull request shows what would run and what it costs; the merge of an approved pull request submits it, once, and the pull request then shows how it goes.

## Request a production

\`\`\`sh
npm install --global ${packageAddress(source)}
git clone https://github.com/${repository}.git
cd ${repository.split("/")[1] ?? ""}
shrek new                # asks, and writes a request from a template
shrek check              # every problem with its place
shrek plan               # the jobs, the cost, the datasets
\`\`\`

Open a pull request with the new folder and nothing else. A comment shows the plan and whose approval is missing. The check of your first pull request from a fork waits until a maintainer here presses *Approve workflows to run*; nothing answers before. After the merge write \`/shrek status\`, or another [command](${page(source, "docs/commands.md")}), in the pull request.

- [How a request is written](${page(source, "docs/request.md")}), and [every problem](${page(source, "docs/problems.md")}) with its way out
- \`productions/conventions.yaml\`: what tags, versions, sites and scopes may be here
- \`.github/CODEOWNERS\`: who approves
- For administrators: [setting up](${page(source, "docs/setup.md")}), and \`shrek doctor --github\`, which tests the settings of this repository
`;

const codeowners = ({
  owners,
}: InitAnswers): string => `# Who approves productions and their rules. Nobody approves what he wrote a part of, so name two people or more.
# Logins, not teams: the token of a workflow cannot read who is in a team.
* ${owners.join(" ")}
`;

const pullRequestTemplate = (
  source: ReleaseSource,
): string => `<!-- A production and its rules (conventions.yaml, CODEOWNERS, .github/) need two pull requests. -->

What it is for:

<!-- Your first pull request from a fork waits: GitHub starts no check before a maintainer here has pressed
"Approve workflows to run". Until then nothing answers you. After that a comment shows the plan. Problems and their way out: ${page(source, "docs/problems.md")} -->
`;

const dependabot = ({
  repository,
}: ReleaseSource): string => `# Proposes newer releases of SHREK, and of other actions that are pinned. \`shrek upgrade\` does it for SHREK by hand.
version: 2
updates:
  - package-ecosystem: github-actions
    directory: /
    schedule: { interval: weekly }
    cooldown: { default-days: 7 }
    groups:
      shrek: { patterns: ["${repository}/*"] }
      others: { patterns: ["*"] }
`;
