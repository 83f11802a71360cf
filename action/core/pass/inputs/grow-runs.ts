import { type GrownData, isFileName, newRuns } from "../../catalogue/new-runs.ts";
import { validateOne } from "../../cross-checks/check-sources.ts";
import { partsOfKey } from "../../ledger/event.ts";
import { promisedIn } from "../../ledger/promised-in.ts";
import { describeError, Failure } from "../../problems/failure.ts";
import { type Accepted } from "../../production/accepted.ts";
import { type Growth, growthOf } from "../../production/starts.ts";
import { asRun, promisedRow } from "../../validate/split-runs.ts";
import { type Asking, all, ask, orFailed } from "../asking.ts";
import { enterAll, type NewSubmission } from "../entering/enter.ts";
import { rucioAt } from "../look-up-data.ts";
import { addEvents, type Planned, type Planning, plannedEvents } from "../planned.ts";
import { type KeyedEvent, namesIn } from "../view.ts";

export type Grown = { readonly planned: Planned; readonly entries: readonly NewSubmission[] };

/**
 * New files of datasets that grow become runs, promised in the commit of this plan: whoever writes first has them, and
 * the other plans again. A few folders that chance draws, where there are many: each is a list of files (ADR 30).
 */
export function* growRuns(planning: Planning, from: Planned, folders: readonly string[]): Asking<Grown> {
  const { notes } = planning;
  const drawn = drawnFrom(folders, planning.chance);
  const found = yield* all(drawn.map((folder) => orFailed(newIn(planning, folder))));
  const made = found.flatMap((one, index) => {
    if (!(one instanceof Failure)) return one;
    notes.tell(`New files for ${drawn[index]} were not looked up: ${describeError(one)}`);
    return [];
  });
  const fresh = made.slice(0, mostInAll);
  if (fresh.length === 0) return { planned: from, entries: [] };
  const known = yield* ask({ ask: "submissions", ledger: planning.ledger, tags: [] });
  const events = plannedEvents(from).map(([, event]) => event);
  const entries = yield* orFailed(enterAll(planning, fresh, new Set(known), events));
  if (entries instanceof Failure) {
    notes.postpone("run", `New files wait: ${entries.message}`);
    return { planned: from, entries: [] };
  }
  const entering = entries.flatMap(({ key, events: own }) => own.map((event): KeyedEvent => [key, event]));
  return { planned: addEvents(planning, from, `New files: ${namesIn(entering)}`, entering), entries };
}

const drawnFrom = (folders: readonly string[], chance: number): readonly string[] => {
  const begin = chance % Math.max(1, folders.length);
  return [...folders.slice(begin), ...folders.slice(0, begin)].slice(0, mostLooked);
};

/** Of a look of Rucio's files one by one there is room for as many datasets. */
const mostLooked = 200;
/** Of one production in a pass: each is promised, so a dataset that was there before takes several passes. */
const mostRuns = 20;
/** Of all in a pass: each is rendered and packed. */
const mostInAll = 100;

function* newIn(planning: Planning, folder: string): Asking<readonly Accepted[]> {
  const source = yield* ask({ ask: "production", at: planning.mainHead, folder });
  const growing = validateOne(source).flatMap(({ accepted }) => {
    const growth = accepted && growthOf(accepted.production);
    return accepted === undefined || growth === undefined ? [] : [{ accepted, growth }];
  });
  return (yield* all(growing.map(({ accepted, growth }) => newOf(planning, accepted, growth)))).flat();
}

function* newOf(planning: Planning, accepted: Accepted, growth: Growth): Asking<readonly Accepted[]> {
  const data = yield* lookAt(accepted, growth);
  if (data === undefined) return [];
  const odd = [...data.files.good, ...data.files.lost].find((name) => !isFileName(name));
  if (odd !== undefined)
    planning.notes.tell(`Files of ${growth.dataset} whose names are no letters, digits, dots, _ and - are in no run.`);
  const { tag, version } = accepted.production;
  const { ledger } = planning;
  const keys = (yield* ask({ ask: "submissions", ledger, tags: [tag] })).filter(
    (key) => partsOfKey(key).version === version,
  );
  const promised = [...(yield* ask({ ask: "events", ledger, keys })).values()].flatMap((lines) => {
    const intent = promisedIn(lines);
    return intent === undefined ? [] : (promisedRow(intent.content) ?? []);
  });
  return newRuns(data, promised, { files: growth.files, most: mostRuns }).map((row) => asRun(accepted, row));
}

/** `undefined`: Rucio does not know it, so nothing has come yet. */
function* lookAt({ production }: Accepted, { dataset }: Growth): Asking<GrownData | undefined> {
  const { rucio } = production.conventions;
  if (rucio === undefined) return undefined;
  const found = (yield* ask({ ask: "data", place: rucioAt(rucio), datasets: [dataset] })).get(dataset);
  if (found?.kind !== "known") return undefined;
  const { collection, replicas } = found;
  if (replicas.files === undefined)
    throw new Failure(`${dataset} has ${collection.files} files, too many to be listed in this pass.`, {
      wayOut: "The next passes try again; a dataset of more than 100,000 files must be divided.",
    });
  return { open: collection.open, files: replicas.files };
}
