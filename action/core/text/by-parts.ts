/** Submissions or tags, whose events or states are in memory at one time. */
export const atOneTime = 1000;

/** In order, at most this many in each: what is made of one part can be forgotten before the next. */
export const byParts = <T>(all: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, part) => all.slice(part * most, (part + 1) * most));
