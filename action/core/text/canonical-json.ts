import { hash } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One text for one value: keys in code-unit order, no white space. Digests are made of this. */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  let members = "";
  // Without a function that compares them, texts are sorted by code units.
  for (const key of Object.keys(value).sort())
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`;
  return `{${members}}`;
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Lower-case hex. */
export const sha256 = (data: string | Uint8Array): string => hash("sha256", data, "hex");

/** The members of a mapping; of anything else none. */
export const mapping = (value: Json | undefined): { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !isList(value) ? value : {};
