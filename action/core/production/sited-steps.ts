import { type Json, mapping } from "../text/canonical-json.ts";

/** A step that may run at a site, and the sites besides it that it names. */
export type SitedStep = { readonly step: string; readonly others: readonly string[] };

/** The steps of a request that name a site, or get it from `defaults`. What is no request has none. */
export const stepsAt = (request: Json, site: string): readonly SitedStep[] => {
  const { defaults, steps } = mapping(request);
  const usual = mapping(defaults).sites;
  return Object.entries(mapping(steps)).flatMap(([step, written]) => {
    const sites = stringsIn(mapping(written).sites ?? usual);
    return sites.includes(site) ? [{ step, others: sites.filter((other) => other !== site) }] : [];
  });
};

export const stringsIn = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter((one) => typeof one === "string") : [];
