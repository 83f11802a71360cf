import type { Change } from "./change.ts";
import { diffLines } from "./line-diff.ts";
import { type LineKind, type PayloadLine, payloadLines } from "./payload-lines.ts";

const largestFirst: readonly LineKind[] = ["program", "logic", "talk"];

/** A change of a payload, split by what its lines are there for: `steps.pileup.run.logic`. */
export const payloadChanges = (path: string, from: string, to: string): readonly Change[] => {
  const diff = diffLines(payloadLines(from), payloadLines(to), ({ key }) => key);
  const lines = (kind: LineKind, side: "removed" | "added"): readonly PayloadLine[] =>
    diff.flatMap((one) => (one.side === side && one.line.kind === kind ? [one.line] : []));
  const changes = largestFirst.flatMap((kind): readonly Change[] => {
    const [gone, come] = [lines(kind, "removed"), lines(kind, "added")];
    return gone.length + come.length === 0
      ? []
      : [{ path: `${path}.${kind}`, from: linesText(gone), to: linesText(come) }];
  });
  return changes.length > 0 ? changes : [{ path: `${path}.blanks`, from, to }];
};

const linesText = (lines: readonly PayloadLine[]): string | undefined =>
  lines.length === 0 ? undefined : lines.map(({ text }) => text.trim()).join("\n");
