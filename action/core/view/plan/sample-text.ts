import type { Production } from "../../production/production.ts";
import type { Since } from "../../versioning/check-version.ts";

/**
 * Whether what is made may be added to what was made before: the question that costs a paper when it is answered by
 * habit. `undefined`: there is nothing before.
 */
export const sampleText = (production: Production, since: Since | undefined): string | undefined => {
  const { extends: base } = production.request;
  if (base !== undefined) return `Extends the sample of ${base}, with new seeds.`;
  if (since === undefined || since.advice.bump === "none") return undefined;
  const onlyMore = since.advice.reasons.every(({ kind }) => kind === "statistics" || kind === "running");
  const more = since.advice.reasons.some(({ kind }) => kind === "statistics");
  return onlyMore && more
    ? `A new sample: do not combine it with ${since.version}. To extend that sample, write extends: ${since.version}.`
    : undefined;
};
