import { diffArrays } from "diff";

export type DiffLine<T> = { readonly side: "both" | "removed" | "added"; readonly line: T };

/** Lines removed and added. Beyond it all counts as rewritten: a pull request must not make its check run long. */
const maxEdits = 1500;

/** The shortest way from one list of lines to the other; removed lines come before added ones. */
export const diffLines = <T>(
  from: readonly T[],
  to: readonly T[],
  keyOf: (line: T) => string,
): readonly DiffLine<T>[] => {
  const removed = from.map((line): DiffLine<T> => ({ side: "removed", line }));
  const added = to.map((line): DiffLine<T> => ({ side: "added", line }));
  const parts = diffArrays(from.map(keyOf), to.map(keyOf), { maxEditLength: maxEdits });
  if (parts === undefined) return [...removed, ...added];
  let [i, j] = [0, 0];
  return parts.flatMap((part): readonly DiffLine<T>[] => {
    if (part.removed) return removed.slice(i, (i += part.count));
    const lines = added.slice(j, (j += part.count));
    if (part.added) return lines;
    i += part.count;
    return lines.map(({ line }) => ({ side: "both", line }));
  });
};
