import { didText, type StoredFiles } from "../../catalogue/data-seen.ts";
import type { Arrival } from "../../ledger/arrival.ts";
import type { MadeFile } from "../../ledger/completion.ts";
import type { RucioPlace } from "../../login/rucio-settings.ts";
import { Failure } from "../../problems/failure.ts";
import { type ArrivingState, awaitsArrival } from "../../submission/arriving.ts";
import type { PandaDate } from "../../submission/state.ts";
import { each, fromChance, inState, type Planned, type Planning, withSeen } from "../planned.ts";
import { all, type Reads } from "../reads.ts";
import { type ExpectedOutput, expectedOutputs } from "./expected-outputs.ts";
import { hasEnough, lackOf, outputOf } from "./judge-output.ts";

/**
 * Whether what PanDA says was made is in the experiment's Rucio. Where Rucio or PanDA cannot be asked, that submission
 * is asked for again by the next pass, and nothing is decided (SAFETY rule 10).
 */
export async function seeOutputs(planning: Planning, from: Planned): Promise<Planned> {
  const { notes, pandaDate, chance } = planning;
  const awaiting = inState(from, awaitsArrival);
  const drawn = asFit(fromChance(chance, awaiting));
  if (drawn.length < awaiting.length)
    notes.postpone("look for outputs", `${drawn.length} of ${awaiting.length} submissions were looked for in Rucio`);
  const seen = await each(notes, drawn, async ({ key, state }) => {
    const arrival = await lookForOutputs(planning, state, pandaDate);
    return arrival === undefined ? undefined : ([key, { kind: "arrived", pandaDate, ...arrival }] as const);
  });
  return withSeen(planning, from, "Outputs of", seen);
}

/** What a pass looks at: three questions an output, and lists of files, which fill memory. Chance draws, so that each comes. */
const most = { outputs: 200, files: 100_000 } as const;

const asFit = <T extends { readonly state: ArrivingState }>(ones: readonly T[]): readonly T[] => {
  let [outputs, files] = [0, 0];
  return ones.filter(({ state }, at) => {
    const expected = expectedOutputs(state);
    outputs += expected.length;
    files += expected.reduce((sum, one) => sum + (one.files ?? 0), 0);
    return at === 0 || (outputs <= most.outputs && files <= most.files);
  });
};

/** `undefined`: nothing was made, and no clock says when. */
async function lookForOutputs(reads: Reads, state: ArrivingState, pandaDate: PandaDate): Promise<Arrival | undefined> {
  const { place } = state.intent.arrives;
  const expected = expectedOutputs(state);
  const found = await all(expected.map((one) => lookFor(reads, one, place)));
  const checkedOn =
    found
      .flatMap(({ stored }) => stored?.readOn ?? [])
      .toSorted()
      .at(-1) ?? pandaDate;
  if (checkedOn === undefined) return undefined;
  const made = await filesMade(reads, found);
  const lacks = found.flatMap(({ one, stored }) => {
    const what = lackOf(one, stored, made.get(one.dataset));
    return what === undefined ? [] : [{ did: didText(one.did), what }];
  });
  const outputs = found.flatMap(({ one, stored }) => (stored === undefined ? [] : [outputOf(one, stored)]));
  return { checkedOn, outputs, ...(lacks.length === 0 ? {} : { lacks }) };
}

type SeenOutput = { readonly one: ExpectedOutput; readonly stored: StoredFiles | undefined };

async function lookFor(reads: Reads, one: ExpectedOutput, { server, account, login }: RucioPlace): Promise<SeenOutput> {
  return { one, stored: await reads.rucio.stored({ server, account, login }, one.did) };
}

/** By dataset, of those tasks alone of which Rucio has enough files to be compared one by one. */
async function filesMade(
  reads: Reads,
  found: readonly SeenOutput[],
): Promise<ReadonlyMap<string, readonly MadeFile[]>> {
  const listed = found.flatMap(({ one, stored }) =>
    one.isListed && stored !== undefined && hasEnough(one, stored) ? [one.task] : [],
  );
  const made: MadeFile[] = [];
  // One answer at a time: that of a large task fills memory.
  for (const task of new Set(listed)) {
    const jobs = await reads.panda.jobsOf(task, "all");
    made.push(...jobs.filter(({ status }) => status === "finished").flatMap(({ outputs }) => outputs));
  }
  const byDataset = Map.groupBy(made, ({ dataset }) => dataset);
  for (const { one } of found)
    checkList(one, listed.includes(one.task) ? (byDataset.get(one.dataset) ?? []) : undefined);
  return byDataset;
}

/** "None" can mean that PanDA's database failed. */
const checkList = ({ isListed, files, dataset, task }: ExpectedOutput, made: readonly MadeFile[] | undefined): void => {
  if (!isListed || made === undefined || made.length === files) return;
  throw new Failure(
    `PanDA's jobs of task ${task} list ${made.length} files of ${dataset}, and ${files} when it ended.`,
    { wayOut: "The next pass asks again. If it stays so, look at the task in PanDA's monitor." },
  );
};
