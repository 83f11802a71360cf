import { withAcknowledged } from "../judge/acknowledge.ts";
import type { Problem } from "../problems/problem.ts";
import { type Located, placeOnly } from "../text/places.ts";
import type { Own } from "./around.ts";
import { besideOf } from "./beside.ts";
import type { Facts, NeedFacts, SeenBeside, SeenInput } from "./facts.ts";
import type { MaybeLine } from "./index-file.ts";
import { judgeTogether } from "./judge-together.ts";
import { endedProblem, inputsFromProductions } from "./unread-inputs.ts";

export type Upstream = ReadonlyMap<string, MaybeLine & Facts>;

/**
 * All that it reads, directly or not, by tag. `undefined`: the lines alone do not say it, because a tag is not there, is
 * there twice, is refused, or has another version.
 */
export const upstreamOf = (
  needs: readonly NeedFacts[],
  lineWith: (tag: string) => MaybeLine | undefined,
): Upstream | undefined => {
  const found = new Map<string, MaybeLine & Facts>();
  const asked = [...needs];
  for (const { of, version } of asked) {
    const line = lineWith(of);
    if (line?.kind !== "accepted" || line.version !== version) return undefined;
    if (found.has(of)) continue;
    found.set(of, line);
    asked.push(...line.needs);
  }
  return found;
};

/** The one line of each tag. `others`: what stands there without a line. */
export const linesByTag = (
  lines: readonly MaybeLine[],
  others: readonly { readonly tag: string | null }[] = [],
): ((tag: string) => MaybeLine | undefined) => {
  const known = new Map<string, MaybeLine | undefined>();
  for (const line of lines) if (line.tag !== null) known.set(line.tag, known.has(line.tag) ? undefined : line);
  for (const { tag } of others) if (tag !== null) known.set(tag, undefined);
  return (tag) => known.get(tag);
};

export const stillHolds = ({ upstream }: Pick<SeenBeside, "upstream">, now: Upstream): boolean =>
  Object.keys(upstream).length === now.size && [...now].every(([tag, line]) => upstream[tag] === treesOf(line));

/** What has no line is never the same as before. */
const treesOf = ({ tree = "none", shared }: MaybeLine): string => (shared === undefined ? tree : `${tree} ${shared}`);

export const judgeSeen = (own: Own, upstream: Upstream): SeenBeside => {
  const beside = besideOf({ index: undefined, fresh: [...upstream.values(), own.facts] });
  const [problems = []] = judgeTogether([own], { beside, ledger: undefined, alone: false });
  const right = problems.length === 0;
  const trees = [...upstream].map(([tag, line]) => [tag, treesOf(line)] as const);
  return { upstream: Object.fromEntries(trees), right, inputs: right ? inputsOf(own.production) : [] };
};

const inputsOf = (production: Own["production"]): readonly SeenInput[] => {
  const { where, request } = production;
  const reason = request.acknowledge?.find(({ code }) => code === "reads-ended")?.reason;
  return [...inputsFromProductions(production)].map(([input, read]) => ({
    ...read,
    ...where.places.at(["inputs", input, read.key]),
    ...(reason === undefined ? {} : { acknowledged: reason }),
  }));
};

/** What the judge would say of it. `file`: of the request. */
export const seenEnded = (file: string, { line, col, acknowledged, ...read }: SeenInput, why: string): Problem[] => {
  const at = placeOnly({ line, col });
  const nowhere = (): undefined => undefined;
  const where: Located = { file, places: { at, ofKey: at, within: nowhere, joined: nowhere, written: nowhere } };
  const acknowledge = acknowledged === undefined ? [] : [{ code: "reads-ended" as const, reason: acknowledged }];
  return [...withAcknowledged({ acknowledge }, [endedProblem(where, [], read, why)])];
};
