import type { Conventions } from "../conventions/conventions.ts";
import { fieldsOf, fillTemplate } from "../conventions/template.ts";
import { Failure } from "../problems/failure.ts";
import { suggestName } from "../text/nearest-name.ts";
import { isPassedOver } from "../text/source-file.ts";
import type { TemplateQuestion } from "./from-template.ts";

export type FieldAnswers = ReadonlyMap<string, string>;

/** `FIELD=VALUE`, as a person writes it in a terminal. */
export const parseFields = (written: readonly string[], questions: readonly TemplateQuestion[]): FieldAnswers => {
  const known = questions.map(({ name }) => name);
  return new Map(
    written.map((one) => {
      const [, name = one, value] = /^([^=]*)=(.*)$/s.exec(one) ?? [];
      if (value === undefined || !known.includes(name))
        throw new Failure(`"${one}" does not set a field.`, {
          wayOut: `Write FIELD=VALUE; ${suggestName(name, known) ?? `fields are ${known.join(", ")}`}`,
        });
      return [name, value] as const;
    }),
  );
};

export const faultsOf = (questions: readonly TemplateQuestion[], given: FieldAnswers): readonly string[] =>
  questions.flatMap(({ name, fault }) => {
    const answer = given.get(name);
    const wrong = answer === undefined ? undefined : fault(answer);
    return wrong === undefined ? [] : [`${name}: ${wrong}`];
  });

export const missingField = ({ name, words }: TemplateQuestion): string => `${name}=... is missing: ${words}`;

export const missingTemplate = ({ templates = {} }: Conventions): string => {
  const known = Object.entries(templates).map(([name, { description }]) => `\n  ${name}: ${description}`);
  return known.length === 0 ? "The conventions name no templates." : `--template NAME is missing:${known.join("")}`;
};

/** A production's folder where none is named: its tag, without what nobody knows yet. */
export const folderName = ({ tag }: Conventions, answers: FieldAnswers): string => {
  const open = fieldsOf(tag.template).filter((name) => !answers.has(name));
  const known = open.reduce((rest, name) => rest.replace(new RegExp(`\\{${name}\\}[._-]?`), ""), tag.template);
  return fillTemplate(known, Object.fromEntries(answers))
    .replaceAll(/[^A-Za-z0-9._-]/g, "")
    .replace(/[._-]+$/, "");
};

/** A folder that nobody looks into, or that people cannot type, would hold a production that is never submitted. */
export const refuseFolder = (folder: string): void => {
  const passed = folder === "." ? undefined : folder.split("/").find(isPassedOver);
  if (passed !== undefined)
    throw new Failure(`SHREK does not search ${passed} for productions, so ${folder} would never be submitted.`, {
      wayOut: "Choose a name other than node_modules that does not begin with _ or .",
    });
  if (/[\s\p{Cc}\p{Cf}]/u.test(folder))
    throw new Failure(`The name of the folder ${JSON.stringify(folder)} has blanks or control characters.`, {
      wayOut: "Use letters, digits, dots, dashes and underscores.",
    });
};
