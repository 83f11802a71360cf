import { parse } from "unbash";
import { payloadWords } from "./bump-rules.ts";
import { type BashNode, hasConstant, isConstant, isNode, setsNumber, writesFile } from "./payload-constants.ts";

/** The purpose of a line of a payload: it runs a program, it is shell logic, or it only prints. */
export type LineKind = "program" | "logic" | "talk";
const smallestFirst: readonly LineKind[] = ["talk", "logic", "program"];

export type PayloadLine = {
  readonly text: string;
  readonly kind: LineKind;
  /** Equal keys are equal lines: blanks count only inside texts and here-documents. */
  readonly key: string;
};

/** The lines of a payload, each with the largest kind of what is on it. What bash could not read is all program. */
export const payloadLines = (run: string): readonly PayloadLine[] => {
  const texts = run.replace(/\n$/, "").split("\n");
  const spans = spansOf(run);
  const starts = texts.reduce<number[]>((offsets, text) => [...offsets, (offsets.at(-1) ?? 0) + text.length + 1], [0]);
  const lineAt = (offset: number): number =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    );
  const found = new Map<number, LineKind>();
  const inside = new Set<number>();
  for (const { pos, end, kind } of spans ?? []) {
    for (let line = lineAt(pos); line <= lineAt(Math.max(pos, end - 1)); line++) {
      found.set(line, largerKind(found.get(line) ?? "talk", kind));
      if (line > lineAt(pos) && !authorized(texts[line - 1] ?? "", inside.has(line - 1))) inside.add(line);
    }
  }
  return texts.map((text, line) => ({
    text,
    kind: spans === undefined ? "program" : (found.get(line) ?? kindOfRest(text)),
    key: inside.has(line) ? text : plainKey(text),
  }));
};

/** A command that a backslash takes to the next line, where no text is open: blanks say as little there. */
const authorized = (before: string, isInside: boolean): boolean => {
  const parts = isInside ? undefined : outsideTexts(before);
  return parts !== undefined && /(^|[ \t])\\$/.test(before);
};

/** Blanks between words say nothing; within quotes, or after a backslash, they do. */
const plainKey = (text: string): string =>
  outsideTexts(text)
    ?.map(({ part, isText }) => (isText ? part : part.replace(/[ \t]+/g, " ")))
    .join("")
    .trim() ?? text.trim();

type LinePart = { readonly part: string; readonly isText: boolean };

/** A line cut where its texts and escaped characters begin and end; `undefined`: quotes nest, or one stays open. */
const outsideTexts = (text: string): readonly LinePart[] | undefined => {
  const line = text.trim();
  if (/["'\\]/.test(line) && /\$\(|`|\$'|<<|(^|\s)#|\$\{[^}"']{0,200}["']/.test(line)) return undefined;
  const parts = [...line.matchAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\.?|[^'"\\]+|["']/g)].map(([part]) => part);
  return parts.some((part) => part === "'" || part === '"')
    ? undefined
    : parts.map((part) => ({ part, isText: /^["'\\]/.test(part) }));
};

type Span = { readonly pos: number; readonly end: number; readonly kind: LineKind };
/** Every command with the text it covers, here-documents included; `undefined`: not bash. */
const spansOf = (run: string): readonly Span[] | undefined => {
  const script = parse(run);
  if ((script.errors ?? []).length > 0) return undefined;
  // Its nodes read what is inside them when they are asked; as JSON they are all there.
  return spansIn(JSON.parse(JSON.stringify(script.commands)));
};

/** `heard`: the printed text goes to a reader other than the log. */
const spansIn = (node: unknown, heard = false): readonly Span[] => {
  if (Array.isArray(node)) return node.flatMap((one) => spansIn(one, heard));
  if (!isNode(node)) return [];
  const own = node.type === "Command" ? spansOfCommand(node, heard) : constantsIn(node);
  if (node.type === "Pipeline" && Array.isArray(node.commands)) {
    const last = node.commands.length - 1;
    return node.commands.flatMap((command, index) => spansIn(command, heard || index < last));
  }
  const read = ["CommandExpansion", "ProcessSubstitution"].includes(String(node.type));
  const written = node.type === "Redirected" && [node.redirects].flat().filter(isNode).some(writesFile);
  return [...own, ...Object.values(node).flatMap((child) => spansIn(child, heard || read || written))];
};

/** Values in commands: what a loop goes over or reads, and what arithmetic sets. */
const constantsIn = (node: BashNode): readonly Span[] => {
  const words = [node.type === "For" || node.type === "Select" ? node.wordlist : []].flat().filter(isNode);
  const last = words.at(-1);
  if (last !== undefined && words.some(isConstant))
    return [{ pos: Number(node.pos), end: Number(last.end), kind: "program" }];
  if (node.type === "ArithmeticCommand" && setsNumber.test(String(node.body)))
    return [{ ...rangeOf(node), kind: "program" }];
  return node.type === "Redirected"
    ? [node.redirects]
        .flat()
        .filter(isNode)
        .flatMap((redirect) => documentOf(redirect, "program"))
    : [];
};

/** The lines of a here-document. */
const documentOf = ({ type, body, closing }: BashNode, kind: LineKind): readonly Span[] =>
  type === "HereDoc" ? [body, closing].filter(isNode).map((part) => ({ ...rangeOf(part), kind })) : [];

const spansOfCommand = (command: BashNode, heard: boolean): readonly Span[] => {
  const kind = kindOfCommand(command, heard);
  // A generator card that is written here: `HardQCD:all = on`.
  const isCard = heard || partsOf(command).some(writesFile) || readers.includes(programName(command));
  return [
    { ...rangeOf(command), kind },
    ...partsOf(command).flatMap((part) => documentOf(part, isCard ? "program" : kind)),
  ];
};

/** They keep what they read: a file, or variables. */
const readers: readonly string[] = ["tee", "read", "mapfile"];

const programName = ({ name }: BashNode): string => (isNode(name) ? String(name.value) : "");

const rangeOf = ({ pos, end }: BashNode): { readonly pos: number; readonly end: number } => ({
  pos: Number(pos),
  end: Number(end),
});

const partsOf = ({ prefix, suffix }: BashNode): readonly BashNode[] => [prefix, suffix].flat().filter(isNode);

const kindOfCommand = (command: BashNode, heard: boolean): LineKind => {
  const name = programName(command);
  const parts = partsOf(command);
  if (hasConstant(name, parts)) return "program";
  if (name === "") return "logic";
  if (payloadWords.talk.includes(name)) return heard || parts.some(writesFile) ? "logic" : "talk";
  if (name === "set" && parts.every(({ value }) => /^[-+][xv]$/.test(String(value)))) return "talk";
  if (name === "cat" && !heard && parts.every(isLog)) return "talk";
  return payloadWords.logic.includes(name) ? "logic" : "program";
};

const isLog = ({ type, value }: BashNode): boolean =>
  type === "Word" && /(\.log|\.err|\.out|^\/proc\/\S+)$/.test(String(value));

/** Lines on which no command begins or goes on: `fi` and `done` are logic, comments and empty lines talk. */
const kindOfRest = (text: string): LineKind => (/^\s*(#|$)/.test(text) ? "talk" : "logic");

const largerKind = (a: LineKind, b: LineKind): LineKind =>
  smallestFirst.indexOf(a) >= smallestFirst.indexOf(b) ? a : b;
