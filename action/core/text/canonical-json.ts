import { hash } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One text for one value: keys in code-unit order, no white space; a key without a value is left out. Digests are made of this. */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  let members = "";
  if (isList(value)) {
    for (const one of value) members += (members === "" ? "" : ",") + canonicalJson(one);
    return `[${members}]`;
  }
  for (const key of sortedKeys(value))
    if (value[key] !== undefined) members += (members === "" ? "" : ",") + keyOf(key) + canonicalJson(value[key]);
  return `{${members}}`;
};

/** Most are words, in which JSON escapes nothing. */
const keyOf = (key: string): string => (/^\w+$/.test(key) ? `"${key}":` : `${JSON.stringify(key)}:`);

/** By code units, as a list sorts without a function that compares; a few are faster put into their places one by one. */
const sortedKeys = (value: { readonly [key: string]: Json }): readonly string[] => {
  const keys = Object.keys(value);
  if (keys.length > fewKeys) return keys.sort();
  let next = 0;
  for (const key of keys) {
    let place = next++;
    for (let before = keys[place - 1]; before !== undefined && before > key; before = keys[place - 1])
      keys[place--] = before;
    keys[place] = key;
  }
  return keys;
};
const fewKeys = 24;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Lower-case hex. */
export const sha256 = (data: string | Uint8Array): string => hash("sha256", data, "hex");

/** The members of a mapping; of anything else none. */
export const mapping = (value: Json | undefined): { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !isList(value) ? value : {};
