import type { Conventions } from "../conventions/conventions.ts";
import type { Production } from "../production/production.ts";
import { didOf, isDid } from "./data-seen.ts";

/** Data from outside that a production reads by name. */
export type NeededData = {
  readonly dataset: string;
  /** What its request says is there. */
  readonly files: number | undefined;
  /** Where the steps that read it would run; left out: anywhere. */
  readonly sites?: readonly string[];
  /** No file may come any more. */
  readonly closed?: true;
  /** Of data that grow these files, by name, and no others. */
  readonly only?: readonly string[];
};

/** Each once, of the scopes that the experiment's Rucio has; the output of a task that is waited for is PanDA's. */
export const neededData = ({
  steps,
  stepsOfRuns = [],
  request,
  conventions,
}: Pick<Production, "steps" | "stepsOfRuns" | "request" | "conventions">): readonly NeededData[] => {
  const read = new Map<string, NeededData>();
  const reading = [steps, ...stepsOfRuns].flat();
  for (const one of reading.flatMap(({ inputs, sites }) => inputs.map((input) => ({ ...input, at: sites })))) {
    const { source, only, at } = one;
    if (source.kind !== "dataset" || source.task !== undefined || !isLookedUp(conventions, source.dataset)) continue;
    const { files, when } = request.inputs?.[source.input] ?? {};
    const before = read.get(source.dataset);
    read.set(source.dataset, {
      dataset: source.dataset,
      files: typeof files === "number" ? Math.max(files, before?.files ?? 0) : before?.files,
      sites: [...new Set([...(before?.sites ?? []), ...at])],
      ...(when === "closed" || before?.closed === true ? { closed: true } : {}),
      ...(only === undefined ? {} : { only }),
    });
  }
  return [...read.values()];
};

/** A name with a brace still lacks a run. */
export const isLookedUp = ({ rucio }: Pick<Conventions, "rucio">, dataset: string): boolean => {
  const did = didOf(dataset);
  return rucio !== undefined && rucio.scopes.includes(did.scope) && isDid(did);
};
