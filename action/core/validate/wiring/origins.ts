import { onlyWatches } from "../../production/condition.ts";
import { workflowDataset } from "../../production/file-names.ts";
import type { InputSource } from "../../production/production.ts";
import type { Request } from "../../request/request.ts";
import type { Edge } from "./references.ts";
import { withoutScope } from "./supply.ts";

/** The nearest data that both descend from, in words. */
export const commonOrigin = (request: Request, edges: readonly Edge[], one: Edge, other: Edge): string | undefined => {
  const mine = originsOf(request, edges, one.source);
  return [...originsOf(request, edges, other.source)].find((origin) => mine.has(origin));
};

/** What data descend from, nearest first. A pool that is reused gives its files to any job: nothing descends from it. */
const originsOf = (request: Request, edges: readonly Edge[], source: InputSource): ReadonlySet<string> => {
  const found = new Set([originOf(source)]);
  let next = [source];
  while (next.length > 0) {
    next = next.flatMap((one) => (one.kind === "step" ? parentsOf(request, edges, one.step) : []));
    for (const one of next) found.add(originOf(one));
  }
  return found;
};

const parentsOf = (request: Request, edges: readonly Edge[], name: string): readonly InputSource[] => {
  const step = request.steps[name];
  if (step === undefined || onlyWatches(step)) return [];
  return edges
    .filter((edge) => edge.step === name && step.in?.[edge.index]?.reuse !== true)
    .map(({ source }) => source);
};

/** Outside data of one production, in whatever versions, or of one workflow by the names that PanDA gives (PANDA P14), are kin. */
const originOf = (source: InputSource): string => {
  switch (source.kind) {
    case "step":
      return `step \`${source.step}\``;
    case "production":
      return source.tag;
    case "dataset": {
      const dataset = withoutScope(source.dataset);
      return workflowDataset(dataset)?.workflow ?? dataset;
    }
  }
};
