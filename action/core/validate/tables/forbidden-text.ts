import type { Problem } from "../../problems/problem.ts";
import type { Json } from "../../text/canonical-json.ts";
import { unicodeName } from "../../text/lookalikes.ts";
import { type Located, type Path, problemAt } from "../../text/places.ts";
import { unseen, withPlainBlanks } from "../../text/unseen.ts";

/** C0 controls but tab and line feed, DEL, C1, and the marks that turn the reading direction. */
export const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const isControlled = (text: string): boolean => controls.test(text) || !text.isWellFormed();

/** Of a value that reaches the payload, what is wrong with its characters; `undefined`: nothing. */
export const valueFault = (text: string): string | undefined => {
  if (isControlled(text)) return "an invisible control character";
  const [letter] = unseen.exec(text) ?? [];
  if (letter === undefined) return undefined;
  return `the invisible character ${unicodeName(letter)}, and the payload would get another text than one sees`;
};

/** The text without what nobody sees. */
const typedAgain = (text: string): string | undefined => {
  const plain = withPlainBlanks(text.toWellFormed().replaceAll(everyControl, "").replaceAll("\ufffd", ""));
  return plain === "" ? undefined : `type it again: ${plain}`;
};
const everyControl = new RegExp(controls.source, "gu");

/** PanDA expands `%{...}` and iDDS `___idds___...` in every rendered field (PANDA P18); `run` is a file of its own. */
export const checkText = (where: Located, request: Json): readonly Problem[] =>
  suspicious.test(JSON.stringify(request)) ? walk(where, request, []) : [];

/** One look at the whole as JSON writes it; what raises a false alarm is looked at text by text. */
const suspicious = new RegExp(String.raw`\\[ubfr]|${controls.source}|${unseen.source}|%\{|___idds___`, "u");

const walk = (where: Located, value: Json, path: Path): readonly Problem[] => {
  if (typeof value === "string") return faultsOf(where, value, path);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...(Array.isArray(value) ? [] : faultsOf(where, key, [...path, key])),
    ...walk(where, child as Json, [...path, Array.isArray(value) ? Number(key) : key]),
  ]);
};

const faultsOf = (where: Located, text: string, path: Path): readonly Problem[] => {
  const payload = path[0] === "description" || (path[0] === "steps" && /^(?:checks,)?run$/.test(String(path.slice(2))));
  const name = path.join(".");
  const fault =
    path[2] === "parameters" ? valueFault(text) : isControlled(text) ? "an invisible control character" : undefined;
  if (fault !== undefined)
    return [
      problemAt(where, path, "forbidden-text", { message: `\`${name}\` holds ${fault}.`, hint: typedAgain(text) }),
    ];
  if (payload) return [];
  if (text.includes("%{"))
    return [problemAt(where, path, "forbidden-text", { message: `\`${name}\` holds "%{", which PanDA would expand.` })];
  if (text.includes("___idds___"))
    return [
      problemAt(where, path, "forbidden-text", {
        message: `\`${name}\` holds "___idds___", which iDDS would replace.`,
      }),
    ];
  return [];
};
