import type { Validated } from "../core/cross-checks/check-sources.ts";
import { compareText, type Problem } from "../core/problems/problem.ts";
import type { Bash } from "../ports/bash.ts";
import { type Bounds, boundless } from "../ports/bounds.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Snapshot } from "../ports/snapshot.ts";
import { historyOf, noHistory } from "./ledger-access/history.ts";
import { lintPayloads } from "./validation/lint-payloads.ts";
import { statusesAround } from "./validation/on-tree.ts";
import { validateSchemas } from "./validation/validate-schemas.ts";
import { validateSources } from "./validation/validate-sources.ts";

export type Check = {
  readonly validated: readonly Validated[];
  /** The problems of productions, in the order of their folders. */
  readonly reported: readonly Problem[];
  readonly notes: readonly Problem[];
  /** Of how many folders payloads and versions were not read: main has them so, and its pull request read them. */
  readonly unread: number;
};
type CheckPorts = {
  readonly snapshot: Snapshot;
  readonly bash: Bash;
  readonly ledger: Ledger;
  readonly bounds?: Bounds;
};

/** With their neighbours on the same tree. Without a ledger in reach it says so: an author on a train sees a typo. */
export const check = async (
  { snapshot, bash, ledger, bounds = boundless }: CheckPorts,
  folders: readonly string[],
  {
    place,
    validatedBefore: asked,
  }: { readonly place: string; readonly validatedBefore?: Promise<ReadonlySet<string>> | undefined },
): Promise<Check> => {
  const [{ found, why }, validatedBefore = new Set<string>()] = await Promise.all([historyOf(ledger), asked]);
  const sources = await snapshot.all(folders.toSorted(compareText));
  const validated = await validateSources(
    {
      bash,
      history: Promise.resolve(found),
      onTree: () => statusesAround(snapshot, place, new Set(folders)),
      lint: lintPayloads,
      validatedBefore,
      bounds,
    },
    sources,
  );
  const [first] = sources;
  const notes: readonly Problem[] = [
    ...(found === undefined && first !== undefined ? [noHistory(first.file, why)] : []),
    ...(await validateSchemas(
      snapshot,
      sources.map((source) => ({ source })),
    )),
  ];
  return { validated, reported: validated.flatMap(({ problems }) => problems), notes, unread: validatedBefore.size };
};
