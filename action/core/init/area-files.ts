import type { Conventions } from "../conventions/conventions.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import type { InitAnswers } from "./answers.ts";
import { areaText } from "./conventions-text.ts";
import type { RepositoryTemplate } from "./repository-template.ts";
import { folderOfTemplate } from "./repository-templates.ts";

/** Conventions and templates of the folders with names of their own, where the conventions above let them have these. */
export const areaFiles = (
  { areas = {} }: RepositoryTemplate,
  top: Conventions,
  answers: InitAnswers,
): readonly SourceFile[] =>
  Object.entries(areas).flatMap(([folder, area]) => {
    if (top.mayWiden?.some((one) => one.folder === folder) !== true) return [];
    const path = `productions/${folder}/conventions.yaml`;
    const facts = { contact: JSON.stringify(answers.owners[0] ?? ""), sites: answers.sites.join(", "), tag: "" };
    return [
      textFile(path, areaText(area, answers)),
      ...Object.entries(area.productions).flatMap(([name, { files }]) =>
        Object.entries(files(facts)).map(([file, text]) =>
          textFile(`productions/${folder}/${folderOfTemplate(name)}/${file}`, text),
        ),
      ),
    ];
  });
