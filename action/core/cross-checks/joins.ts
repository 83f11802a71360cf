import type { Problem } from "../problems/problem.ts";
import type { InputSource, Production, UpstreamSource } from "../production/production.ts";
import { byPosition } from "../validate/wiring/joins.ts";
import { type CheckContext, type CheckSubject, findVersion } from "./context.ts";
import { partsOf, tagAtVersion } from "./supersedes.ts";

/**
 * Two productions that read the same third one, joined by position: what `checkJoins` refuses within one request
 * (PANDA J2). Whose request cannot be read any more, of that nobody knows what it read.
 */
export const checkJoinsAcross = ({ production }: CheckSubject, around: CheckContext): readonly Problem[] =>
  production.steps.flatMap(({ name, inputs, maxJobs }) => {
    if (maxJobs === 1) return [];
    const read = inputs.map((input, index) => ({
      ...input,
      input: input.name,
      index,
      near: upstreamsOf(production, input.source),
    }));
    const joined = read.filter(({ reuse, near }) => !reuse && near.size > 0);
    return joined.flatMap((later, at) => {
      for (const earlier of joined.slice(0, at)) {
        // Within one request it is reported already.
        if ((earlier.pair && later.pair) || [...later.near].some((one) => earlier.near.has(one))) continue;
        const mine = originsOf(around, earlier.near);
        const common = [...originsOf(around, later.near)].find((one) => mine.has(one));
        if (common === undefined) continue;
        const { tag, version } = partsOf(common);
        return byPosition(production.where, name, [earlier, later], {
          origin: `${tag} ${version}`,
          hint: toOneProduction,
        });
      }
      return [];
    });
  });

/** What each of them read was read by another production, so no key of this request can join them. */
const toOneProduction = "make both in one production, where they are joined by identity";

/** The productions, as TAG@VERSION, from which the files of an input descend by the steps of this request. */
const upstreamsOf = ({ steps }: Production, source: InputSource): ReadonlySet<string> => {
  const named = (one: UpstreamSource): string => tagAtVersion(one.tag, one.version);
  if (source.kind !== "step") return new Set(source.kind === "production" ? [named(source)] : []);
  const found = new Set<string>();
  const seen = new Set([source.step]);
  for (const name of seen)
    for (const input of steps.find((step) => step.name === name)?.inputs ?? [])
      if (input.reuse) continue;
      else if (input.source.kind === "step") seen.add(input.source.step);
      else if (input.source.kind === "production") found.add(named(input.source));
  return found;
};

/** And those from which these descend in turn, nearest first; every one is looked at once. */
const originsOf = (around: CheckContext, names: ReadonlySet<string>): ReadonlySet<string> => {
  const found = new Set(names);
  for (const name of found) {
    const { tag, version } = partsOf(name);
    const there = findVersion(around, tag, version);
    if (there.kind !== "facts") continue;
    for (const need of there.facts.needs) if (need.reused !== true) found.add(tagAtVersion(need.of, need.version));
  }
  return found;
};
