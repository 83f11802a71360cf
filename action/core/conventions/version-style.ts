/** How much a version moved, or has to move. `none` is words only: no new version, no submission. */
export type Bump = "none" | "patch" | "minor" | "major";
export const bumpOrder: readonly Bump[] = ["none", "patch", "minor", "major"];
export const largerBump = (a: Bump, b: Bump): Bump => (bumpOrder.indexOf(a) >= bumpOrder.indexOf(b) ? a : b);
export const isSmallerBump = (a: Bump, b: Bump): boolean => bumpOrder.indexOf(a) < bumpOrder.indexOf(b);

/** Trials are marked in the same way in every style of versions, and are never a base for later ones. */
const trial = /^(?<release>.+)-test\.(?<number>0|[1-9][0-9]{0,8})$/;

export const isTrial = (version: string): boolean => trial.test(version);
export const releaseOf = (version: string): string => trial.exec(version)?.groups?.release ?? version;
export const trialNumber = (version: string): number => Number(trial.exec(version)?.groups?.number ?? 0);

/** Names of data hold the version whole, so that what a trial made has its mark; others may have it too. */
export const mayNameTrial = (name: string): boolean => /-test\.[0-9]/.test(name);

/** The trial after those of this release that are taken. */
export const nextTrial = (release: string, taken: readonly string[]): string => {
  const numbers = taken.filter((version) => isTrial(version) && releaseOf(version) === release).map(trialNumber);
  return `${release}-test.${Math.max(0, ...numbers) + 1}`;
};

/** How an experiment writes versions: all that compares or raises one uses it, so `v001` obeys as `1.2.0` does. */
export type VersionStyle = {
  /** What is wrong with it, in the author's words; `undefined`: nothing. */
  fault(version: string): string | undefined;
  /** Negative, zero or positive, as sorting wants it. A trial comes before its release. */
  compare(a: string, b: string): number;
  /** The next release that is a bump of at least this size. */
  raised(version: string, bump: Exclude<Bump, "none">): string;
  /** The size of the step between two releases. The coarsest part that a style has counts as major. */
  between(from: string, to: string): Bump;
  readonly example: string;
  /** A regular expression of the allowed versions, for editors. */
  readonly shape: string;
};
