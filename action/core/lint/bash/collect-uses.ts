import type { Command, For, Select, SyntaxNode, Word } from "unbash";
import { plainText, type Run, runOf } from "./simple-command.ts";
import type { NoteContext, Notes } from "./variable-uses.ts";

type NodeKind = SyntaxNode["type"];
type Note<K extends NodeKind> = (
  node: Extract<SyntaxNode, { type: K }>,
  notes: Notes,
  context: NoteContext,
) => NoteContext | void;

/** Takes down what one node says, and answers the context of its children. */
export const noteNode = (node: SyntaxNode, notes: Notes, context: NoteContext): NoteContext => {
  // The table gives each kind a function for nodes of that kind.
  const note = table[node.type] as Note<NodeKind> | undefined;
  return note?.(node, notes, context) ?? context;
};

const conditional = (_node: SyntaxNode, _notes: Notes, context: NoteContext): NoteContext => ({
  ...context,
  conditional: true,
});
const inSubshell = ({ pos, end }: SyntaxNode, _notes: Notes, context: NoteContext): NoteContext => ({
  ...context,
  subshell: pos,
  pipedUntil: 0,
  processUntil: end,
});
const loop = (node: For | Select, notes: Notes, context: NoteContext): void =>
  assign(notes, context, node.name, { name: node.name.value });

const table: { readonly [K in NodeKind]?: Note<K> } = {
  Script: (node, notes) => {
    // Inside escaped backticks positions count in a text of its own.
    if ((node.errors ?? []).length > 0 || node.source !== undefined) notes.broken = true;
  },
  AndOr: conditional,
  Pipeline: ({ commands, end }, _notes, context) => ({
    ...context,
    pipedUntil: commands.at(-1)?.pos ?? 0,
    processUntil: commands.length > 1 ? end : context.processUntil,
  }),
  If: conditional,
  Subshell: inSubshell,
  CommandExpansion: inSubshell,
  Function: (node, notes, context) => {
    notes.functions.add(node.name.value);
    return { ...context, inFunction: true };
  },
  Command: (node, notes, context) => noteCommand(node, notes, context),
  For: loop,
  Select: loop,
  Coproc: (node, notes) => void notes.assigned.add(node.name?.value ?? "COPROC"),
  FileDescriptorVariable: (node, notes) => void notes.assigned.add(node.name),
  Assignment: (node, notes, context) => {
    const { name, value, append, index } = node;
    const plain = append !== true && index === undefined && value.type === "Word";
    assign(notes, context, node, { name, value: plain ? value : undefined });
  },
  Word: (node, notes) => void notes.words.push(node),
  SimpleExpansion: (node, notes, context) => use(notes, context, node, { name: node.text.slice(1) }),
  ParameterExpansion: (node, notes, context) => {
    const { parameter, prefix, index, operation } = node;
    if (prefix === "!") notes.indirect = true;
    if (operation?.type === "Default" && operation.operator.endsWith("="))
      assign(notes, context, node, { name: parameter });
    use(notes, context, node, { name: parameter, index: index?.value, guarded: operation?.type === "Default" });
  },
  TestUnary: ({ operator, operand, pos }, notes) => {
    if (asking.includes(operator)) ask(notes, operand);
    if (ofFiles.includes(operator)) notes.fileTests.push(pos);
  },
  ArithmeticWord: (node, notes, context) => {
    const name = node.parts === undefined ? nameIn(node.value) : undefined;
    if (name !== undefined) use(notes, context, node, { name });
  },
  ArithmeticUnary: ({ operator, operand }, notes, context) => {
    if (operator === "++" || operator === "--") assignArithmetic(notes, context, operand);
  },
  ArithmeticBinary: ({ operator, left }, notes, context) => {
    if (/^(?:[-+*/%&^|]|<<|>>)?=$/.test(operator)) assignArithmetic(notes, context, left);
  },
  TestBinary: (node, notes) => void notes.comparisons.push(node),
};

const use = (
  notes: Notes,
  { inFunction }: NoteContext,
  { pos }: SyntaxNode,
  {
    name,
    index,
    guarded = false,
  }: { readonly name: string; readonly index?: string | undefined; readonly guarded?: boolean },
): void => {
  notes.uses.push({ name, pos, index, guarded, inFunction });
};

