/** A node of the syntax tree, as the parser gives it: a type, a place, and members. */
export type Node = { readonly type: string; readonly start: number; readonly end: number };

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value;

/** A member as a value, a node, or a list of nodes. */
export const member = (node: Node, name: string): unknown => Object.entries(node).find(([key]) => key === name)?.[1];
export const nodeIn = (node: Node, name: string): Node | undefined => {
  const value = member(node, name);
  return isNode(value) ? value : undefined;
};
export const nodesIn = (node: Node, name: string): readonly Node[] => {
  const value = member(node, name);
  return Array.isArray(value) ? value.filter(isNode) : [];
};
export const wordIn = (node: Node, name: string): string => {
  const value = member(node, name);
  return typeof value === "string" ? value : "";
};

/** Parts that hold no expression of the running program: types, names, what is imported. */
const silent = ["typeAnnotation", "returnType", "typeParameters", "typeArguments", "superTypeArguments"];
const silentTypes = /^(TS(?!AsExpression|SatisfiesExpression|NonNullExpression)|Import|ExportAll)/;

/** The nodes below a node in which something can be changed. */
export const children = (node: Node): readonly Node[] =>
  Object.entries(node).flatMap(([name, value]): readonly Node[] => {
    if (silent.includes(name) || (name === "key" && member(node, "computed") !== true)) return [];
    const found: readonly unknown[] = Array.isArray(value) ? value : [value];
    return found.filter(isNode).filter(({ type }) => !silentTypes.test(type));
  });
