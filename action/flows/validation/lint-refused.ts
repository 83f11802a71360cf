import { conventionsGoverning } from "../../core/conventions/read-conventions.ts";
import type { Problem } from "../../core/problems/problem.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import { salvagePayloads } from "../../core/validate/salvage-payloads.ts";
import type { Bash } from "../../ports/bash.ts";
import type { Bounds } from "../../ports/bounds.ts";
import type { Linter } from "./lint-payloads.ts";
import { validatePayloads } from "./validate-payloads.ts";

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
    bounds.begin(source.file);
    const salvaged = salvagePayloads(source, conventionsGoverning(source));
    return { salvaged, linted: salvaged.map(({ production, unsure }) => look(production, unsure)) };
  });
  const productions = salvaged.map(({ production }) => production);
  const scripts = await Promise.all(linted.map(({ askBash }) => askBash(bash)));
  const syntax = (await validatePayloads(bash, productions)).flat().filter(({ code }) => code === "bash-syntax");
  return [...linted.flatMap(({ problems }) => problems), ...scripts.flat(), ...syntax];
};
