/** Whether a pattern names a tag; `*` matches any letters. Piece by piece from the left, so that no pattern takes long. */
export const fitsTag = (tag: string, pattern: string): boolean => {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return tag === pattern;
  if (!tag.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let from = first.length;
  for (const piece of rest) {
    const at = tag.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return tag.length - last.length >= from && tag.endsWith(last);
};
