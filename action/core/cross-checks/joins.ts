import type { Problem } from "../problems/problem.ts";
import { inputWords } from "../production/condition.ts";
import type { Production, StepInput } from "../production/production.ts";
import { problemAt } from "../text/places.ts";
import { byPosition, type NamedInput } from "../validate/wiring/joins.ts";
import { type CheckContext, type CheckSubject, findVersion } from "./context.ts";
import { type Descent, descentOf, descentsOf } from "./descent.ts";
import { tagAtVersion } from "./supersedes.ts";

/**
 * Data of two other productions that PanDA would pair by position (PANDA J2): what `checkJoins` refuses within one
 * request. What nobody can read any more, of that nobody knows what it was made of.
 */
export const checkJoinsAcross = ({ production }: CheckSubject, around: CheckContext): readonly Problem[] =>
  production.steps.flatMap(({ name, inputs, maxJobs }) => {
    if (maxJobs === 1) return [];
    const read = readInputs(production, inputs, around).filter(({ near }) => near.size > 0);
    return read.flatMap((later, at) => {
      for (const earlier of read.slice(0, at)) {
        // Within one request it is reported already.
        if ((earlier.pair && later.pair) || [...later.near].some((one) => earlier.near.has(one))) continue;
        const found = pairProblem(production, name, [earlier, later]);
        if (found !== undefined) return found;
      }
      return [];
    });
  });

/** An input that is no pool, with all that its files descend from. */
type SideRead = NamedInput &
  Pick<StepInput, "pair" | "filesPerJob"> & {
    /** The productions that are read, as TAG@VERSION. */
    readonly near: ReadonlySet<string>;
    readonly ancestry: Ancestry;
  };

const readInputs = (
  { request, steps, folder }: Production,
  inputs: readonly StepInput[],
  around: CheckContext,
): readonly SideRead[] => {
  const here = descentsOf(steps, request, folder);
  return inputs.flatMap(({ name: input, pair, filesPerJob, reuse, source }, index) => {
    const near = reuse ? [] : descentOf(request, source, here);
    const named = near.flatMap((one) => (one.kind === "production" ? [tagAtVersion(one.tag, one.version)] : []));
    return { input, index, pair, filesPerJob, near: new Set(named), ancestry: ancestryOf(around, near) };
  });
};

const pairProblem = (
  { where }: Production,
  step: string,
  [earlier, later]: readonly [SideRead, SideRead],
): Problem | undefined => {
  const common = [...later.ancestry.origins.keys()].find((one) => earlier.ancestry.origins.has(one));
  if (common !== undefined)
    return byPosition(where, step, [earlier, later], {
      origin: later.ancestry.origins.get(common)?.words ?? common,
      hint: toOneProduction,
    });
  // Five files for one are a mixture; and of files that are alike any goes with any.
  if (earlier.filesPerJob !== later.filesPerJob || !earlier.ancestry.isData || !later.ancestry.isData) return undefined;
  const isCertain = [earlier, later].every(({ ancestry }) => [...ancestry.origins.values()].some(({ keyed }) => keyed));
  return problemAt(where, ["steps", step, "in", later.index, "from"], "unrelated-pairs", {
    message: `PanDA would pair the files of ${inputWords(step, earlier.input)} and ${inputWords(step, later.input)} in the order of their names, and nothing says that they belong together.`,
    severity: isCertain ? "error" : "warning",
    hint: "join lists of their files by keys: `shrek files TAG@VERSION/STEP --list`, then `by`; or make both in one production; or say `reuse: true` where any file goes with any",
  });
};

/** What each of them read was read by another production, so no key of this request can join them. */
const toOneProduction =
  "make both in one production, where they are joined by identity, or join lists of their files by keys: `shrek files TAG@VERSION/STEP --list`, then `by`";

/** `isData`: its files are of data, and not all alike. */
type Ancestry = {
  readonly origins: ReadonlyMap<string, { readonly words: string; readonly keyed: boolean }>;
  readonly isData: boolean;
};

/** All that files descend from, nearest first; every step is looked at once. */
const ancestryOf = (around: CheckContext, near: readonly Descent[]): Ancestry => {
  const origins = new Map<string, { readonly words: string; readonly keyed: boolean }>();
  const seen = new Set<string>();
  const open = [...near];
  let isData = false;
  for (const one of open) {
    if (one.kind === "data") {
      origins.set(one.name, { words: one.name, keyed: one.keyed || origins.get(one.name)?.keyed === true });
      isData = true;
      continue;
    }
    const { tag, version, step } = one;
    const name = tagAtVersion(tag, version);
    origins.set(name, { words: `${tag} ${version}`, keyed: false });
    if (seen.has(`${name}/${step}`)) continue;
    seen.add(`${name}/${step}`);
    const there = findVersion(around, tag, version);
    const made = there.kind === "facts" ? there.facts.steps.find((each) => each.name === step) : undefined;
    open.push(...(made?.descends ?? []));
  }
  return { origins, isData };
};
