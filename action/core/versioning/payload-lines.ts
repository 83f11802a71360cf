import { parse } from "unbash";
import { type BashNode, endOf, isNode, messagesIn, spanOf, type TextSpan } from "./payload-messages.ts";

/** `message`: shown to be a comment, blank, or words that the job prints into its own log and nothing reads. */
export type LineKind = "executed" | "message";

export type PayloadLine = {
  readonly text: string;
  readonly kind: LineKind;
  /** Equal keys are equal lines: blanks count only inside texts and here-documents. */
  readonly key: string;
};

/** The lines of a payload. What is not shown to be a message is executed, and so is all that bash could not read. */
export const payloadLines = (run: string): readonly PayloadLine[] => {
  const texts = run.replace(/\n$/, "").split("\n");
  const starts = texts.reduce<number[]>((offsets, text) => [...offsets, (offsets.at(-1) ?? 0) + text.length + 1], [0]);
  const lineAt = (offset: number): number =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    );
  const tree = treeOf(run);
  const commands = tree === undefined ? [] : rangesIn(tree);
  const inside = new Set<number>();
  for (const { pos, end } of commands)
    for (let line = lineAt(pos) + 1; line <= lineAt(Math.max(pos, end - 1)); line++)
      if (!isContinued(texts[line - 1] ?? "", inside.has(line - 1))) inside.add(line);
  const messages = tree === undefined || mayReadItself(run) ? undefined : messagesIn(tree);
  return texts.map((text, line) => ({
    text,
    kind:
      messages === undefined || !isMessage(text, starts[line] ?? 0, { messages, commands }) ? "executed" : "message",
    key: inside.has(line) ? text : plainKey(text),
  }));
};

/** Whether a payload's end says another thing of it, by a message that came or went: then the message was none. */
export const otherEnd = (from: string, to: string): boolean => {
  const [before, after] = [from, to].map((run) => {
    const tree = treeOf(run);
    return tree === undefined ? "test" : endOf(tree, /\bset \+/.test(run));
  });
  return before !== after;
};

/** All nodes of the payload; `undefined`: not bash. Its nodes read what is inside them when they are asked; as JSON they are all there. */
const treeOf = (run: string): BashNode | undefined => {
  const script = parse(run);
  return (script.errors ?? []).length > 0 ? undefined : JSON.parse(JSON.stringify({ commands: script.commands }));
};

/** A payload that knows its own text, the words of the command before, or where its output went: there a comment may have an effect. */
const mayReadItself = (run: string): boolean =>
  /\$[_0]|\$\{[_0]|LINENO|BASH_(?:COMMAND|SOURCE|EXECUTION_STRING|XTRACEFD)|\b(?:trap|caller|alias|enable|history|fc)\b|!!|\/proc\//.test(
    run,
  );

/** Commands, and here-documents, which may have lines of their own. */
const rangesIn = (node: unknown): readonly TextSpan[] => {
  if (Array.isArray(node)) return node.flatMap(rangesIn);
  if (!isNode(node)) return [];
  // From the line break before it: its first line is its own.
  const documents =
    node.type === "HereDoc"
      ? [node.body, node.closing].filter(isNode).map((part) => ({ ...part, pos: Number(part.pos) - 1 }))
      : [];
  const own = node.type === "Command" || node.type === "TestCommand" || node.type === "Word" ? [node] : [];
  return [...[...own, ...documents].map(spanOf), ...Object.values(node).flatMap(rangesIn)];
};

/** What is left of the line without its messages is a comment or nothing, and no other command reaches into it. */
const isMessage = (
  text: string,
  start: number,
  { messages, commands }: { readonly messages: readonly TextSpan[]; readonly commands: readonly TextSpan[] },
): boolean => {
  const end = start + text.length;
  const own = messages.filter((range) => range.pos < end && range.end > start);
  if (own.some((range) => range.pos < start || range.end > end)) return false;
  const within = (range: TextSpan): boolean => own.some(({ pos, end: last }) => pos <= range.pos && range.end <= last);
  if (commands.some((range) => range.pos < end && range.end > start && !within(range))) return false;
  const rest = own
    .toReversed()
    .reduce((left, range) => left.slice(0, range.pos - start) + left.slice(range.end - start), text);
  return /^[\s;]*(?:#.*)?$/.test(rest);
};

/** A command that a backslash takes to the next line, where no text is open: blanks say as little there. */
const isContinued = (before: string, isInside: boolean): boolean => {
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
