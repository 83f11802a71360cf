import type { Problem, Severity } from "../problems/problem.ts";
import type { UpstreamSource } from "../production/production.ts";
import { nearestName, suggestName } from "../text/nearest-name.ts";
import { problemAt } from "../text/places.ts";
import { type CheckContext, type CheckSubject, findFacts, findVersion } from "./context.ts";
import { countsOf } from "./counts.ts";
import type { Facts } from "./facts.ts";
import { tagAtVersion } from "./supersedes.ts";

/** A reference that leads to a step and an output of another production. */
export type Link = { readonly source: UpstreamSource; readonly upstream: Facts; readonly step: Facts["steps"][number] };
export type Linked = { readonly links: readonly Link[]; readonly problems: readonly Problem[] };

/** Follows each input from another production to the output that it means. */
export const followReferences = (own: CheckSubject, around: CheckContext): Linked => {
  const links: Link[] = [];
  const problems: Problem[] = [];
  for (const source of sourcesOf(own)) {
    const followed = follow(own, source, around);
    if ("upstream" in followed) links.push(followed);
    else problems.push(...followed.problems);
  }
  return { links, problems };
};

/** Each input once, however many steps read it. */
const sourcesOf = ({ production }: CheckSubject): readonly UpstreamSource[] => {
  const sources = production.steps.flatMap(({ inputs }) => inputs.map(({ source }) => source));
  const needs = sources.flatMap((source) => (source.kind === "production" ? [[source.input, source] as const] : []));
  return [...new Map(needs).values()];
};

type Broken = { readonly problems: readonly Problem[] };

const follow = (own: CheckSubject, source: UpstreamSource, around: CheckContext): Link | Broken => {
  const { production } = own;
  const { tag, version } = source;
  const found = findVersion(around, tag, version);
  const grows =
    (found.kind === "facts" && found.facts.runs !== undefined) ||
    around.ledger?.growing.has(tagAtVersion(tag, version)) === true;
  if (grows && production.request.runs?.from !== undefined)
    return broken(own, source, {
      key: "production",
      code: "reads-runs",
      message: `${tag} ${version} is one submission a run, and none of them belongs to new files of \`${production.request.runs.from}\`.`,
      hint: "write a list of runs, and each of them reads the same run",
    });
  if (grows && production.runs === undefined)
    return broken(own, source, {
      key: "production",
      code: "reads-runs",
      message: `${tag} ${version} is one submission a run, and this production has no \`runs\`.`,
      hint: "give it `runs`, and each of its runs reads the same run; a step over all runs is not possible",
    });
  switch (found.kind) {
    case "no-tag":
      return broken(own, source, noTag(own, source, around));
    case "no-version":
      return broken(own, source, noVersion(source, { around, versions: found.versions }));
    case "known":
      return { problems: [] };
    case "facts":
      return followOutput(own, source, found.facts, around);
  }
};

/** What is wrong with a reference, at one of its keys. */
type Wrong = {
  readonly key: string;
  readonly code: Problem["code"];
  readonly message: string;
  readonly hint?: string | undefined;
  readonly severity?: Severity;
};

const broken = (
  { production: { where } }: CheckSubject,
  { input }: UpstreamSource,
  { key, code, message, hint, severity = "error" }: Wrong,
): Broken => ({ problems: [problemAt(where, ["inputs", input, key], code, { message, hint, severity })] });

/** Without the ledger, what is not on this tree may have been submitted from another. */
const unseen = ({ ledger }: CheckContext): { readonly words: string; readonly severity: Severity } =>
  ledger === undefined
    ? { words: " in this checkout, and the ledger could not be read", severity: "warning" }
    : { words: "", severity: "error" };

const noTag = ({ production }: CheckSubject, { tag }: UpstreamSource, around: CheckContext): Wrong => {
  const { words, severity } = unseen(around);
  const near = nearestName(
    tag,
    tagsOf(around).filter((other) => other !== production.tag),
  );
  return {
    key: "production",
    code: "unknown-production",
    message: `There is no production ${tag}${words}.`,
    hint:
      near === undefined
        ? "name a tag that a request here has, or `dataset:` for data that SHREK did not make"
        : `did you mean "${near}"?`,
    severity,
  };
};

const noVersion = (
  { tag, version }: UpstreamSource,
  { around, versions }: { readonly around: CheckContext; readonly versions: readonly string[] },
): Wrong => {
  const { words, severity } = unseen(around);
  return {
    key: "version",
    code: "unknown-version",
    message: `${tag} has no version ${version}${words}.`,
    hint: suggestName(version, versions),
    severity,
  };
};

/** The step and the output of a version that is there. */
const followOutput = (
  own: CheckSubject,
  source: UpstreamSource,
  upstream: Facts,
  around: CheckContext,
): Link | Broken => {
  const { tag, version, step: name, output } = source;
  const step = upstream.steps.find((one) => one.name === name);
  if (step === undefined) {
    const hint = suggestName(
      name,
      upstream.steps.map((one) => one.name),
    );
    const message = `${tag} ${version} has no step \`${name}\`.`;
    return broken(own, source, { key: "step", code: "unknown-step", message, hint });
  }
  if (output !== undefined && !step.out.includes(output))
    return broken(own, source, {
      key: "output",
      code: "unknown-output",
      message: `Step \`${name}\` of ${tag} ${version} has no output ${output}.`,
      hint: suggestName(output, step.out),
    });
  if (output === undefined && step.out.length > 1)
    return broken(own, source, {
      key: "step",
      code: "ambiguous-output",
      message: `Step \`${name}\` of ${tag} ${version} makes ${step.out.join(", ")}.`,
      hint: `choose one with output: ${step.out[0]}`,
    });
  const { run, row } = own.production;
  const counts = countsOf(upstream, run ?? row?.run, findFacts(around));
  return { source, upstream, step: { ...step, jobs: counts.get(step.name)?.jobs ?? null } };
};

const tagsOf = ({ index, ledger }: CheckContext): readonly string[] => [
  ...new Set([...index.tags(), ...(ledger?.tags ?? [])]),
];
