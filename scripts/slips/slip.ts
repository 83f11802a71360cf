import type { Chance } from "../fuzz/chance.ts";
import { type Copy, type Span, spliced } from "./copy.ts";

/** One kind of mistake that people make. */
export type Slip = {
  readonly name: string;
  /** What the author did. */
  readonly about: string;
  /** `undefined`: this production has no place for it. */
  readonly make: (copy: Copy, by: Chance) => Slipped | undefined;
  /** Only seen beside what it was made from: as it was submitted, or as it still stands in the next folder. */
  readonly beside?: "submitted" | "in the next folder";
};

export type Slipped = {
  readonly copy: Copy;
  /** A reader also looks at lines with one of these. */
  readonly words: readonly string[];
  /** Files that are not executable any more. */
  readonly plain?: readonly string[];
};

type Into = (text: string, by: Chance, span: Span, copy: Copy) => string | undefined;

/** A slip of one piece of text: where it may happen, and what comes out. */
export const slipOf = (
  name: string,
  about: string,
  where: (copy: Copy) => readonly Span[],
  into: Into,
  more: Pick<Slip, "beside"> = {},
): Slip => ({
  name,
  about,
  ...more,
  make: (copy, by) => {
    const spans = where(copy).filter((span) => (into(span.text, fixed, span, copy) ?? span.text) !== span.text);
    if (spans.length === 0) return undefined;
    const span = by.of(spans);
    const text = into(span.text, by, span, copy) ?? span.text;
    return text === span.text ? undefined : { copy: spliced(copy, span, text), words: wordsOf(span.text, text) };
  },
});

/** Says whether there is something to change, and takes no number from the run's chance. */
const fixed: Chance = {
  below: () => 0,
  of: (choices) => {
    const [first] = choices;
    if (first === undefined) throw new Error("nothing to choose from");
    return first;
  },
  oneIn: () => true,
};

/** Names in what was written before and after: other lines that hold them speak of the same thing. */
export const wordsOf = (before: string, after: string): readonly string[] =>
  [...new Set(`${before} ${after}`.match(/[A-Za-z_][\w./-]{3,}/g) ?? [])].filter((word) => !common.includes(word));

const common = ["true", "false", "none", "bash", "root", "root.exe", "printf", "echo", "from", "filesPerJob", "reuse"];
