import { parse } from "unbash";
import { type BashNode, endOf, isNode, messagesIn, nodesIn, spanOf, type TextSpan } from "./payload-messages.ts";

/**
 * Whether more than the job's log may know what a payload prints, or how its text is written: it reads its own text, the
 * words of the command before or its log, gives `echo` another meaning, leads all output elsewhere, or runs what cannot be
 * read here. Then no line of it is shown to be harmless. `sent`: names of the files that are sent along.
 */
const reachesBeyondLog = (run: string, nodes: readonly BashNode[], sent: ReadonlySet<string>): boolean =>
  readsItself.test(run) || nodes.some((node) => isUnknown(node, { run, sent }));

/** `$_` is the last word of the command before; a script reads its own text by `$0`, and its lines by LINENO. */
const readsItself =
  /\$[_0]|\$\{[_0]|\$\{!\w+\}|LINENO|BASH_(?:COMMAND|SOURCE|EXECUTION_STRING|XTRACEFD|ALIASES)|!!|\/proc\/|\/dev\/fd\/|\bpayload\.std|\.run\.sh\b/;

type OfPayload = { readonly run: string; readonly sent: ReadonlySet<string> };

const isUnknown = (node: BashNode, payload: OfPayload): boolean => {
  if (node.type === "Coproc") return true;
  if (node.type === "Function") return isNode(node.name) && printers.has(String(node.name.value));
  if (node.type !== "Command" || !isNode(node.name)) return false;
  const parts = [node.name, node.suffix].flat().filter(isNode);
  const [name = "", ...args] = parts.flatMap(({ type, value, text }) =>
    type === "Word" ? [String(value)] : type === "Assignment" ? [String(text)] : [],
  );
  if (isNode(node.name) && isExpanded(node.name) && !name.includes("/")) return true;
  const called = runners.has(name) ? [name, ...args] : [name];
  return (
    called.some((one) => unknown.has(one)) ||
    called.some((one, at) => sources.has(one) && !isSetUp(called[at + 1] ?? args[0] ?? "", payload)) ||
    ((name === "mapfile" || name === "readarray") && args.some((arg) => /^-\w*C/.test(arg))) ||
    (name === "set" && args.length === 0) ||
    (declaring.has(name) && (args.every((arg) => arg.startsWith("-")) || args.some((arg) => /^-\w*n/.test(arg))))
  );
};

const printers: ReadonlySet<string> = new Set(["echo", "printf"]);
const runners: ReadonlySet<string> = new Set(["command", "builtin"]);
const sources: ReadonlySet<string> = new Set([".", "source"]);
/** Without a name they print every variable, `_` among them; with `-n` a name stands for another. */
const declaring: ReadonlySet<string> = new Set(["declare", "typeset", "local"]);
const unknown: ReadonlySet<string> = new Set(
  "alias bind caller compgen complete enable eval exec fc history trap".split(" "),
);

/** `$launcher`: nobody here knows whether it is `exec`. */
const isExpanded = (word: BashNode): boolean => nodesIn(word).some(({ type }) => /Expansion$/.test(String(type)));

/** A file of the site or of its software, which real payloads read for what it exports: none that came or was made with the payload. */
const isSetUp = (path: string, { run, sent }: OfPayload): boolean => {
  const name = path.split("/").at(-1) ?? path;
  return (
    !/^\/(?:dev|tmp)\/|[<(`*?]/.test(path) && !sent.has(name) && !name.includes("$") && run.split(name).length === 2
  );
};

/** `message`: shown to be a comment, blank, or words that the job prints into its own log and nothing reads. */
export type LineKind = "executed" | "message";

export type PayloadLine = {
  readonly text: string;
  readonly kind: LineKind;
  /** Equal keys are equal lines: blanks count only inside texts and here-documents. */
  readonly key: string;
};

/** What is not shown to be a message is executed, and so is all that bash could not read. `sent`: files sent along. */
export const payloadLines = (run: string, sent: ReadonlySet<string> = new Set()): readonly PayloadLine[] => {
  const texts = run.replace(/\n$/, "").split("\n");
  const starts = texts.reduce<number[]>((offsets, text) => [...offsets, (offsets.at(-1) ?? 0) + text.length + 1], [0]);
  const lineAt = (offset: number): number =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    );
  const tree = treeOf(run);
  const nodes = nodesIn(tree);
  const commands = nodes.flatMap(rangesIn);
  const inside = new Set<number>();
  for (const { pos, end } of commands)
    for (let line = lineAt(pos) + 1; line <= lineAt(Math.max(pos, end - 1)); line++)
      if (!isContinued(texts[line - 1] ?? "", inside.has(line - 1))) inside.add(line);
  const messages = tree === undefined || reachesBeyondLog(run, nodes, sent) ? undefined : messagesIn(tree);
  return texts.map((text, line) => {
    const start = starts[line] ?? 0;
    if (messages === undefined || isJoined(texts[line - 1]))
      return { text, kind: "executed", key: inside.has(line) ? text : plainKey(text) };
    const kind = isMessage(text, start, { messages, commands }) ? "message" : "executed";
    const bare = kind === "message" ? text : withoutRemark(text, start, commands);
    return { text, kind, key: inside.has(line) ? text : plainKey(bare) };
  });
};

/** Whether a payload's end says another thing of it, by a message that came or went: then the message was none. */
export const otherEnd = (from: string, to: string): boolean => {
  const [before, after] = [from, to].map((run) => {
    const tree = treeOf(run);
    return tree === undefined ? "unknown" : endOf(tree.commands, /\bset \+|errexit/.test(run));
  });
  return before !== after;
};

/** All nodes of the payload; `undefined`: not bash. Its nodes read what is inside them when they are asked; as JSON they are all there. */
const treeOf = (run: string): BashNode | undefined => {
  const script = parse(run);
  return (script.errors ?? []).length > 0 ? undefined : JSON.parse(JSON.stringify({ commands: script.commands }));
};

/** Commands, and here-documents, which may have lines of their own. */
const rangesIn = (node: BashNode): readonly TextSpan[] => {
  if (typeof node.type === "string" && leaves.has(node.type)) return [spanOf(node)];
  // From the line break before it: its first line is its own.
  return node.type === "HereDoc"
    ? [node.body, node.closing].filter(isNode).map((part) => spanOf({ ...part, pos: Number(part.pos) - 1 }))
    : [];
};

const leaves: ReadonlySet<string> = new Set(["Command", "TestCommand", "ArithmeticCommand", "Word"]);

/** A backslash at the end of a line takes the next one to it: then `#` may stand within a word. */
const isJoined = (before: string | undefined): boolean => before !== undefined && /^\s*[^\s#].*\\$/.test(before);

/** A line without the comment behind its commands. */
const withoutRemark = (text: string, start: number, commands: readonly TextSpan[]): string => {
  const ends = commands
    .filter(({ pos, end }) => pos < start + text.length && end > start)
    .map(({ end }) => end - start);
  const last = Math.min(text.length, Math.max(0, ...ends));
  const behind = /^(?:[\s;&|(){}]|\b(?:then|do|done|fi|else|esac)\b)*?[\s;]#/.exec(text.slice(last));
  return behind === null ? text : text.slice(0, last + behind[0].length - 1);
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
  withoutEnds(
    outsideTexts(text)
      ?.map(({ part, isText }) => (isText ? part : part.replace(/[ \t]+/g, " ")))
      .join("") ?? text,
  );

/** Blanks at the ends of a line, but for one behind a backslash. */
const withoutEnds = (line: string): string => line.replace(/^[ \t]+|(?<![\\ \t])[ \t]+$/g, "");

/** A line cut where its texts and escaped characters begin and end; `undefined`: quotes nest, or one stays open. */
const outsideTexts = (text: string): readonly { readonly part: string; readonly isText: boolean }[] | undefined => {
  const line = withoutEnds(text);
  if (significant.test(line)) return undefined;
  if (/["'\\]/.test(line) && /\$\(|`|\$'|<<|(^|\s)#|\$\{[^}"']{0,200}["']/.test(line)) return undefined;
  const parts = [...line.matchAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\.?|[^'"\\]+|["']/g)].map(([part]) => part);
  return parts.some((part) => part === "'" || part === '"')
    ? undefined
    : parts.map((part) => ({ part, isText: /^["'\\]/.test(part) }));
};

/** Blanks within `${x//  /}`, the patterns of `=~` and of `@(a|b)`, and the key of an array are part of a word. */
const significant = /\$\{[^}]*[ \t]|=~|[@?*+!]\(|\w\[[^\]]*[ \t]/;
