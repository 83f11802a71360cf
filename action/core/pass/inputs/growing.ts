import type { Collection } from "../../catalogue/data-seen.ts";
import { type GrownData, mayMakeRun, newRuns } from "../../catalogue/new-runs.ts";
import { validateOne } from "../../cross-checks/check-sources.ts";
import { partsOfKey } from "../../ledger/event.ts";
import { intentIn } from "../../ledger/intent-in.ts";
import type { RucioPlace } from "../../login/rucio-settings.ts";
import type { RunRow } from "../../production/run-row.ts";
import { type Growth, growthOf } from "../../production/starts.ts";
import type { ValidProduction } from "../../production/valid-production.ts";
import { asRun, intendedRow } from "../../validate/split-runs.ts";
import { rucioAt } from "../look-up-data.ts";
import type { Planning } from "../planned.ts";
import { all, type Reads } from "../reads.ts";

/** A production on main, what its runs have, and how much there is now. */
export type Growing = {
  readonly folder: string;
  readonly valid: ValidProduction;
  readonly growth: Growth;
  readonly intended: readonly RunRow[];
  readonly place: RucioPlace;
  readonly collection: Collection;
};

/** Of main and the ledger. */
type GrowingAt = Reads & Pick<Planning, "mainHead" | "ledgerHead">;

/** Of what Rucio does not know nothing has come yet. */
export async function growingIn(planning: GrowingAt, folder: string): Promise<readonly Growing[]> {
  const source = await planning.git.production(planning.mainHead, folder);
  const here = validateOne(source)
    .flatMap(({ valid = [] }) => valid)
    .flatMap((valid) => {
      const { rucio } = valid.production.conventions;
      const growth = growthOf(valid.production);
      return rucio === undefined || growth === undefined ? [] : [{ folder, valid, growth, place: rucioAt(rucio) }];
    });
  const seen = await all(here.map((one) => withCollection(planning, one)));
  return seen.flatMap((one) => one ?? []);
}

async function withCollection(
  planning: GrowingAt,
  one: Omit<Growing, "intended" | "collection">,
): Promise<Growing | undefined> {
  const intended = await intendedRuns(planning, one);
  const { dataset } = one.growth;
  const collection = (await planning.rucio.collections(one.place, [dataset])).get(dataset);
  return collection === undefined ? undefined : { ...one, intended, collection };
}

async function intendedRuns(
  { ledger, ledgerHead }: GrowingAt,
  { valid }: Pick<Growing, "valid">,
): Promise<readonly RunRow[]> {
  const { tag, version } = valid.production;
  const keys = (await ledger.submissions(ledgerHead, tag)).filter((key) => partsOfKey(key).version === version);
  return [...(await ledger.events(ledgerHead, keys)).values()].flatMap((lines) => {
    const intent = intentIn(lines);
    return intent === undefined ? [] : (intendedRow(intent.content) ?? []);
  });
}

/** A list of so many files is what one pass reads. */
export const maxListedFiles = 100_000;

/**
 * Those whose files are listed in this pass: where their number says that runs may be made, and of the others one in ten
 * that chance draws, since a file may have left as another came. As many as fit; the others have their turn later.
 */
export const dueAmong = (growing: readonly Growing[], chance: number): readonly Growing[] => {
  let room = maxListedFiles;
  return growing.filter(({ collection, intended, growth }, index) => {
    const taken = intended.reduce((sum, { files = [] }) => sum + files.length, 0);
    if (!mayMakeRun(collection, taken, growth.files) && (chance + index) % 10 !== 0) return false;
    if (collection.files > room) return false;
    room -= collection.files;
    return true;
  });
};

/** The runs that its new files make. */
export async function newRunsOf(
  reads: Reads,
  { valid, growth, intended, place, collection }: Growing,
  most: number,
): Promise<{ readonly runs: readonly ValidProduction[]; readonly files: GrownData["files"] }> {
  const { files = { good: [], lost: [] } } = await reads.rucio.replicas(place, collection);
  const rows = newRuns({ open: collection.open, files }, intended, { files: growth.files, most });
  return { runs: rows.map((row) => asRun(valid, row)), files };
}
