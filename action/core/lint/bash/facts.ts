import { forEachChild, type ParsedScript, type SyntaxNode, type Word } from "unbash";
import { noteNode } from "./collect-uses.ts";
import type { Run } from "./simple-command.ts";
import type { NoteContext, Notes, Use } from "./variable-uses.ts";

/** What a script does, as far as its text shows. Positions are offsets in the script. */
export type ScriptFacts = {
  readonly uses: readonly Use[];
  readonly assigned: ReadonlySet<string>;
  /** Names that are given one plain value, once; `undefined` where there are several, or a loop. */
  readonly values: ReadonlyMap<string, Word | undefined>;
  /** Names that are asked whether they are set. */
  readonly asked: ReadonlySet<string>;
  /** Where it is asked whether a file is there. */
  readonly fileTests: readonly number[];
  readonly runs: readonly Run[];
  readonly functions: ReadonlySet<string>;
  readonly words: readonly Word[];
  /** `${!name}`, `eval` and the like: any name may be read. */
  readonly indirect: boolean;
  /** A part was not understood, or its places are not those of the file. */
  readonly broken: boolean;
};

export const scriptFacts = (tree: ParsedScript): ScriptFacts => {
  const notes: Notes = {
    uses: [],
    assigned: new Set(),
    values: new Map(),
    asked: new Set(),
    fileTests: [],
    runs: [],
    functions: new Set(),
    words: [],
    indirect: false,
    broken: false,
  };
  const visit = (node: SyntaxNode, context: NoteContext): void => {
    const inner = noteNode(node, notes, context);
    forEachChild(node, (child) => visit(child, inner));
  };
  visit(tree, { inFunction: false, conditional: false, subshell: undefined, pipedUntil: 0 });
  return notes;
};
