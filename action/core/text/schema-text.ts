import { hideSecrets } from "../problems/secret.ts";
import type { Path } from "./places.ts";
import type { SchemaError } from "./schema-error.ts";

export type SchemaRule = Readonly<Record<string, unknown>>;

/** The limit that was passed, together with the value; the unit is in the description, which becomes the hint. */
export const limitOf = (error: SchemaError, rule: SchemaRule, value: unknown): string => {
  const limit = Number(error.params.limit);
  switch (error.keyword) {
    case "minimum":
    case "maximum":
      return `is ${shownValue(value)}, and must be ${rangeOf(rule)}.`;
    case "minLength":
      return `is empty, and must hold at least ${lengthText(limit, "character")}.`;
    case "maxLength":
      return `has ${lengthText([...String(value)].length, "character")}, and may have ${limit}.`;
    case "minItems":
    case "minProperties":
      return `has ${lengthText(sizeOf(value), "entry")}, and must have at least ${limit}.`;
    case "maxItems":
    case "maxProperties":
      return `has ${lengthText(sizeOf(value), "entry")}, and may have ${limit}.`;
    case "uniqueItems":
      return `lists ${shownValue(at(value, [Number(error.params.i)]))} twice.`;
    default:
      return `${error.message ?? "is out of range"}.`;
  }
};

/** `memory: 4` of a key that counts in MB. */
const inLargerUnit = ({ minimum, maximum, ...rule }: SchemaRule, value: unknown): string | undefined =>
  ruleText(rule, "x-unit") === "MB" &&
  typeof value === "number" &&
  value > 0 &&
  value < Number(minimum) &&
  value * 1000 <= Number(maximum)
    ? `write ${value * 1000}: it counts in MB`
    : undefined;

export const rangeOf = ({ minimum, maximum }: SchemaRule): string =>
  typeof minimum === "number" && minimum === maximum
    ? `${minimum}`
    : typeof minimum === "number" && typeof maximum === "number"
      ? `between ${minimum} and ${maximum}`
      : typeof minimum === "number"
        ? `at least ${minimum}`
        : `at most ${String(maximum)}`;

const lengthText = (count: number, noun: "character" | "entry"): string =>
  `${count} ${count === 1 ? noun : noun === "entry" ? "entries" : "characters"}`;

const sizeOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? Object.keys(value).length : 0;

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping (lines of `key: value`)",
  null: "empty",
};
/** JSON Schema's type words as a person says them. */
export const typeText = (types: unknown): string => {
  const all = (Array.isArray(types) ? types : [types]).map(String);
  const named = all.filter((type) => type !== "integer" || !all.includes("number")).map((type) => kinds[type] ?? type);
  return named.length < 2 ? (named[0] ?? "") : `${named.slice(0, -1).join(", ")}, or ${named.at(-1)}`;
};

/** What a value must be; of text that is a share, which text. */
export const kindText = (types: unknown, rule: SchemaRule): string =>
  (types === "string" && isShare(rule) ? ruleText(rule, "x-expects") : undefined) ?? typeText(types);

const isShare = (rule: SchemaRule): boolean => rule["x-code"] === "bad-share";

/** `0.95` and `95` where `95%` belongs: what to write. */
export const shareMeant = (rule: SchemaRule, value: unknown): string | undefined => {
  const number = typeof value === "number" || (typeof value === "string" && value !== "") ? Number(value) : Number.NaN;
  if (!isShare(rule) || !(number > 0 && number <= 100)) return undefined;
  const percents = Number((number <= 1 ? number * 100 : number).toFixed(2));
  return percents < 1 ? undefined : `write ${percents}%`;
};

/** `written`: the value as it is in the file, where YAML reads another one. */
export const wayToKind = (
  type: unknown,
  rule: SchemaRule,
  value: unknown,
  { key, written }: { readonly key: string; readonly written: string | undefined },
): string | undefined => {
  const share = shareMeant(rule, value);
  if (share !== undefined) return share;
  const own = ruleText(rule, "x-wrong-kind");
  if (own !== undefined && isWord(value)) return own.replaceAll("VALUE", () => String(value));
  const unit = ruleText(rule, "x-unit");
  const amount = unit === undefined ? undefined : inUnit(value, unit, rule["type"] !== "number");
  if (amount !== undefined) return `write ${amount}: it counts in ${unit}`;
  const write = ruleText(rule, "x-write");
  if (write !== undefined) return write;
  if (type === "string" && (typeof value === "number" || typeof value === "boolean"))
    return `put it in quotes: "${written ?? String(value)}"`;
  if (type === "array" && typeof value === "string") return `put it in brackets: [${shownValue(asItem(rule, value))}]`;
  if (type === "string" && Array.isArray(value) && value.length === 1 && typeof value[0] === "string")
    return `write it without brackets: ${JSON.stringify(value[0])}`;
  if (type === "boolean" && typeof value === "string" && /^(yes|on|no|off)$/i.test(value))
    return `write ${/^(yes|on)$/i.test(value)}, without quotes`;
  if (value === null && key !== "") return suchAs(rule, key) ?? `write a value behind \`${key}:\`, or remove the key`;
  if ([type].flat().some((one) => one === "integer" || one === "number") && isNumberAsText(value))
    return `write ${value.replace(/\D/g, "")}: a number is its digits alone, without quotes`;
  return undefined;
};

