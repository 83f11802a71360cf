/** A line of one text, of the other, or of both. */
export type DiffLine<T> = {
  readonly side: "both" | "removed" | "added";
  readonly line: T;
};

/** Beyond so many comparisons the middle counts as rewritten: a pull request must not keep its judge busy. */
const mostCompared = 4_000_000;

/** The longest common subsequence of two lists of lines, after what they share at both ends. */
export const diffLines = <T>(
  from: readonly T[],
  to: readonly T[],
  keyOf: (line: T) => string,
): readonly DiffLine<T>[] => {
  const [before, after] = [from.map(keyOf), to.map(keyOf)];
  let start = 0;
  while (start < Math.min(from.length, to.length) && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < Math.min(from.length, to.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  return [
    ...to.slice(0, start).map((line): DiffLine<T> => ({ side: "both", line })),
    ...diffMiddle(from.slice(start, from.length - end), to.slice(start, to.length - end), keyOf),
    ...to.slice(to.length - end).map((line): DiffLine<T> => ({ side: "both", line })),
  ];
};

const diffMiddle = <T>(from: readonly T[], to: readonly T[], keyOf: (line: T) => string): readonly DiffLine<T>[] => {
  const removed = from.map((line): DiffLine<T> => ({ side: "removed", line }));
  const added = to.map((line): DiffLine<T> => ({ side: "added", line }));
  if (from.length * to.length > mostCompared) return [...removed, ...added];
  const [before, after] = [from.map(keyOf), to.map(keyOf)];
  const common = commonLengths(before, after);
  const lines: DiffLine<T>[] = [];
  let [i, j] = [0, 0];
  while (i < from.length && j < to.length) {
    const line = to[j];
    if (before[i] === after[j] && line !== undefined) {
      lines.push({ side: "both", line });
      i++;
      j++;
    } else if ((common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)) lines.push(...removed.slice(i, ++i));
    else lines.push(...added.slice(j, ++j));
  }
  return [...lines, ...removed.slice(i), ...added.slice(j)];
};

/** At [i][j]: how many lines the rests have in common. */
const commonLengths = (before: readonly string[], after: readonly string[]): readonly Uint32Array[] => {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    const [row, below] = [table[i], table[i + 1]];
    if (row === undefined || below === undefined) continue;
    for (let j = after.length - 1; j >= 0; j--)
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
  }
  return table;
};
