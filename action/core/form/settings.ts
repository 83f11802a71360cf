import { commandWords } from "../command/parse-command.ts";
import { issueVerbs } from "../command/verbs.ts";
import { suggestName } from "../text/nearest-name.ts";
import type { FormField } from "./fields.ts";
import type { FormFault } from "./read-issue.ts";

type Said = {
  readonly settings: readonly (readonly [name: string, value: string])[];
  readonly faults: readonly FormFault[];
};

/** `/shrek set FIELD=VALUE ...` and `/shrek like TAG@VERSION FIELD=VALUE ...`. */
const command = new RegExp(`^ {0,3}/shrek\\s+(${issueVerbs.join("|")})\\b(.*)$`, "i");

export const isSetting = (body: string): boolean => command.test(firstLine(body));

/** Nothing where it is no such command. A name may leave out its step where one alone has it, with \`own\` fields. */
export const settingsIn = (body: string, fields: readonly FormField[], own: readonly FormField[] = []): Said => {
  const [, verb = "", rest = ""] = command.exec(firstLine(body)) ?? [];
  if (verb === "") return { settings: [], faults: [] };
  const words = rest.length > maxLineLength ? undefined : commandWords(rest);
  if (words === undefined) return fault("a quote is not closed, or the line is too long");
  const [first, ...others] = words;
  const isLike = verb.toLowerCase() === "like";
  if (isLike && (first === undefined || first.includes("=")))
    return fault("write `/shrek like TAG@VERSION FIELD=VALUE`");
  const written = isLike ? [`like=${first}`, ...others] : words;
  if (written.length === 0) return fault("write `/shrek set FIELD=VALUE`");
  const settings: (readonly [string, string])[] = [];
  const faults: FormFault[] = [];
  for (const word of written) {
    const [, name = "", value] = /^([A-Za-z][A-Za-z0-9_.-]*)=(.*)$/s.exec(word) ?? [];
    const meant = value === undefined ? undefined : fieldNamed(name, fields, own);
    if (value !== undefined && meant !== undefined) settings.push([meant.name, value]);
    else faults.push({ field: undefined, words: value === undefined ? noSetting(word) : unknownField(name, fields) });
  }
  return { settings, faults };
};

const noSetting = (word: string): string =>
  `"${word}" sets no field: write FIELD=VALUE, with quotes around a value with blanks`;

const maxLineLength = 2000;
const firstLine = (body: string): string => body.split(/\r\n|\r|\n/, 1)[0] ?? "";
const fault = (words: string): Said => ({ settings: [], faults: [{ field: undefined, words }] });

const fieldNamed = (name: string, fields: readonly FormField[], own: readonly FormField[]): FormField | undefined => {
  const exact = fields.find((field) => field.name === name && field.kind !== "notes" && field.kind !== "table");
  const within = (some: readonly FormField[]) =>
    some.filter((field) => field.name.endsWith(`.${name}`) && field.kind === "line");
  const short = [within(own), within(fields)].find((some) => some.length > 0) ?? [];
  return exact ?? (short.length === 1 ? short[0] : undefined);
};

const unknownField = (name: string, fields: readonly FormField[]): string => {
  const several = fields.filter((field) => field.name.endsWith(`.${name}`)).map((field) => field.name);
  const names = fields.filter(({ kind }) => kind !== "notes" && kind !== "table").map((field) => field.name);
  return several.length > 1
    ? `several steps have ${name}: write ${several.join(" or ")}`
    : `"${name}" is not a field of the form; ${suggestName(name, names) ?? `there are ${names.join(", ")}`}`;
};
