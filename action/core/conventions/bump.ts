/** How much a version moved, or has to move. `none` is words only: no new version, no submission. */
export type Bump = "none" | "patch" | "minor" | "major";
export const bumpOrder: readonly Bump[] = ["none", "patch", "minor", "major"];
export const largerBump = (a: Bump, b: Bump): Bump => (bumpOrder.indexOf(a) >= bumpOrder.indexOf(b) ? a : b);
export const isSmallerBump = (a: Bump, b: Bump): boolean => bumpOrder.indexOf(a) < bumpOrder.indexOf(b);
