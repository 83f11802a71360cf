/**
 * `*` and `?` within a folder, `**` for any folders. Node's own matcher also expands braces, and took a minute for
 * 11 characters of a stranger's pull request (`{1..1000000}`); this one costs at most pattern times path.
 */
export const matchesGlob = (path: string, glob: string): boolean =>
  matchPieces(path.split("/"), glob.split("/"), "**", (name, pattern) =>
    matchPieces([...name], [...pattern], "*", fits),
  );

/** A name that stands as it is, or a pattern. */
export const fitsGlob = (path: string, glob: string): boolean => path === glob || matchesGlob(path, glob);

const fits = (character: string, pattern: string): boolean => pattern === "?" || pattern === character;

/** Wildcard matching without backtracking further than the last `any`. */
export const matchPieces = (
  text: readonly string[],
  pattern: readonly string[],
  any: string,
  one: (text: string, pattern: string) => boolean,
): boolean => {
  let [at, want] = [0, 0];
  let resume: { readonly at: number; readonly want: number } | undefined;
  while (at < text.length) {
    const piece = pattern[want];
    if (piece === any) {
      resume = { at, want };
      want++;
    } else if (piece !== undefined && one(text[at] ?? "", piece)) {
      at++;
      want++;
    } else if (resume !== undefined) {
      resume = { at: resume.at + 1, want: resume.want };
      at = resume.at;
      want = resume.want + 1;
    } else return false;
  }
  return pattern.slice(want).every((piece) => piece === any);
};
