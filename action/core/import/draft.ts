import type { Problem } from "../problems/problem.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { WrittenLine } from "./written-lines.ts";

/** A request that is made of an old file, not judged yet. */
export type Draft = {
  readonly lines: readonly WrittenLine[];
  /** All but the request itself and the lock. */
  readonly files: readonly SourceFile[];
  /** What was decided, at the places of the old file. */
  readonly problems: readonly Problem[];
  /** Equal for equal tags. */
  readonly tag: string;
};
