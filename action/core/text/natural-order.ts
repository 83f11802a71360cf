import { compareText } from "../problems/problem.ts";

/** Names as people count them: `ph2` before `ph10`. For lists that are read; what is stored stays in code-unit order. */
export const compareNatural = (a: string, b: string): number => comparePieces(piecesOf(a), piecesOf(b));

/** Each name is taken apart once. */
export const inOrderOf = <T>(all: readonly T[], name: (one: T) => string): readonly T[] =>
  all
    .map((one) => ({ one, pieces: piecesOf(name(one)) }))
    .toSorted((a, b) => comparePieces(a.pieces, b.pieces))
    .map(({ one }) => one);

/** Alternates words and whole numbers. */
const piecesOf = (name: string): readonly string[] => name.match(/\d+|\D+/g) ?? [];

const comparePieces = (a: readonly string[], b: readonly string[]): number => {
  for (const [index, piece] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (piece === other) continue;
    const order = isNumber(piece) && isNumber(other) ? compareDigits(piece, other) : compareText(piece, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
};
const isNumber = (piece: string): boolean => /^\d/.test(piece);

/** Without a number type: there may be more digits than it holds. */
const compareDigits = (a: string, b: string): number => {
  const [left, right] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return left.length - right.length || compareText(left, right) || compareText(a, b);
};
