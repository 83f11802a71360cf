import type { Problem } from "../../problems/problem.ts";
import { inputWords, onlyWatches } from "../../production/condition.ts";
import type { Wired } from "../../production/connected-step.ts";
import type { Request, RequestStep } from "../../request/request.ts";
import { type Located, problemAt } from "../../text/places.ts";
import type { Counted } from "./count-jobs.ts";
import { commonOrigin } from "./origins.ts";
import type { Join } from "./pairs.ts";
import type { Edge } from "./references.ts";
import { dataIdentity } from "./supply.ts";

/**
 * Files of two inputs meet in a job by their places in two lists. Where both come from the same data the author means a
 * pair of equal origin, and one retried job moves all later places (PANDA J2, PANDA J3).
 */
export const checkJoins = (
  where: Located,
  request: Request,
  edges: readonly Edge[],
  { steps, joins }: Counted,
): readonly Problem[] =>
  steps.flatMap((wired) => {
    const { name, most } = wired;
    const step = request.steps[name];
    // All files in one job: no job has the file of another one.
    if (step === undefined || onlyWatches(step) || most === 1) return [];
    const inputs = edges.filter((edge) => edge.step === name && (!reuses(step, edge) || isReadOnce(wired, edge)));
    const named = ({ index }: Edge): NamedInput => ({ index, input: wired.inputs[index]?.name ?? "" });
    const isPaired = ({ index }: Edge): boolean => wired.inputs[index]?.pair === true;
    return inputs.flatMap((edge, index) => {
      for (const earlier of inputs.slice(0, index)) {
        if (isPaired(earlier) && isPaired(edge)) continue;
        const origin = sameStream(earlier, edge) ? undefined : commonOrigin(request, edges, earlier, edge);
        if (origin !== undefined)
          return byPosition(where, name, [named(earlier), named(edge)], {
            origin,
            ...wayOut(reuses(step, earlier) || reuses(step, edge), joins.get(name)),
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

type WayOut = { readonly why?: string; readonly hint: string };

const wayOut = (reuse: boolean, join: Join | undefined): WayOut => {
  if (reuse) return { hint: "remove `reuse`, so that they are joined by identity, or make both in one step" };
  return join?.kind === "impossible" ? join : { hint: "list one of them first, or make both in one step" };
};

/** An input by its place among those of its step, and its name. */
export type NamedInput = { readonly index: number; readonly input: string };

export const byPosition = (
  where: Located,
  name: string,
  [earlier, later]: readonly [NamedInput, NamedInput],
  { origin, why, hint }: WayOut & { readonly origin: string },
): Problem =>
  problemAt(where, ["steps", name, "in", later.index, "from"], "joined-by-position", {
    message: `${inputWords(name, earlier.input)} and ${inputWords(name, later.input)} both come from ${origin}, and PanDA would pair their files by position: after one retried job, jobs read files that do not belong together.${why === undefined ? "" : ` By identity they cannot be joined: ${why}.`}`,
    hint,
  });
