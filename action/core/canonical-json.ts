import { hash } from "node:crypto";
import { compareText } from "./problem.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One text for one value: keys in code-unit order, no white space. Digests are made of this. */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Lower-case hex. */
export const sha256 = (data: string | Uint8Array): string => hash("sha256", data, "hex");
