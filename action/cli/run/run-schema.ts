import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { newFiles } from "../../adapters/disk/folder-writer.ts";
import { conventionsOnDisk } from "../../adapters/git/work-tree.ts";
import { campaignSchema } from "../../core/conventions/campaign-schema.ts";
import { readConventions } from "../../core/conventions/read-conventions.ts";
import { namesToOffer } from "../../core/conventions/read-lists.ts";
import { findingsSchema } from "../../core/doctor/finding.ts";
import { schemaPathOf, schemaText } from "../../core/editor/editor-schema.ts";
import { languageSchema, publishedSchema } from "../../core/editor/published-schema.ts";
import { formFile } from "../../core/form/form-file.ts";
import { conventionsPath, formPath } from "../../core/init/paths.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { ConventionsFile } from "../../core/text/source-file.ts";
import { cardSchema } from "../../core/view/ledger/card.ts";
import { dataSchema } from "../../core/view/local/data-made.ts";
import { dryRunSchema } from "../../core/view/status/would.ts";
import { formBasis } from "../../flows/validation/form-basis.ts";
import { exiting, print, printJson, reportProblems } from "./command.ts";

export const runSchema = exiting(
  async ({ write, json }: { readonly write: boolean; readonly json: boolean }, file: string) => {
    const known = ofOutput(file);
    if (known !== undefined) {
      if (write)
        throw new Failure("--write writes the schema of conventions, beside them.", {
          wayOut: `Leave --write out, and send what is printed to a file: \`shrek schema ${file} >FILE\`.`,
        });
      print(schemaText(known).trimEnd());
      return 0;
    }
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw new Failure(`${file} cannot be read.`, { wayOut: "Name the conventions.yaml.", cause });
    });
    const read = readConventions(file, bytes);
    if (read.kind === "unreadable") {
      if (json) printJson({ written: null, problems: read.problems });
      else reportProblems(read.problems);
      return 1;
    }
    const text = schemaText(publishedSchema(read.conventions, namesToOffer(onDisk(file, bytes), read.conventions)));
    if (write) await writeFile(schemaPathOf(file), text);
    const form = write ? await writeForm(file) : undefined;
    if (write && json) printJson({ written: schemaPathOf(file), problems: [] });
    else print(write ? `${schemaPathOf(file)} is made from ${file}.` : text.trimEnd());
    if (form !== undefined && !json) print(`${form} is made from ${file} and its templates.`);
    return 0;
  },
);

/** The issue form of a repository that has one. */
const writeForm = async (file: string): Promise<string | undefined> => {
  const top = join(dirname(file), "..");
  const place = join(top, formPath);
  const { read } = newFiles(top);
  if (resolve(file) !== resolve(top, conventionsPath) || (await read(formPath)) === undefined) return undefined;
  const made = formFile(await formBasis(read, conventionsPath));
  await writeFile(place, made.bytes);
  return place;
};

const onDisk = (file: string, bytes: Uint8Array): ConventionsFile => {
  const top = dirname(file);
  return { file, bytes, above: undefined, lists: conventionsOnDisk(top, ".")?.lists };
};

/** What is no file of conventions: the language, and what commands print as JSON. */
const ofOutput = (word: string): object | undefined => {
  switch (word) {
    case "language":
      return languageSchema();
    case "campaign":
      return campaignSchema;
    case "doctor":
      return findingsSchema;
    case "dry-run":
      return dryRunSchema;
    case "card":
      return cardSchema;
    case "data":
      return dataSchema;
    default:
      return undefined;
  }
};
