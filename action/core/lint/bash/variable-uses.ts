import type { TestBinaryExpression, Word } from "unbash";
import type { Run } from "./simple-command.ts";

/** One place where bash puts in the value of a variable. */
export type Use = {
  readonly name: string;
  readonly pos: number;
  /** `@` of `${fit[@]}`. */
  readonly index: string | undefined;
  /** `${x:-default}` and its like say what happens without a value. */
  readonly guarded: boolean;
  readonly inFunction: boolean;
};

export type AssignedName = {
  readonly name: string;
  readonly pos: number;
  /** Where the process of its own ends that it is in: the value ends with it. */
  readonly until: number | undefined;
  readonly inFunction: boolean;
};

/** The facts of a script while they are taken down. Positions are offsets in the script. */
export type Notes = {
  readonly uses: Use[];
  readonly assignments: AssignedName[];
  readonly assigned: Set<string>;
  /** Names that are given one plain value, once; `undefined` where there are several, or a loop. */
  readonly values: Map<string, Word | undefined>;
  readonly asked: Set<string>;
  /** Where it is asked whether a file is there. */
  readonly fileTests: number[];
  readonly comparisons: TestBinaryExpression[];
  readonly runs: Run[];
  readonly functions: Set<string>;
  readonly words: Word[];
  /** `${!name}`, `eval` and the like: any name may be read. */
  indirect: boolean;
  /** A part was not understood, or its places are not those of the file. */
  broken: boolean;
};

/** What a script does, as far as its text shows. */
export type ScriptFacts = { readonly [K in keyof Notes]: Fixed<Notes[K]> };
type Fixed<T> = T extends (infer V)[]
  ? readonly V[]
  : T extends Map<infer K, infer V>
    ? ReadonlyMap<K, V>
    : T extends Set<infer V>
      ? ReadonlySet<V>
      : T;

export type NoteContext = {
  readonly inFunction: boolean;
  readonly conditional: boolean;
  readonly subshell: number | undefined;
  /** Where the innermost process ends that bash starts for a part of the script: a subshell, a part of a pipe. */
  readonly processUntil: number | undefined;
  /** Commands that begin before this place give their output to the one that begins there. */
  readonly pipedUntil: number;
};
