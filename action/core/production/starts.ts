import type { Conventions } from "../conventions/conventions.ts";
import type { Request } from "../request/request.ts";

/** A dataset whose new files become runs by themselves. */
export type Growth = {
  readonly from: string;
  readonly dataset: string;
  /** How many files a run has; the last of a dataset that was closed may have fewer. */
  readonly files: number;
  /** Most jobs of the production that begin so on one day, in UTC. */
  readonly jobsPerDay: number;
};

/** What begins when its data say so, and no person. */
export type Starts = {
  /** Inputs of which no file may come any more. */
  readonly closed: readonly string[];
  readonly grows?: Growth;
};

type Starting = {
  readonly request: Pick<Request, "runs" | "inputs">;
  readonly conventions: Pick<Conventions, "rucio">;
};

export const growthOf = ({ request: { runs, inputs = {} }, conventions: { rucio } }: Starting): Growth | undefined => {
  if (runs?.from === undefined || runs.files === undefined) return undefined;
  const [dataset, jobsPerDay] = [inputs[runs.from]?.dataset, rucio?.startsPerDay];
  if (dataset === undefined || jobsPerDay === undefined) return undefined;
  return { from: runs.from, dataset, files: runs.files, jobsPerDay };
};

/** `undefined`: it begins with the merge, or with a list. */
export const startsOf = (production: Starting): Starts | undefined => {
  const inputs = Object.entries(production.request.inputs ?? {});
  const closed = inputs.flatMap(([name, { when }]) => (when === "closed" ? [name] : []));
  const grows = growthOf(production);
  if (closed.length === 0 && grows === undefined) return undefined;
  return { closed, ...(grows === undefined ? {} : { grows }) };
};
