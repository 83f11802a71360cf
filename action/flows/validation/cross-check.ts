import { conventionsGoverning } from "../../core/conventions/read-conventions.ts";
import { neighboursIn } from "../../core/cross-checks/check-sources.ts";
import { checkTogether } from "../../core/cross-checks/check-together.ts";
import { type CheckSubject, findFacts, repositoryIndexOf } from "../../core/cross-checks/context.ts";
import { withCounts } from "../../core/cross-checks/counts.ts";
import type { Neighbour } from "../../core/cross-checks/facts.ts";
import type { Problem } from "../../core/problems/problem.ts";
import type { CountedProduction } from "../../core/production/production.ts";
import type { ValidProduction } from "../../core/production/valid-production.ts";
import type { Validation } from "../../core/validate/validate-production.ts";
import { askLedger } from "../ledger-access/ask-ledger.ts";
import type { Recorded } from "../ledger-access/history.ts";

/** What is wrong with the valid productions among these, compared with their neighbours and the ledger. */
export const crossCheck = async (
  recorded: Promise<Recorded>,
  { own, neighbours }: OwnAndNeighbours,
  onTree: (() => Promise<readonly Neighbour[]>) | undefined,
): Promise<ReadonlyMap<ValidProduction, Together>> => {
  if (own.length === 0) return new Map();
  const index = repositoryIndexOf([...(onTree === undefined ? [] : await onTree()), ...neighbours]);
  const ledger = await askLedger(await recorded, own, index);
  const around = { index, ledger, alone: onTree === undefined };
  const together = checkTogether(own, around);
  const find = findFacts(around);
  return new Map(
    own.map((one, index) => [one.valid, { problems: together[index] ?? [], counted: withCounts(one, find) }]),
  );
};

export type Together = { readonly problems: readonly Problem[]; readonly counted: CountedProduction };

/** The valid productions with their facts; and everything in the validated folders. */
export type OwnAndNeighbours = {
  readonly own: readonly (CheckSubject & { readonly valid: ValidProduction })[];
  readonly neighbours: readonly Neighbour[];
};

export const stand = (judgements: readonly Validation[]): OwnAndNeighbours => {
  const bySource = Map.groupBy(judgements, ({ source }) => source);
  const own: (CheckSubject & { readonly valid: ValidProduction })[] = [];
  const neighbours: Neighbour[] = [];
  for (const [source, ofSource] of bySource) {
    const found = neighboursIn(source, ofSource, conventionsGoverning(source));
    const facts = found.filter((one) => one.kind === "valid");
    const valid = ofSource.flatMap((one) => one.valid ?? []);
    own.push(
      ...valid.flatMap((one, index) => {
        const mine = facts[index];
        return mine === undefined ? [] : [{ valid: one, production: one.production, facts: mine }];
      }),
    );
    neighbours.push(...found);
  }
  return { own, neighbours };
};
