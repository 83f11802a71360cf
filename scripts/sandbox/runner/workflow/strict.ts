import { isObject } from "../../github/json.ts";
import { validateTemplates } from "../expression/template.ts";

/** The sandbox skips nothing: what it does not know, it refuses by file and key. */
export class UnknownConstruct extends Error {}

/** A value of a workflow file and where it stands. */
export type Node = { readonly file: string; readonly key: string; readonly value: unknown };

export const wrong = (node: Node, message: string): UnknownConstruct =>
  new UnknownConstruct(`${node.file}: ${node.key}: ${message}`);

export const child = (node: Node, name: string | number, value: unknown): Node => ({
  file: node.file,
  key: typeof name === "number" ? `${node.key}[${name}]` : node.key === "" ? name : `${node.key}.${name}`,
  value,
});

/** A mapping with known keys only. */
export const fields = <K extends string>(node: Node, known: readonly K[]): { readonly [key in K]?: Node } => {
  if (!isObject(node.value)) throw wrong(node, "must be a mapping");
  for (const key of Object.keys(node.value))
    if (!known.some((each) => each === key))
      throw wrong(child(node, key, undefined), "is not supported by the sandbox runner");
  const found: { [key in K]?: Node } = {};
  for (const key of known) {
    const value = node.value[key];
    if (key in node.value) found[key] = child(node, key, value);
  }
  return found;
};

export const entries = (node: Node): readonly (readonly [string, Node])[] => {
  if (!isObject(node.value)) throw wrong(node, "must be a mapping");
  return Object.entries(node.value).map(([name, value]) => [name, child(node, name, value)]);
};

export const items = (node: Node): readonly Node[] => {
  if (!Array.isArray(node.value)) throw wrong(node, "must be a list");
  return node.value.map((value: unknown, index) => child(node, index, value));
};

/** Text, number or boolean as text; its expressions must be understood. */
export const text = (node: Node, isCondition = false): string => {
  const { value } = node;
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
    throw wrong(node, "must be a text");
  try {
    validateTemplates(String(value), isCondition);
  } catch (error) {
    throw wrong(node, error instanceof Error ? error.message : String(error));
  }
  return String(value);
};

export const maybe = <T>(node: Node | undefined, read: (node: Node) => T): T | undefined =>
  node === undefined ? undefined : read(node);

/** One text or a list of texts. */
export const texts = (node: Node): readonly string[] =>
  Array.isArray(node.value) ? items(node).map((each) => text(each)) : [text(node)];

export const textMap = (node: Node | undefined): Readonly<Record<string, string>> =>
  node === undefined ? {} : Object.fromEntries(entries(node).map(([name, each]) => [name, text(each)]));

export const oneOf = <T extends string>(node: Node, choices: readonly T[]): T => {
  const found = choices.find((each) => each === node.value);
  if (found === undefined)
    throw wrong(node, `is "${String(node.value)}"; the sandbox runner knows ${choices.join(", ")}`);
  return found;
};
