import { type Json, mapping } from "../text/canonical-json.ts";

/** A step that may run at a site, and the sites besides it that it names. */
export type SitedStep = { readonly step: string; readonly others: readonly string[] };

/** The steps of a request that name a site, or get it from `defaults`. */
export const stepsAt = (request: Json, site: string): readonly SitedStep[] =>
  sitesOfSteps(request).flatMap(({ step, sites }) =>
    sites.includes(site) ? [{ step, others: sites.filter((other) => other !== site) }] : [],
  );

/** With the sites that each may run at. What is no request has none. */
export const sitesOfSteps = (
  request: Json,
): readonly { readonly step: string; readonly sites: readonly string[] }[] => {
  const { defaults, steps } = mapping(request);
  const usual = mapping(defaults).sites;
  return Object.entries(mapping(steps)).map(([step, written]) => ({
    step,
    sites: stringsIn(mapping(written).sites ?? usual),
  }));
};

export const stringsIn = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter((one) => typeof one === "string") : [];
