import { isFileName } from "../../catalogue/new-runs.ts";
import { describeError, Failure, orFailure } from "../../problems/failure.ts";
import type { ValidProduction } from "../../production/valid-production.ts";
import { enterAll, type NewSubmission } from "../entering/enter.ts";
import { addEvents, fromChance, type Planned, type Planning, plannedEvents } from "../planned.ts";
import { all } from "../reads.ts";
import { type KeyedEvent, namesIn } from "../view.ts";
import { dueAmong, type Growing, growingIn, maxListedFiles, newRunsOf } from "./growing.ts";

export type Grown = { readonly planned: Planned; readonly entries: readonly NewSubmission[] };

/**
 * New files of datasets that grow become runs, intended in the commit of this plan: whoever writes first has them, and
 * the other plans again. A few folders that chance draws, where there are many; their files are listed only where their
 * number says that there are new ones (ADR 30).
 */
export async function growRuns(planning: Planning, from: Planned, folders: readonly string[]): Promise<Grown> {
  const { notes } = planning;
  const drawn = fromChance(planning.chance, folders).slice(0, maxFolders);
  const fresh = (await newIn(planning, drawn)).slice(0, maxRunsInAll);
  if (fresh.length === 0) return { planned: from, entries: [] };
  const known = await planning.ledger.submissions(planning.ledgerHead);
  const events = plannedEvents(from).map(([, event]) => event);
  const entered = await orFailure(() => enterAll(planning, fresh, { known: new Set(known), planned: events }));
  const why = entered instanceof Failure ? entered : entered.unread?.why;
  if (why !== undefined) notes.postpone("run", `New files wait: ${why.message}`);
  const entries = entered instanceof Failure ? [] : entered.entries;
  if (entries.length === 0) return { planned: from, entries };
  const entering = entries.flatMap(({ key, events: own }) => own.map((event): KeyedEvent => [key, event]));
  return { planned: addEvents(planning, from, `New files: ${namesIn(entering)}`, entering), entries };
}

/** Each that is open is a question of its own. */
const maxFolders = 200;
/** Of one production in a pass: each is intended, so a dataset that was there before takes several passes. */
const maxRuns = 20;
/** Of all in a pass: each is rendered and packed. */
const maxRunsInAll = 100;

async function newIn(planning: Planning, folders: readonly string[]): Promise<readonly ValidProduction[]> {
  const seen = await lookEach(
    planning,
    folders,
    (folder) => growingIn(planning, folder),
    (folder) => folder,
  );
  const growing = seen.flat();
  for (const { growth, collection } of growing)
    if (collection.files > maxListedFiles)
      planning.notes.tell(
        `${growth.dataset} has ${collection.files} files, and runs are made of at most ${maxListedFiles}: divide it.`,
      );
  const due = dueAmong(growing, planning.chance);
  return (
    await lookEach(
      planning,
      due,
      (one) => runsOf(planning, one),
      ({ folder }) => folder,
    )
  ).flat();
}

/** One that cannot be looked up holds up no other. */
async function lookEach<T, R>(
  { notes }: Planning,
  ones: readonly T[],
  asking: (one: T) => Promise<R>,
  folderOf: (one: T) => string,
): Promise<readonly R[]> {
  const found = await all(ones.map((one) => orFailure(() => asking(one))));
  return found.flatMap((result, index) => {
    if (!(result instanceof Failure)) return [result];
    const one = ones[index];
    if (one !== undefined) notes.tell(`New files for ${folderOf(one)} were not looked up: ${describeError(result)}`);
    return [];
  });
}

async function runsOf(planning: Planning, growing: Growing): Promise<readonly ValidProduction[]> {
  const { runs, files } = await newRunsOf(planning, growing, maxRuns);
  if ([...files.good, ...files.lost].some((name) => !isFileName(name)))
    planning.notes.tell(
      `Files of ${growing.growth.dataset} whose names are no letters, digits, dots, _ and - are in no run.`,
    );
  return runs;
}
