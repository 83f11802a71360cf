import { forEachChild, type ParsedScript, type SyntaxNode, type Word } from "unbash";
import type { Run } from "./run.ts";
import { noteNode } from "./take-notes.ts";

/** One place where bash puts in the value of a variable. */
export type Use = {
  readonly name: string;
  readonly pos: number;
  /** `@` of `${IN1[@]}`. */
  readonly index: string | undefined;
  /** `${x:-default}` and its like say what happens without a value. */
  readonly guarded: boolean;
  readonly inFunction: boolean;
};

/** What a script does, as far as its text tells. Positions are offsets in the script. */
export type Facts = {
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

/** The same while it is taken down. */
export type Notes = {
  readonly uses: Use[];
  readonly assigned: Set<string>;
  readonly values: Map<string, Word | undefined>;
  readonly asked: Set<string>;
  readonly fileTests: number[];
  readonly runs: Run[];
  readonly functions: Set<string>;
  readonly words: Word[];
  indirect: boolean;
  broken: boolean;
};

export type Context = {
  readonly inFunction: boolean;
  readonly conditional: boolean;
};

export const factsOf = (tree: ParsedScript): Facts => {
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
  const visit = (node: SyntaxNode, context: Context): void => {
    const inner = noteNode(node, notes, context);
    forEachChild(node, (child) => visit(child, inner));
  };
  visit(tree, { inFunction: false, conditional: false });
  return notes;
};
