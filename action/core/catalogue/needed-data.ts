import type { Conventions } from "../conventions/conventions.ts";
import type { Production } from "../production/production.ts";
import { didOf, isDid } from "./did.ts";

/** Data from outside that a production reads by name. `files`: what its request says is there. */
export type NeededData = { readonly dataset: string; readonly files: number | undefined };

/** Each once, of the scopes that the experiment's Rucio has; the output of a task that is waited for is PanDA's. */
export const neededData = ({
  steps,
  stepsOfRuns = [],
  request,
  conventions,
}: Pick<Production, "steps" | "stepsOfRuns" | "request" | "conventions">): readonly NeededData[] => {
  const read = new Map<string, NeededData>();
  for (const { source } of [steps, ...stepsOfRuns].flat().flatMap(({ inputs }) => inputs)) {
    if (source.kind !== "dataset" || source.task !== undefined || !isLookedUp(conventions, source.dataset)) continue;
    const { files } = request.inputs?.[source.input] ?? {};
    const before = read.get(source.dataset)?.files;
    const most = typeof files === "number" ? Math.max(files, before ?? 0) : before;
    read.set(source.dataset, { dataset: source.dataset, files: most });
  }
  return [...read.values()];
};

/** A name with a brace still lacks a run. */
export const isLookedUp = ({ rucio }: Pick<Conventions, "rucio">, dataset: string): boolean => {
  const did = didOf(dataset);
  return rucio !== undefined && rucio.scopes.includes(did.scope) && isDid(did);
};
