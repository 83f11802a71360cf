import type { UpstreamSource } from "../judge/production.ts";
import type { Problem, Severity } from "../problems/problem.ts";
import { nearestName, suggestName } from "../text/nearest-name.ts";
import { problemAt } from "../text/places.ts";
import { type Around, findVersion, type Own } from "./around.ts";
import type { Facts } from "./facts.ts";
import { tagAtVersion } from "./supersedes.ts";

/** A reference that leads to a step and an output of another production. */
export type Link = {
  readonly source: UpstreamSource;
  readonly upstream: Facts;
  readonly step: Facts["steps"][number];
};
export type Linked = { readonly links: readonly Link[]; readonly problems: readonly Problem[] };

/** Follows each input from another production to the output that it means. */
export const followReferences = (own: Own, around: Around): Linked => {
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
const sourcesOf = ({ production }: Own): readonly UpstreamSource[] => {
  const sources = production.steps.flatMap(({ inputs }) => inputs.map(({ source }) => source));
  const needs = sources.flatMap((source) => (source.kind === "production" ? [[source.input, source] as const] : []));
  return [...new Map(needs).values()];
};

type Broken = { readonly problems: readonly Problem[] };

const follow = ({ production }: Own, source: UpstreamSource, around: Around): Link | Broken => {
  const { where, request } = production;
  const { input, tag, version, step: name, output } = source;
  const found = findVersion(around, tag, version);
  // Without the ledger, what is not on this tree may have been submitted from another.
  const severity: Severity = around.ledger === undefined ? "warning" : "error";
  const unseen = around.ledger === undefined ? " in this checkout, and the ledger could not be read" : "";
  const broken = (
    key: string,
    code: Problem["code"],
    message: string,
    hint?: string,
    how: Severity = "error",
  ): Broken => ({
    problems: [problemAt(where, ["inputs", input, key], code, message, { hint, severity: how })],
  });
  const grows =
    (found.kind === "facts" && found.facts.grows === true) ||
    around.ledger?.growing.has(tagAtVersion(tag, version)) === true;
  if (grows && production.runs === undefined)
    return broken(
      "production",
      "reads-runs",
      `${tag} ${version} is one submission a run, and this production has no \`runs\`.`,
      "give it `runs`, and each block reads the same run; a step over all runs is not possible",
    );
  switch (found.kind) {
    case "no-tag": {
      const near = nearestName(
        tag,
        tagsOf(around).filter((other) => other !== production.tag),
      );
      return broken(
        "production",
        "unknown-production",
        `There is no production ${tag}${unseen}.`,
        near === undefined
          ? "name a tag that a request here has, or `dataset:` for data that SHREK did not make"
          : `did you mean "${near}"?`,
        severity,
      );
    }
    case "no-version": {
      const written = request.inputs?.[input]?.bound === undefined ? "version" : "bound";
      return broken(
        written,
        "unknown-version",
        `${tag} has no version ${version}${unseen}.`,
        suggestName(version, found.versions),
        severity,
      );
    }
    case "known":
      return { problems: [] };
    case "facts":
      break;
  }
  const { facts } = found;
  const step = facts.steps.find((one) => one.name === name);
  if (step === undefined) {
    const names = facts.steps.map((one) => one.name);
    return broken("step", "unknown-step", `${tag} ${version} has no step \`${name}\`.`, suggestName(name, names));
  }
  if (output !== undefined && !step.out.includes(output))
    return broken(
      "output",
      "unknown-output",
      `Step \`${name}\` of ${tag} ${version} has no output ${output}.`,
      suggestName(output, step.out),
    );
  if (output === undefined && step.out.length > 1)
    return broken(
      "step",
      "ambiguous-output",
      `Step \`${name}\` of ${tag} ${version} makes ${step.out.join(", ")}.`,
      `choose one with output: ${step.out[0]}`,
    );
  return { source, upstream: facts, step };
};

const tagsOf = ({ beside, ledger }: Around): readonly string[] => [
  ...new Set([...beside.tags(), ...(ledger?.tags ?? [])]),
];
