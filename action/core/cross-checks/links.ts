import type { Problem } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import { problemAt } from "../text/places.ts";
import type { CheckContext, CheckSubject } from "./context.ts";
import type { Link } from "./references.ts";
import { tagAtVersion } from "./supersedes.ts";

/** Whether the data fit their use: the same software, and data that nothing replaced. */
export const checkLink = (
  { production }: CheckSubject,
  { source, upstream, step }: Link,
  { index }: CheckContext,
): readonly Problem[] => {
  const { where } = production;
  const named = `${source.tag} ${source.version}`;
  const warn = (code: Problem["code"], message: string, hint: string): Problem =>
    problemAt(where, ["inputs", source.input, "production"], code, { message, severity: "warning", hint });
  const differs = (code: Problem["code"], key: "build" | "conditions", made: string, here: readonly string[]) =>
    here
      .filter((one) => one !== made)
      .map((one) =>
        warn(
          code,
          `${named} was made with ${key} ${made}; this production has ${one}.`,
          `if this is intended, acknowledge it with a reason`,
        ),
      );
  const mixed = [
    ...differs("mixed-builds", "build", step.build ?? upstream.build, buildsThatRead(production, source.input)),
    ...differs("mixed-conditions", "conditions", upstream.conditions, [production.request.conditions]),
  ];
  const heirs = index
    .superseding(tagAtVersion(source.tag, source.version))
    .map(({ tag, version }) => `${tag} ${version}`);
  return heirs.length === 0
    ? mixed
    : [...mixed, warn("reads-superseded", `${named} is superseded by ${heirs.join(" and ")}.`, `read ${heirs[0]}`)];
};

/** Those of the steps that read it. */
const buildsThatRead = ({ steps }: Production, input: string): readonly string[] => [
  ...new Set(
    steps
      .filter(({ inputs }) => inputs.some(({ source }) => source.kind !== "step" && source.input === input))
      .map(({ build }) => build),
  ),
];
