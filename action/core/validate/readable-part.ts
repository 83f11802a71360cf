import type { Request } from "../request/request.ts";
import type { SchemaError } from "../text/schema-error.ts";

/** Limits and patterns: the value has the right kind, so other checks can read it. */
const harmless = ["enum", "const", "pattern", "propertyNames", "minimum", "maximum", "minLength", "maxLength"];
const countsOnly = ["maxItems", "maxProperties", "uniqueItems"];

/** Without unknown keys and options of the wrong kind: a misspelt key should not hide what is wrong elsewhere. */
export const readablePart = (
  value: unknown,
  errors: readonly SchemaError[],
  validate: { (value: unknown): boolean; readonly errors: readonly SchemaError[] | null },
): Request | undefined => {
  const rest: unknown = structuredClone(value);
  for (const { keyword, instancePath, params } of errors) {
    const path = instancePath.split("/").slice(1).map(unescapePointer);
    if (keyword === "additionalProperties") remove(rest, path, String(params.additionalProperty));
    else if (keyword === "type" && params.type === "string") rewrite(rest, path);
    else if (keyword === "type" && isOption(path)) remove(rest, path.slice(0, -1), path.at(-1) ?? "");
  }
  return validate(rest) ||
    (validate.errors ?? []).every(({ keyword }) => [...harmless, ...countsOnly].includes(keyword))
    ? (rest as Request)
    : undefined;
};

/** An option of a step or of `defaults`; what others refer to is left in its place. */
const isOption = ([section, ...path]: readonly string[]): boolean =>
  (section === "steps" && path.length >= 2 && path[1] !== "in" && path[1] !== "out") ||
  (section === "defaults" && path.length >= 1);

const remove = (tree: unknown, path: readonly string[], key: string): void => {
  const parent = at(tree, path);
  if (typeof parent === "object" && parent !== null && !Array.isArray(parent)) Reflect.deleteProperty(parent, key);
};

/** A number where text is wanted is read as the text it was meant as. */
const rewrite = (tree: unknown, path: readonly string[]): void => {
  const [parent, value] = [at(tree, path.slice(0, -1)), at(tree, path)];
  if (typeof parent === "object" && parent !== null && (typeof value === "number" || typeof value === "boolean"))
    Reflect.set(parent, path.at(-1) ?? "", String(value));
};

const at = (tree: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, step)
        ? (inner as Record<string, unknown>)[step]
        : undefined,
    tree,
  );

const unescapePointer = (part: string): string => part.replaceAll("~1", "/").replaceAll("~0", "~");
