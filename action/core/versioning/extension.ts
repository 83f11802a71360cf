import { eventChains, eventsAsked } from "../production/event-chains.ts";
import type { Production } from "../production/production.ts";
import { type Edit, editYaml } from "../text/edit-yaml.ts";

/** How much more is made: so many events, or so many jobs of the step that makes them. */
export type MoreEvents = { readonly events: number } | { readonly jobs: number };

/** Of each step without inputs, how many jobs the extension has. */
type JobsOfSteps = ReadonlyMap<string, number>;

export type ExtensionJobs =
  | { readonly kind: "jobs"; readonly jobs: JobsOfSteps; readonly events: number | undefined }
  | { readonly kind: "impossible"; readonly why: string };

const maxJobs = 100_000;

/**
 * The jobs that make so much more. Seeds go on behind those of the sample, so only what each job makes of a number of
 * its own can be extended: what reads data from outside, rows or runs would be made again.
 */
export const extensionJobs = (production: Production, more: MoreEvents): ExtensionJobs => {
  const fault = unfit(production);
  if (fault !== undefined) return { kind: "impossible", why: fault };
  const makers = production.steps.filter(({ inputs }) => inputs.length === 0);
  const chains = eventChains(production.request);
  const jobsOf = (step: string): number | undefined => production.steps.find(({ name }) => name === step)?.jobs;
  const asked = chains.kind === "known" ? eventsAsked(chains.chains, jobsOf) : undefined;
  if ("events" in more && asked === undefined)
    return { kind: "impossible", why: chains.kind === "unknown" ? chains.why : "nobody knows how many events it has" };
  const counted = chains.kind === "known" ? chains.chains[0]?.[0]?.step : makers[0]?.name;
  const [part, whole] =
    "events" in more ? [more.events, asked ?? 1] : [more.jobs, (counted === undefined ? 1 : jobsOf(counted)) ?? 1];
  const jobs = new Map(makers.map(({ name }) => [name, shareOf(jobsOf(name) ?? 1, part, whole)]));
  const large = [...jobs].find(([, count]) => count > maxJobs);
  if (large !== undefined)
    return { kind: "impossible", why: `${large[0]} would have ${large[1]} jobs, and at most ${maxJobs} are allowed` };
  const events = chains.kind === "known" ? eventsAsked(chains.chains, (step) => jobs.get(step)) : undefined;
  return { kind: "jobs", jobs, events: "events" in more ? (events ?? more.events) : events };
};

/** Rounded up, exactly. */
const shareOf = (count: number, part: number, whole: number): number =>
  Number((BigInt(count) * BigInt(part) + BigInt(whole) - 1n) / BigInt(whole));

const unfit = ({ request, steps, variant }: Production): string | undefined => {
  if (request.runs !== undefined) return "it grows by runs: append runs to its list";
  if (variant || request.variants !== undefined)
    return "its request has variants, and `extends` is of all of them: write the next version by hand";
  const table = steps.find((step) => step.table !== undefined);
  if (table !== undefined) return `the jobs of ${table.name} come from a list, and would run again: use another list`;
  const outside = steps.find(({ inputs: [primary] }) => primary !== undefined && primary.source.kind !== "step");
  if (outside !== undefined)
    return `${outside.name} reads data from outside, whose files would be read again: name other data in a production of its own`;
  const alike = steps.find(({ inputs, seed }) => inputs.length === 0 && seed === undefined);
  return alike === undefined
    ? undefined
    : `the jobs of ${alike.name} have no number of their own, so more of them would make the same again`;
};

/** What an extension writes into a request, and nothing else. */
export type ExtensionValues = {
  readonly version: string;
  readonly extends: string;
  readonly jobs: JobsOfSteps;
  /** Where a larger number is wanted now. */
  readonly events: number | undefined;
};

/** The request of an extension: only these values change. Throws Failure where its YAML cannot be edited. */
export const extendedText = (text: string, values: ExtensionValues): string => editYaml(text, extensionEdits(values));

export const extensionEdits = ({
  version,
  extends: base,
  jobs,
  events,
}: ExtensionValues): readonly (Edit & { readonly after?: string })[] => [
  { path: ["version"], text: version },
  { path: ["extends"], text: base, after: "version" },
  ...(events === undefined ? [] : [{ path: ["events"], text: events }]),
  ...[...jobs].map(([step, count]) => ({ path: ["steps", step, "jobs"], text: count })),
];
