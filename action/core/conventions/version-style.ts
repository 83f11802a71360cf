import type { Bump } from "./bump.ts";

/**
 * How an experiment writes its versions. The conventions choose one; everything that compares, checks or raises a
 * version uses it, so that `v001` and `1.2.0` obey the same rules.
 */
export type VersionStyle = {
  /** What is wrong with it, in the author's words; `undefined`: nothing. */
  fault(version: string): string | undefined;
  /** Negative, zero or positive, as sorting wants it. A trial comes before its release. */
  compare(a: string, b: string): number;
  /** The next release that is a bump of at least this size. */
  raised(version: string, bump: Exclude<Bump, "none">): string;
  /** The size of the step between two releases. The coarsest part that a style has counts as major. */
  between(from: string, to: string): Bump;
  /** A version and a trial of it, for messages. */
  readonly example: string;
  /** A regular expression of the allowed versions, for editors. */
  readonly shape: string;
};