/** As an item of the list may be: a login has its @, and an output no folder. */
const asItem = (rule: SchemaRule, value: string): string => {
  const pattern = at(rule, ["items", "pattern"]);
  const meant = [value, `@${value}`, value.replace(/^.*\//, "")];
  return (typeof pattern === "string" && meant.find((one) => new RegExp(pattern).test(one))) || value;
};

/** What to write where nothing is, or where nothing of what is there can stay. */
export const suchAs = (rule: SchemaRule, key: string): string | undefined => {
  if ("const" in rule) return `write \`${key}: ${shownValue(rule["const"])}\``;
  const values: unknown = rule["enum"];
  const such = ruleText(rule, "x-such") ?? (Array.isArray(values) ? String(values[0]) : undefined);
  return such === undefined ? ruleText(rule, "x-write") : `write it, such as \`${key}: ${such}\``;
};

/** What to write instead of a value that is too long, too many or too large. */
export const wayIntoRange = (error: SchemaError, rule: SchemaRule, value: unknown, key: string): string | undefined => {
  const limit = Number(error.params.limit);
  switch (error.keyword) {
    case "minLength":
      return suchAs(rule, key);
    case "minItems":
    case "minProperties":
      return ruleText(rule, "x-fewer") ?? suchAs(rule, key);
    case "maxLength":
      return `shorten it by ${lengthText([...String(value)].length - limit, "character")}`;
    case "maxItems":
    case "maxProperties":
      return `leave ${sizeOf(value) - limit} out`;
    case "uniqueItems":
      return "remove one of the two";
    default:
      return ruleText(rule, "x-beyond") ?? inLargerUnit(rule, value);
  }
};

/** `"2"`, `1,000`, `1_000` */
const isNumberAsText = (value: unknown): value is string =>
  typeof value === "string" && /^\d{1,15}$|^\d{1,3}([,_ ']\d{3}){1,4}$/.test(value);

const isWord = (value: unknown): boolean =>
  typeof value === "number" || (typeof value === "string" && /^[A-Za-z0-9_.-]{1,60}$/.test(value));

export const ruleText = (rule: SchemaRule, key: string): string | undefined => {
  const text = rule[key];
  return typeof text === "string" ? text : undefined;
};

export const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined,
    value,
  );

export const list = (values: unknown): string =>
  Array.isArray(values) ? values.map(shownValue).join(", ") : shownValue(values);

const maxShownLength = 60;
export const shownValue = (value: unknown): string => {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  const text = typeof value === "number" ? String(value) : (JSON.stringify(hidden(value)) ?? "empty");
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength)}...` : text;
};

/** A part of a credential is no credential to who looks for one: it is hidden before the cut. */
const hidden = (value: unknown): unknown => (typeof value === "string" ? hideSecrets(value) : value);

/** Units in which a key counts, as people write them: what one is in the key's own. A GiB is 1024 of the MB that PanDA counts. */
const units: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  MB: { kb: 1 / 1000, mb: 1, gb: 1000, tb: 1e6, k: 1 / 1000, m: 1, g: 1000, t: 1e6, kib: 1 / 1024, mib: 1, gib: 1024 },
  hours: { h: 1, hr: 1, hour: 1, m: 1 / 60, min: 1 / 60, minute: 1 / 60, s: 1 / 3600, sec: 1 / 3600, d: 24, day: 24 },
  seconds: { s: 1, sec: 1, second: 1, ms: 1 / 1000, m: 60, min: 60, minute: 60, h: 3600, hr: 3600, hour: 3600 },
};

/** `4GB` for a key that counts in MB is 4000; `undefined`: it is no number with a unit that this key could have. */
const inUnit = (written: unknown, unit: string, whole: boolean): number | undefined => {
  if (typeof written !== "string") return undefined;
  const [, hours, minutes] = /^([0-9]{1,4}):([0-5][0-9])(?::[0-5][0-9])?$/.exec(written) ?? [];
  const [, number, word = ""] = /^([0-9]{1,12}(?:\.[0-9]{1,6})?) *([A-Za-z]{1,7})$/.exec(written) ?? [];
  const factor = units[unit]?.[word.toLowerCase()] ?? units[unit]?.[word.toLowerCase().replace(/s$/, "")];
  const amount =
    unit === "hours" && hours !== undefined
      ? Number(hours) + Number(minutes) / 60
      : number === undefined || factor === undefined
        ? undefined
        : Number(number) * factor;
  if (amount === undefined || amount === 0) return undefined;
  return whole ? Math.ceil(amount - 1e-9) : Number(amount.toPrecision(6));
};