const assign = (
  notes: Notes,
  { processUntil, inFunction }: NoteContext,
  { pos }: Pick<SyntaxNode, "pos">,
  { name, value }: { readonly name: string; readonly value?: Word | undefined },
): void => {
  notes.assignments.push({ name, pos, until: processUntil, inFunction });
  notes.values.set(name, notes.assigned.has(name) ? undefined : value);
  notes.assigned.add(name);
};

/** In arithmetic a name is its value, with `$` and without. */
const nameIn = (text: string): string | undefined => /^\$?([A-Za-z_]\w*)/.exec(text)?.[1];

const assignArithmetic = (notes: Notes, context: NoteContext, target: SyntaxNode): void => {
  const name = target.type === "ArithmeticWord" ? nameIn(target.value) : undefined;
  if (name !== undefined) assign(notes, context, target, { name });
};

const asking: readonly string[] = ["-v", "-z", "-n"];
const ofFiles: readonly string[] = ["-e", "-f", "-s", "-r"];

const ask = (notes: Notes, operand: Word): void => {
  const name = /^"?\$?\{?([A-Za-z_]\w*)/.exec(operand.text)?.[1];
  if (name !== undefined) notes.asked.add(name);
};

const noteCommand = (node: Command, notes: Notes, context: NoteContext): void => {
  const run = runOf(node, { ...context, piped: node.pos < context.pipedUntil });
  notes.runs.push(run);
  for (const name of assignedBy(run)) assign(notes, context, run, { name });
  for (const word of calculatedBy(node, run))
    for (const [name] of word.value.replace(/^[A-Za-z_]\w*[-+*/%&^|<>]*=/, "").matchAll(/[A-Za-z_]\w*/g))
      use(notes, context, word, { name });
  const listsAll =
    ["set", "env", "printenv", "declare", "export"].includes(run.name ?? "") && run.args.length + run.assigns === 0;
  if (listsAll || run.name === "eval" || run.name === "envsubst") notes.indirect = true;
  if (run.name !== "[" && run.name !== "test") return;
  for (const [index, { value }] of run.args.entries()) {
    const operand = run.args[index + 1];
    if (asking.includes(value) && operand !== undefined) ask(notes, operand);
    if (ofFiles.includes(value)) notes.fileTests.push(run.pos);
  }
};

const assigning = [
  "read",
  "mapfile",
  "readarray",
  "getopts",
  "declare",
  "typeset",
  "local",
  "export",
  "readonly",
  "wait",
  "let",
];

/** Words that bash calculates: `let seed=uniqueId+5`, `declare -i seed=uniqueId+5`. What is put in by `$` is seen by itself. */
const calculatedBy = (node: Command, { name, args }: Run): readonly Word[] => {
  const words =
    name === "let"
      ? args
      : assigning.includes(name ?? "") && args.some(({ value }) => /^-[a-zA-Z]*i/.test(value))
        ? node.args.flatMap((arg) => (arg.type === "Assignment" && arg.value.type === "Word" ? [arg.value] : []))
        : [];
  return words.filter(({ text }) => !text.includes("$"));
};

/** Names that a command gives a value to. Options' own words may be among them: too many names only mean more silence. */
const assignedBy = (run: Run): readonly string[] => {
  const name = run.name ?? "";
  if (name === "printf") return run.args[0]?.value === "-v" ? namesAssigned(run).slice(0, 1) : [];
  if (!assigning.includes(name)) return [];
  const always = { read: ["REPLY"], mapfile: ["MAPFILE"], readarray: ["MAPFILE"], getopts: ["OPTARG", "OPTIND"] };
  return [...namesAssigned(run), ...(Object.entries(always).find(([key]) => key === name)?.[1] ?? [])];
};

const namesAssigned = (run: Run): readonly string[] =>
  run.args.flatMap((word) => {
    // `*` in `let n=5*2` is no wildcard.
    const text = run.name === "let" ? word.text.replace(/^["']/, "") : (plainText(word) ?? "");
    return /^[A-Za-z_]\w*/.exec(text)?.[0] ?? [];
  });
