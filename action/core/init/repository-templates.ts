import type { Conventions } from "../conventions/conventions.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import type { RepositoryTemplate, TemplateFacts } from "./repository-template.ts";
import { epicTemplate } from "./template-epic.ts";
import { plainTemplate } from "./template-plain.ts";
import { sphenixTemplate } from "./template-sphenix.ts";

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
