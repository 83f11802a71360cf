import { isObject, type Json } from "./json.ts";

/** `json.dumps(value)`: the server's spacing, and ASCII only. */
export const pythonJson = (value: Json): string => {
  if (typeof value === "string") return asciiString(value);
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${asciiString(key)}: ${pythonJson(item)}`)
    .join(", ")}}`;
};

/** `json.dumps(value, indent=4, sort_keys=True)`. */
export const prettyJson = (value: Json, indent = ""): string => {
  const inner = `${indent}    `;
  if (Array.isArray(value))
    return value.length === 0
      ? "[]"
      : `[\n${value.map((item) => inner + prettyJson(item, inner)).join(",\n")}\n${indent}]`;
  if (!isObject(value)) return pythonJson(value);
  const keys = Object.keys(value).sort();
  if (keys.length === 0) return "{}";
  const lines = keys.map((key) => `${inner}${asciiString(key)}: ${prettyJson(value[key] ?? null, inner)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
};

/** `repr(value)`: what the server sends when nobody asked for JSON. */
export const pythonRepr = (value: Json): string => {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return reprString(value);
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([key, item]) => `${reprString(key)}: ${pythonRepr(item)}`)
      .join(", ")}}`;
  return `[${value.map(pythonRepr).join(", ")}]`;
};

/** `str.title()`: PanDA shows user names so. */
export const titleCase = (text: string): string =>
  text.toLowerCase().replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1));

/** `urllib.parse.quote(text)`: `/` stays. */
export const pythonQuote = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/");

const asciiString = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

const reprString = (text: string): string => {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
};
