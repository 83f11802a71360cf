import { belowShared, foldersAbove, usesShared } from "../../files/changed-productions.ts";
import { rulePlaces } from "../../policy/rules.ts";
import { isConventionsPath, productionsFolder } from "../../text/source-file.ts";
import { approvedRules } from "../approval/approved-rules.ts";
import { type Asking, all, ask, type Moment } from "../asking.ts";
import { topAt } from "./at-panda.ts";
import { type CountedOnMain, heldIn, type StateOnMain } from "./campaign-use.ts";
import { type BudgetChange, type CameToMain, inTime } from "./months.ts";

/** A version that came to main, or runs of it that did. */
export type CameVersion = CameToMain & {
  readonly group: string;
  readonly version: string;
  readonly runs: ReadonlySet<number>;
};

export type DatedBudgets = BudgetChange & { readonly commit: string };

/** As people approved them, from the first change that named some. What nobody approved holds back all below it, and counts nothing here. */
function* budgetChanges(moment: Moment): Asking<readonly DatedBudgets[]> {
  const places = new Set(rulePlaces([productionsFolder]).filter(isConventionsPath));
  const faultOf = moment.approvals === "asked" ? approvedRules(moment).faultOf : undefined;
  const found: DatedBudgets[] = [];
  for (const { commit, at, paths } of (yield* ask({ ask: "rule-changes", commit: moment.mainHead })).toReversed()) {
    const [place] = paths.filter((path) => places.has(path));
    if (place === undefined || (faultOf !== undefined && (yield* faultOf(commit, place)) !== undefined)) continue;
    const top = yield* topAt(commit);
    const budgets = top?.limits?.coreHoursPerMonth;
    // What cannot be read lets nothing go, and ends no budget.
    if (top !== undefined && (found.length > 0 || budgets !== undefined)) found.push({ commit, at, budgets });
  }
  return inTime(found, moment.now);
}

type RunsOfVersions = ReadonlyMap<string, ReadonlySet<number>>;

/** `before`: what stood on main before its first budget. */
export function* budgetHistory(moment: Moment): Asking<{
  readonly changes: readonly DatedBudgets[];
  readonly came: readonly CameVersion[];
  readonly before: RunsOfVersions;
}> {
  const changes = yield* budgetChanges(moment);
  const [first] = changes;
  return { changes, ...(first === undefined ? { came: [], before: new Map() } : yield* cameToMain(moment, first)) };
}

/** What main held in a folder. */
export function* versionsAt(moment: Moment, state: StateOnMain): Asking<RunsOfVersions> {
  return runsOfVersions((yield* heldAt(moment, state)).map(knownOf));
}

const runsOfVersions = (all: Iterable<KnownVersion>): RunsOfVersions =>
  new Map([...all].map(({ version, runs }) => [version, runs]));

/** Versions and runs by the changes of main that brought them, the oldest first; `before`: those that stood there. */
function* cameToMain(
  moment: Moment,
  first: DatedBudgets,
): Asking<{ readonly came: readonly CameVersion[]; readonly before: RunsOfVersions }> {
  const since = first.commit;
  const oldestFirst = (yield* ask({ ask: "production-changes", commit: moment.mainHead, since })).toReversed();
  const changes = inTime(oldestFirst, moment.now, first.at);
  const touched = yield* all(
    changes.map(function* (change) {
      return { ...change, folders: yield* foldersOf(change) };
    }),
  );
  const folders = [...new Set(touched.flatMap((one) => one.folders))];
  const known = new Map<string, KnownVersion>();
  for (const held of yield* all(folders.map((folder) => heldAt(moment, { at: since, folder }))))
    for (const one of held) learn(known, one);
  const before = runsOfVersions(known.values());
  const read = yield* all(
    touched.map(function* ({ commit, at, folders: own }) {
      return { at, held: (yield* all(own.map((folder) => heldAt(moment, { at: commit, folder })))).flat() };
    }),
  );
  const came = read.flatMap(({ at, held }) =>
    held.flatMap((one) => learn(known, one).map((news) => ({ ...news, at }))),
  );
  return { came, before };
}

const heldAt = (moment: Moment, state: StateOnMain): Asking<readonly CountedOnMain[]> =>
  heldIn(moment, () => true, state);

type KnownVersion = Pick<CameVersion, "version" | "coreHours" | "runs">;

const knownOf = ({ production: { tag, version, runs }, coreHours }: CountedOnMain): KnownVersion => ({
  version: `${tag} ${version}`,
  coreHours,
  runs: new Set(runs?.map(({ run }) => run)),
});

/** What a state of main has more than those before it. */
const learn = (known: Map<string, KnownVersion>, one: CountedOnMain): readonly Omit<CameVersion, "at">[] => {
  const { version, coreHours, runs: all } = knownOf(one);
  const group = one.production.workingGroup;
  const name = `${group} ${version}`;
  const before = known.get(name);
  const runs = new Set([...all].filter((run) => !before?.runs.has(run)));
  const asked = before?.coreHours ?? 0;
  const most = coreHours === null || before?.coreHours === null ? null : Math.max(coreHours, asked);
  known.set(name, { version, coreHours: most, runs: new Set([...all, ...(before?.runs ?? [])]) });
  const more = most === null ? null : most - asked;
  return before !== undefined && runs.size === 0 && (more === null || more === 0)
    ? []
    : [{ group, version, runs, coreHours: more }];
};

type ChangeBelow = { readonly commit: string; readonly paths: readonly string[] };

/** Folders whose productions a change may have made others: its own, users of what is shared, and all below conventions. */
function* foldersOf({ commit, paths }: ChangeBelow): Asking<readonly string[]> {
  const own = [...foldersAbove(paths)].filter((folder) => folder !== productionsFolder);
  const mayReach = paths.some(isConventionsPath) || belowShared([`${productionsFolder}/x`], paths).length > 0;
  if (!mayReach) return own;
  const there = [...(yield* ask({ ask: "neighbours", at: commit })).keys()];
  if (paths.some(isConventionsPath)) return [...new Set([...own, ...there])];
  const requests = yield* all(there.map((folder) => ask({ ask: "request", at: commit, folder })));
  return [...new Set([...own, ...requests.flatMap((one) => (usesShared(one, paths) ? [one.folder] : []))])];
}
