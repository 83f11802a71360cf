import { stat } from "node:fs/promises";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { writeFolder } from "../adapters/disk/folder-writer.ts";
import { conventionsAbove } from "../adapters/git/work-tree.ts";
import { systemBash } from "../adapters/system/system-bash.ts";
import type { Conventions } from "../core/conventions/conventions.ts";
import { readConventions } from "../core/conventions/read-conventions.ts";
import { fillTemplate } from "../core/conventions/template.ts";
import { Failure } from "../core/problems/failure.ts";
import { formatProblem, refuses } from "../core/problems/problem.ts";
import { suggestName } from "../core/text/nearest-name.ts";
import { isPassedOver, type ProductionSource, productionsFolder, textFile } from "../core/text/source-file.ts";
import { fromTemplate, type Question, questionsOf } from "../core/view/from-template.ts";
import { judgeSources } from "../flows/gather/judge-sources.ts";
import { type Looked, lookAround } from "../flows/gather/on-tree.ts";
import { askFor, isTerminal } from "./ask.ts";
import { exiting, print, tellProblems } from "./command.ts";
import { openWorkPlace, type WorkPlace } from "./work-place.ts";

type NewFlags = { readonly template?: string; readonly set?: readonly string[]; readonly output?: string };

export const runNew = exiting(async ({ template, set = [], output }: NewFlags, ...fields: readonly string[]) => {
  const place = await openWorkPlace();
  if (output !== undefined) refuseFolder(inside(place.top, output));
  const { folder: home, conventions } = await conventionsFor(place, output);
  const questions = questionsOf(conventions);
  const given = parseFields([...fields, ...set], questions);
  const faults = questions.flatMap(({ name, fault }) => {
    const answer = given.get(name);
    const wrong = answer === undefined ? undefined : fault(answer);
    return wrong === undefined ? [] : [`${name}: ${wrong}`];
  });
  const open = questions.filter(({ name }) => !given.has(name));
  const chosen = await chooseTemplate(conventions, template);
  if (faults.length > 0 || chosen === undefined || (open.length > 0 && !isTerminal())) {
    print(
      [...faults, ...(chosen === undefined ? [templateMissing(conventions)] : []), ...open.map(missing)].join("\n"),
    );
    return 1;
  }
  const answers = new Map([...given, ...(open.length === 0 ? [] : await askFor(open))]);
  const source = await place.snapshot.production(posix.join(home, chosen));
  const text = fromTemplate(new TextDecoder().decode(source.bytes), conventions, answers);
  const target = output === undefined ? posix.join(home, folderName(conventions, answers)) : inside(place.top, output);
  refuseFolder(target);
  if ((await stat(join(place.top, target)).catch(() => undefined)) !== undefined)
    throw new Failure(`${target} is there already.`, { wayOut: "Name another folder with -o." });
  return finish(place, { ...source, folder: target, file: posix.join(target, "production.yaml") }, text);
});

const finish = async (place: WorkPlace, source: ProductionSource, text: string): Promise<0 | 1> => {
  const made = await place.withBytes(source, new TextEncoder().encode(text));
  const onTree = (): Promise<Looked> =>
    lookAround(place.snapshot, posix.dirname(made.folder), undefined, new Set([made.folder]));
  const judging = { bash: systemBash(), history: Promise.resolve(undefined), onTree };
  const judged = await judgeSources(judging, [made]);
  const problems = judged.flatMap((one) => one.problems);
  tellProblems(problems);
  if (refuses(problems)) return 1;
  const files = made.entries.flatMap((entry) => (entry.kind === "file" ? [entry] : []));
  await writeFolder(join(place.top, made.folder), [textFile("production.yaml", text), ...files]);
  print(`${made.file} is there, and good. Edit it, then: shrek plan ${made.folder}`);
  return 0;
};

const conventionsFor = async (
  { top }: WorkPlace,
  output: string | undefined,
): Promise<{ readonly folder: string; readonly conventions: Conventions }> => {
  const from = output === undefined ? inside(top, ".") : posix.dirname(inside(top, output));
  const found = conventionsAbove(top, from) ?? conventionsAbove(top, productionsFolder);
  if (found === undefined)
    throw new Failure("There is no conventions.yaml in a folder above.", {
      wayOut: "Change to where productions live.",
    });
  const read = readConventions(found.file, found.bytes);
  if (read.kind === "unreadable")
    throw new Failure(`${found.file} cannot be used.`, { wayOut: read.problems.map(formatProblem).join("\n") });
  return { folder: dirname(found.file), conventions: read.conventions };
};

const inside = (top: string, path: string): string => {
  const found = relative(top, resolve(path)).split(sep).join("/");
  if (found.startsWith(".."))
    throw new Failure(`${path} is outside the repository ${top}.`, { wayOut: "Change to the repository." });
  return found === "" ? "." : found;
};

/** A folder that nobody looks into, or that people cannot type, would hold a production that is never submitted. */
const refuseFolder = (folder: string): void => {
  const passed = folder === "." ? undefined : folder.split("/").find(isPassedOver);
  if (passed !== undefined)
    throw new Failure(`Nobody looks for productions in ${passed}, so ${folder} would never be submitted.`, {
      wayOut: "Choose names that do not begin with _ or . and are not node_modules.",
    });
  if (/[\s\p{Cc}\p{Cf}]/u.test(folder))
    throw new Failure(`The name of the folder ${JSON.stringify(folder)} has blanks or control characters.`, {
      wayOut: "Use letters, digits, dots, dashes and underscores.",
    });
};

const parseFields = (written: readonly string[], questions: readonly Question[]): Map<string, string> => {
  const known = questions.map(({ name }) => name);
  return new Map(
    written.map((one) => {
      const [, name = one, value] = /^([^=]*)=(.*)$/s.exec(one) ?? [];
      if (value === undefined || !known.includes(name))
        throw new Failure(`"${one}" sets nothing.`, {
          wayOut: `Write FIELD=VALUE; ${suggestName(name, known) ?? `fields are ${known.join(", ")}`}`,
        });
      return [name, value] as const;
    }),
  );
};

const missing = ({ name, words }: Question): string => `${name}=... is missing: ${words}`;
const templateMissing = ({ templates = {} }: Conventions): string => {
  const known = Object.entries(templates).map(([name, { description }]) => `\n  ${name}: ${description}`);
  return known.length === 0 ? "The conventions name no templates." : `--template NAME is missing:${known.join("")}`;
};

/** The folder of the template; `undefined`: somebody has to say which. */
const chooseTemplate = async (
  { templates = {} }: Conventions,
  named: string | undefined,
): Promise<string | undefined> => {
  const names = Object.keys(templates);
  if (named !== undefined && !names.includes(named))
    throw new Failure(`There is no template "${named}".`, { wayOut: `Known: ${names.join(", ") || "none"}.` });
  if (named !== undefined || names.length === 1) return templates[named ?? names[0] ?? ""]?.folder;
  if (names.length === 0 || !isTerminal()) return undefined;
  const question = { name: "template", words: "what it begins from", choices: names, fault: () => undefined };
  return templates[(await askFor([question])).get("template") ?? ""]?.folder;
};

const folderName = ({ tag }: Conventions, answers: ReadonlyMap<string, string>): string =>
  fillTemplate(tag.template, Object.fromEntries(answers)).replaceAll(/[^A-Za-z0-9._-]/g, "");
