import type { Problem } from "../../problems/problem.ts";
import type { Wired } from "../../production/connected-step.ts";
import { inputWords } from "../../production/input-text.ts";
import type { InputSource } from "../../production/production.ts";
import type { Request, RequestStep } from "../../request/request.ts";
import { type Located, problemAt } from "../../text/places.ts";
import { onlyWatches } from "./count-jobs.ts";
import type { Edge } from "./references.ts";
import { dataIdentity, withoutScope } from "./supply.ts";

/**
 * Files of two inputs meet in a job by their places in two lists. Where both come from the same data the author means a
 * pair of equal origin, and one retried job moves all later places (PANDA J2, PANDA J3).
 */
export const checkJoins = (
  where: Located,
  request: Request,
  edges: readonly Edge[],
  steps: readonly Wired[],
): readonly Problem[] =>
  steps.flatMap((wired) => {
    const { name, most } = wired;
    const step = request.steps[name];
    // All files in one job: no job has the file of another one.
    if (step === undefined || onlyWatches(step) || most === 1) return [];
    const inputs = edges.filter((edge) => edge.step === name && (!reuses(step, edge) || isReadOnce(wired, edge)));
    const named = ({ index }: Edge): NamedInput => ({ index, input: wired.inputs[index]?.name ?? "" });
    const isPaired = (edge: Edge): boolean => step.in?.[edge.index]?.pair === true;
    return inputs.flatMap((edge, index) => {
      for (const earlier of inputs.slice(0, index)) {
        if (isPaired(earlier) && isPaired(edge)) continue;
        const origin = sameStream(earlier, edge) ? undefined : commonOrigin(request, edges, earlier, edge);
        if (origin !== undefined)
          return byPosition(where, name, [named(earlier), named(edge)], {
            origin,
            hint: toPair(reuses(step, earlier) || reuses(step, edge)),
          });
      }
      return [];
    });
  });

const reuses = (step: RequestStep, edge: Edge): boolean => step.in?.[edge.index]?.reuse === true;

/** `reuse` of as many files as the jobs need: each file goes to one job, in the order of the list. */
const isReadOnce = ({ inputs, jobs }: Wired, { index }: Edge): boolean => {
  const input = inputs[index];
  if (input?.files === undefined || jobs === undefined) return false;
  return input.files >= input.filesPerJob * jobs;
};

/** `same-input-twice` reports it. */
const sameStream = (one: Edge, other: Edge): boolean =>
  one.index > 0 && dataIdentity(one.source) === dataIdentity(other.source);

const toPair = (reuse: boolean): string =>
  `${reuse ? "remove `reuse` and " : ""}write pair: true at both to join them by identity, or make both in one step and read its result here`;

/** An input by its place among those of its step, and its name. */
export type NamedInput = { readonly index: number; readonly input: string };

export const byPosition = (
  where: Located,
  name: string,
  [earlier, later]: readonly [NamedInput, NamedInput],
  { origin, hint }: { readonly origin: string; readonly hint: string },
): Problem =>
  problemAt(where, ["steps", name, "in", later.index, "from"], "joined-by-position", {
    message: `${inputWords(name, earlier.input)} and ${inputWords(name, later.input)} both come from ${origin}, and PanDA pairs their files by position: after one retried job, jobs read files that do not belong together.`,
    hint,
  });

/** The nearest data that both descend from, in words. */
const commonOrigin = (request: Request, edges: readonly Edge[], one: Edge, other: Edge): string | undefined => {
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

/** Outside data of one production, or of one workflow by the names that PanDA gives (PANDA P14), are kin. */
const originOf = (source: InputSource): string => {
  switch (source.kind) {
    case "step":
      return `step \`${source.step}\``;
    case "production":
      return `${source.tag} ${source.version}`;
    case "dataset": {
      const dataset = withoutScope(source.dataset);
      return /^(.+)_\d{3}_[A-Za-z0-9]+_/.exec(dataset)?.[1] ?? dataset;
    }
  }
};
