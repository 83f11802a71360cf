import { distance } from "fastest-levenshtein";

/**
 * How files are called for people: `{name}[-{run:8}][-{segment:5}]{suffix}`. The part in brackets is left out for a
 * file that does not have what it names. `{segment:5}` puts zeros in front, up to five digits.
 */
const keyPattern = /\{([A-Za-z][A-Za-z0-9]*)(?::([1-9]))?\}/g;

/** A piece of the template; `mayLack`: it was in brackets. */
type Piece = { readonly text: string; readonly mayLack: boolean };

/** `undefined`: brackets that do not pair, or one within another. */
const piecesOf = (template: string): readonly Piece[] | undefined => {
  const parts = template.split(/\[([^[\]]*)\]/);
  return parts.some((part, index) => index % 2 === 0 && /[[\]]/.test(part))
    ? undefined
    : parts.map((text, index) => ({ text, mayLack: index % 2 === 1 }));
};

const namesIn = (text: string): readonly string[] => [...text.matchAll(keyPattern)].flatMap(([, key]) => key ?? []);

export const fileKeys = (template: string): readonly string[] => namesIn(template);

/** The name of a file of which these values are known; `undefined`: it lacks one that no bracket lets it lack. */
export const fileName = (template: string, values: Readonly<Record<string, string>>): string | undefined => {
  let name = "";
  for (const { text, mayLack } of piecesOf(template) ?? []) {
    if (namesIn(text).every((key) => Object.hasOwn(values, key))) name += filled(text, values);
    else if (!mayLack) return undefined;
  }
  return name;
};

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(keyPattern, (_, key: string, digits: string | undefined) =>
    (values[key] ?? "").padStart(Number(digits ?? 0), "0"),
  );

/** What is wrong with a template, of whose keys these are known for every file; `undefined`: nothing. */
export const fileTemplateFault = (template: string, everywhere: readonly string[]): string | undefined => {
  const pieces = piecesOf(template);
  if (pieces === undefined) return "Brackets must come in pairs and cannot be nested.";
  if (/[{}]/.test(template.replace(keyPattern, "")))
    return "A brace is not part of a {KEY}: write {run}, or {run:8} for eight digits.";
  if (!/^[A-Za-z0-9._-]*$/.test(template.replace(keyPattern, "").replace(/[[\]]/g, "")))
    return "Between its {keys} the template may hold letters, digits, dot, underscore and hyphen.";
  const empty = pieces.find(({ text, mayLack }) => mayLack && namesIn(text).length === 0);
  if (empty !== undefined) return `[${empty.text}] has no {key}, so it would never be left out.`;
  const always = pieces.filter(({ mayLack }) => !mayLack).flatMap(({ text }) => namesIn(text));
  const lacking = ["name", "suffix"].find((key) => !always.includes(key));
  if (lacking !== undefined)
    return `The template lacks {${lacking}} outside of brackets: two outputs of a job could be called the same.`;
  const slip = slipIn(template, [...everywhere, ...somewhere]);
  if (slip !== undefined) return slip;
  const unsure = always.find((key) => !everywhere.includes(key));
  return unsure === undefined
    ? undefined
    : `{${unsure}} is not known for every file: write it in brackets, with what goes with it, such as [-{${unsure}}].`;
};

/** Known of files of some productions. Requests add keys of their own (`names` of an input). */
const somewhere = ["run"];

/** A key that no request need have, and that is a known one but for one letter, or for its capitals. */
const slipIn = (template: string, known: readonly string[]): string | undefined => {
  const keys = namesIn(template);
  for (const key of keys) {
    if (known.includes(key)) continue;
    const meant = known.find((one) => isSlip(key, one) && !keys.includes(one));
    if (meant !== undefined)
      return `{${key}} is nearly {${meant}}, which the template does not have: write {${meant}}. Known are ${known.map((one) => `{${one}}`).join(", ")}; keys that requests read in names of files must differ from these by more than a letter.`;
  }
  return undefined;
};

const isSlip = (key: string, meant: string): boolean =>
  key.toLowerCase() === meant.toLowerCase() ||
  (meant.length > 2 && distance(key, meant) === 1) ||
  (distance(key, meant) === 2 && [...key].toSorted().join("") === [...meant].toSorted().join(""));
