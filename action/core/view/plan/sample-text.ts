import type { Production } from "../../production/production.ts";
import type { Since } from "../../versioning/check-version.ts";
import { type EventsWanted, targetText } from "../../versioning/target.ts";

/**
 * Whether what is made may be added to what was made before: the question that costs a paper when it is answered by
 * habit; and what of the events that are wanted it makes. `undefined`: nothing is to be said.
 */
export const sampleText = (
  production: Production,
  since: Since | undefined,
  target?: EventsWanted,
): string | undefined => {
  const said = [combined(production, since), target === undefined ? undefined : targetText(target)];
  const words = said.filter((one) => one !== undefined).join(" ");
  return words === "" ? undefined : words;
};

const combined = (production: Production, since: Since | undefined): string | undefined => {
  const { extends: base } = production.request;
  if (base !== undefined) return `Extends the sample of ${base}, with new seeds.`;
  if (since === undefined || since.advice.bump === "none") return undefined;
  const onlyMore = since.advice.reasons.every(({ kind }) => kind === "statistics" || kind === "running");
  const more = since.advice.reasons.some(({ kind }) => kind === "statistics");
  return onlyMore && more
    ? `A new sample: do not combine it with ${since.version}. To extend that sample, write extends: ${since.version}.`
    : undefined;
};
