import { conventionsGoverning } from "../../core/conventions/read-conventions.ts";
import type { Problem } from "../../core/problems/problem.ts";
import type { Production } from "../../core/production/production.ts";
import { renderPayload } from "../../core/render/wrapper.ts";
import { likelyCause, offsetOfComplaint } from "../../core/text/bash-complaint.ts";
import { type Located, type Path, type Place, problemAt } from "../../core/text/places.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import { salvagePayloads } from "../../core/validate/salvage-payloads.ts";
import type { Bash } from "../../ports/bash.ts";
import type { Bounds } from "../../ports/bounds.ts";
import type { Linter } from "./lint-payloads.ts";

/** What bash says of every script, in the order of the productions. */
export const validatePayloads = (
  bash: Bash,
  productions: readonly Production[],
): Promise<readonly (readonly Problem[])[]> =>
  Promise.all(productions.map((production) => checkScripts(bash, production)));

/** `undefined`: bash names no line, or the text is not written out as it reads. */
const placeInRun = (where: Located, path: Path, text: string, complaint: string): Place | undefined =>
  complaint.startsWith("line ") ? where.places.within(path)?.(offsetOfComplaint(text, complaint)) : undefined;

/** What bash says of the text at a path; `as` is how bash was asked. */
const misunderstood = (
  where: Located,
  path: Path,
  {
    what,
    text,
    as = text,
    complaint,
  }: { readonly what: string; readonly text: string; readonly as?: string; readonly complaint: string },
): readonly Problem[] =>
  complaint === ""
    ? []
    : [
        {
          ...problemAt(where, path, "bash-syntax", {
            message: `bash does not understand ${what}: ${complaint}`,
            hint: likelyCause(text),
          }),
          ...placeInRun(where, path, as, complaint),
        },
      ];

/** Payloads are the author's; set-up lines come from the conventions and would break every wrapper. */
const checkScripts = async (bash: Bash, { where, steps }: Production): Promise<readonly Problem[]> => {
  const [payloads, setups, checks] = await Promise.all([
    bash.complaints(steps.map(renderPayload)),
    bash.complaints(steps.map(({ setup = "" }) => setup)),
    bash.complaints(steps.map((step) => step.checks?.run ?? "")),
  ]);
  return steps.flatMap((step, index) => {
    const { name } = step;
    const [payload, setup, check] = [payloads[index] ?? "", setups[index] ?? "", checks[index] ?? ""];
    const path = ["steps", name];
    const [run, ofCheck] = [step.run, step.checks?.run ?? ""];
    const asked = { text: run, as: renderPayload(step), complaint: payload };
    return [
      ...misunderstood(where, [...path, "run"], { what: `\`run\` of \`${name}\``, ...asked }),
      ...misunderstood(where, [...path, "checks", "run"], {
        ...{ what: `\`checks\` of \`${name}\``, text: ofCheck, complaint: check },
      }),
      ...(setup === ""
        ? []
        : [
            problemAt(where, ["steps", name], "bad-conventions", {
              message: `bash does not understand the set-up line of its sites: ${setup}`,
              key: true,
            }),
          ]),
    ];
  });
};

type Readers = { readonly bash: Bash; readonly lint: Linter; readonly bounds: Bounds };

/** What is wrong with the payloads of requests that something else refuses. */
export const lintRefused = async (
  readers: Readers,
  sources: readonly ProductionSource[],
): Promise<ReadonlyMap<ProductionSource, readonly Problem[]>> => {
  const found = new Map<ProductionSource, readonly Problem[]>();
  for (const source of sources) found.set(source, await lintOne(readers, source));
  return found;
};

const lintOne = async ({ bash, lint, bounds }: Readers, source: ProductionSource): Promise<readonly Problem[]> => {
  const look = await lint();
  const { salvaged, linted } = bounds.run(() => {
    const salvaged = salvagePayloads(source, conventionsGoverning(source));
    return { salvaged, linted: salvaged.map(({ production, unsure }) => look(production, unsure)) };
  });
  const productions = salvaged.map(({ production }) => production);
  const scripts = await Promise.all(linted.map(({ askBash }) => askBash(bash)));
  const syntax = (await validatePayloads(bash, productions)).flat().filter(({ code }) => code === "bash-syntax");
  return [...linted.flatMap(({ problems }) => problems), ...scripts.flat(), ...syntax];
};
