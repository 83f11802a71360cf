import { distance } from "fastest-levenshtein";

/** The name a person most likely meant, or `undefined` when none is close enough. */
export const nearestName = (written: string, known: readonly string[]): string | undefined => {
  const most = Math.max(1, Math.floor(written.length / 3));
  const ranked = known
    // As far apart as their lengths are, at least; names of any length are compared in no time.
    .filter((name) => Math.abs(name.length - written.length) <= most)
    .map((name) => ({ name, far: distance(written.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.far - b.far);
  const best = ranked[0];
  return best !== undefined && best.far <= most ? best.name : undefined;
};

/** `did you mean "x"?`, or the list when it is short enough to read. */
export const suggestName = (written: string, known: readonly string[]): string | undefined => {
  const near = nearestName(written, known);
  if (near !== undefined) return `did you mean "${near}"?`;
  return known.length > 0 && known.length <= 12 ? `known here: ${known.join(", ")}` : undefined;
};
