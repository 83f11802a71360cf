import { parseSync } from "rolldown/utils";
import { children, isNode, member, type Node, nodeIn, nodesIn, wordIn } from "./node.ts";

/** One spot of a text and what would stand there. A statement goes, an expression becomes another. */
export type Change = { readonly start: number; readonly end: number } & (
  | { readonly kind: "expression"; readonly to: string }
  | { readonly kind: "no-statement" }
);

/** Every single change that this program knows for a TypeScript file, in the order of the text. */
export const changesOf = (text: string): readonly Change[] => {
  const { program, errors } = parseSync("file.ts", text);
  if (errors.length > 0 || !isNode(program)) throw new Error(`not TypeScript: ${errors[0]?.message}`);
  const changes: Change[] = [];
  const walk = (node: Node, inChain: boolean): void => {
    // A link in `a?.b.c` cannot be changed alone: the links behind it are skipped with it.
    if (!inChain) changes.push(...atNode(node, text));
    const chain = node.type === "ChainExpression" ? nodeIn(node, "expression") : inChain ? linkBelow(node) : undefined;
    // The text behind a tag is not a value by itself: it changes with its tag.
    const tagged = node.type === "TaggedTemplateExpression" ? nodeIn(node, "quasi") : undefined;
    for (const child of children(node)) walk(child, child === chain || child === tagged);
  };
  walk(program, false);
  // A text that is empty already stays what it is.
  const others = changes.filter((one) => one.kind !== "expression" || one.to !== text.slice(one.start, one.end));
  return others.toSorted((a, b) => a.start - b.start || b.end - a.end);
};

const linkBelow = (node: Node): Node | undefined => nodeIn(node, "object") ?? nodeIn(node, "callee");

const comparisons: Readonly<Record<string, readonly string[]>> = {
  "===": ["!=="],
  "!==": ["==="],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
};
const sums: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
};
const methods: Readonly<Record<string, string>> = {
  some: "every",
  every: "some",
  startsWith: "endsWith",
  endsWith: "startsWith",
  find: "findLast",
  min: "max",
  max: "min",
};
/** Methods without which a value of the same kind is left. */
const leftOut = ["filter", "toSorted", "slice", "trim", "toReversed", "flat"];

const atNode = (node: Node, text: string): readonly Change[] => {
  const { start, end, type } = node;
  const of = (part: Node | undefined): string => (part === undefined ? "" : text.slice(part.start, part.end));
  const to = (...texts: readonly string[]): readonly Change[] =>
    texts.map((one) => ({ kind: "expression", start, end, to: one }));
  const at = (part: Node | undefined, ...texts: readonly string[]): readonly Change[] =>
    part === undefined
      ? []
      : texts
          .filter((one) => one !== of(part))
          .map((one) => ({ kind: "expression", start: part.start, end: part.end, to: one }));
  const [left, right] = [nodeIn(node, "left"), nodeIn(node, "right")];
  const operator = wordIn(node, "operator");
  switch (type) {
    case "Literal":
      return to(...otherLiterals(node, of(node)));
    case "TemplateLiteral":
      return to("``");
    case "TaggedTemplateExpression":
      return to(`${of(nodeIn(node, "tag"))}\`\``);
    case "BinaryExpression":
      return to(...(comparisons[operator] ?? numeric(node, text)).map((other) => `${of(left)} ${other} ${of(right)}`));
    case "LogicalExpression": {
      const other =
        operator === "&&"
          ? [`${of(left)} || ${of(right)}`]
          : operator === "||"
            ? [`(${of(left)}) && (${of(right)})`]
            : [];
      return to(of(left), of(right), ...other);
    }
    case "UnaryExpression":
      return operator === "!" ? to(of(nodeIn(node, "argument"))) : [];
    case "ConditionalExpression":
    case "IfStatement":
      return at(nodeIn(node, "test"), "true", "false");
    case "ArrowFunctionExpression":
      return nodeIn(node, "body")?.type === "BlockStatement" ? [] : at(nodeIn(node, "body"), ...otherBodies(node));
    case "ArrayExpression":
      return to(
        ...withoutOne(node, "elements", of, ["[", "]"]),
        ...(nodesIn(node, "elements").length > 0 ? ["[]"] : []),
      );
    case "ObjectExpression":
      return to(...withoutSpread(node, of));
    case "CallExpression":
      return to(...otherCalls(node, of));
    case "ExpressionStatement":
      return [{ kind: "no-statement", start, end }];
    default:
      return [];
  }
};

const numeric = (node: Node, text: string): readonly string[] => {
  const words = text.slice(node.start, node.end);
  return /["'`]/.test(words) ? [] : (sums[wordIn(node, "operator")] ?? []);
};

const otherLiterals = (node: Node, raw: string): readonly string[] => {
  const value = member(node, "value");
  if (raw.startsWith("/")) return otherPatterns(raw);
  if (typeof value === "string") return [value === "" ? '"mutant"' : '""'];
  if (typeof value === "boolean") return [String(!value)];
  return typeof value === "number" ? [String(value + 1)] : [];
};

/** One that matches nothing, and the same without its anchors. */
const otherPatterns = (raw: string): readonly string[] => {
  const end = raw.lastIndexOf("/");
  const [body, flags] = [raw.slice(1, end), raw.slice(end + 1)];
  const loose = [
    ...(body.startsWith("^") ? [body.slice(1)] : []),
    ...(/[^\\]\$$/.test(body) ? [body.slice(0, -1)] : []),
  ];
  return ["(?!)", ...loose].map((one) => `/${one}/${flags}`);
};

/** What says yes or no says the other; anything else says nothing. */
const otherBodies = (node: Node): readonly string[] => {
  const body = nodeIn(node, "body");
  const operator = body === undefined ? "" : wordIn(body, "operator");
  const decides = Object.hasOwn(comparisons, operator) || operator === "&&" || operator === "||" || operator === "!";
  return decides ? ["true", "false"] : ["undefined"];
};

const withoutOne = (
  node: Node,
  name: string,
  of: (part: Node) => string,
  [open, close]: readonly [string, string],
): readonly string[] => {
  const parts = nodesIn(node, name);
  if (parts.length < 2) return [];
  return parts.map(
    (gone) =>
      open +
      parts
        .filter((part) => part !== gone)
        .map(of)
        .join(", ") +
      close,
  );
};

const withoutSpread = (node: Node, of: (part: Node) => string): readonly string[] => {
  const parts = nodesIn(node, "properties");
  return parts
    .filter(({ type }) => type === "SpreadElement")
    .map(
      (gone) =>
        `{ ${parts
          .filter((part) => part !== gone)
          .map(of)
          .join(", ")} }`,
    );
};

const otherCalls = (node: Node, of: (part: Node) => string): readonly string[] => {
  const callee = nodeIn(node, "callee");
  const [object, property] = callee === undefined ? [] : [nodeIn(callee, "object"), nodeIn(callee, "property")];
  if (callee?.type !== "MemberExpression" || object === undefined || property === undefined) return [];
  const name = wordIn(property, "name");
  const other = Object.hasOwn(methods, name) ? methods[name] : undefined;
  const call = `(${nodesIn(node, "arguments").map(of).join(", ")})`;
  if (other !== undefined) return [`${of(object)}.${other}${call}`];
  return leftOut.includes(name) ? [of(object)] : [];
};
