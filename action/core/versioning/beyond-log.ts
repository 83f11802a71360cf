import { type BashNode, isNode, nodesIn } from "./bash-nodes.ts";

/**
 * Whether more than the job's log may know what a payload prints, or how its text is written: it reads its own text, the
 * words of the command before or its log, gives `echo` another meaning, leads all output elsewhere, or runs what cannot be
 * read here. Then no line of it is shown to be harmless. `sent`: names of the files that are sent along.
 */
export const reachesBeyondLog = (run: string, tree: BashNode, sent: ReadonlySet<string>): boolean =>
  readsItself.test(run) || nodesIn(tree).some((node) => isUnknown(node, { run, sent }));

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
