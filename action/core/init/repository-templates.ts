import type { Conventions } from "../conventions/conventions.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import type { RepositoryTemplate, TemplateFacts } from "./repository-template.ts";
import { epicTemplate } from "./template-epic.ts";
import { sphenixTemplate } from "./template-sphenix.ts";

/** For any experiment: one template, which runs anywhere and marks what its author has to write. */
const plainTemplate: RepositoryTemplate = {
  words: "any experiment",
  usual: {},
  fields: {},
  rules: "",
  productions: {
    simulation: {
      description: "jobs that make events of their own",
      files: ({ tag, contact, sites }) => ({
        "production.yaml": `# yaml-language-server: $schema=../../production.schema.json
# Every job makes events of its own from a seed that no other job has.
schema: 1
version: 1.0.0
tag: { ${tag} } # CHANGE: names of all datasets are made from it
description: Events of a simulation # CHANGE: one line that describes the production
contact: [${contact}] # CHANGE: contact persons
build: new # CHANGE: software release
conditions: none # CHANGE: global tag

defaults: { sites: [${sites}], maxAttempt: 3 }

steps:
  simulate:
    out: [events.txt]
    jobs: 2 # how many jobs; each reads a number of its own as $uniqueId
    eventsPerJob: 10 # the payload reads it as $nEvents
    memory: 1000 # MB a core
    walltime: 1 # hours, the most that a job may take
    resources: [simulate.sh]
    run: bash simulate.sh "$nEvents" "$uniqueId"
`,
        "simulate.sh": `# One job: it gets the number of events and its seed, and writes events.txt.
# CHANGE THIS: call your program here, then remove this line.
for ((event = 1; event <= $1; event++)); do
  echo "seed $2 event $event"
done >events.txt
`,
      }),
    },
  },
};

export const repositoryTemplates = {
  plain: plainTemplate,
  epic: epicTemplate,
  sphenix: sphenixTemplate,
} as const satisfies Readonly<Record<string, RepositoryTemplate>>;

export type RepositoryTemplateName = keyof typeof repositoryTemplates;

/** The plain one where nobody chose. */
export const templateNamed = (name: string): RepositoryTemplateName =>
  name === "epic" || name === "sphenix" ? name : "plain";

/** In the folder of the conventions, by the name that they use. */
export const folderOfTemplate = (name: string): string => `_templates/${name}`;

/** The templates of a repository whose conventions name them where `shrek init` puts them. */
export const templateFiles = (
  template: RepositoryTemplate,
  conventions: Conventions,
  contact: string,
): readonly SourceFile[] => {
  const facts = factsOfTemplate(template, conventions, contact);
  return Object.entries(template.productions).flatMap(([name, { files }]) =>
    conventions.templates?.[name]?.folder === folderOfTemplate(name)
      ? Object.entries(files(facts)).map(([file, text]) =>
          textFile(`productions/${folderOfTemplate(name)}/${file}`, text),
        )
      : [],
  );
};

export const factsOfTemplate = (
  template: RepositoryTemplate,
  { tag, sites }: Conventions,
  contact: string,
): TemplateFacts => ({
  contact: JSON.stringify(contact),
  sites: Object.keys(sites).join(", "),
  tag: Object.keys(tag.fields)
    .map((name) => `${name}: ${exampleOf(template, name)}`)
    .join(", "),
});

const exampleOf = ({ fields }: RepositoryTemplate, name: string): string =>
  new Map(Object.entries(fields)).get(name)?.example ?? "example";
