/** Core-hours by working group; `undefined`: there is no budget, and so no limit. */
type MonthBudgets = Readonly<Record<string, number>> | undefined;

/** Budgets as they were approved on main, the oldest first. */
export type BudgetChange = { readonly at: string; readonly budgets: MonthBudgets };

/** What came to main at one time. `null`: nobody knows what it may use. */
export type CameToMain = { readonly at: string; readonly coreHours: number | null };

/** The month in which it may begin, `2026-03`; or why it never may. */
export type BeginsIn = { readonly month: string } | { readonly never: "unknown" | "too much" | "no budget" };

/**
 * The months in which what came to main may begin, of one group: in the order in which it came, each in the first month
 * that has room. It follows from main alone, so no line of the ledger moves it, and all of a month together is within its
 * budget. A past month has the budget that stood at its end.
 */
export const monthsOf = <T extends CameToMain>(
  group: string,
  { now, changes }: { readonly now: string; readonly changes: readonly BudgetChange[] },
  came: readonly T[],
): ReadonlyMap<T, BeginsIn> => {
  const budgetIn = (month: string): number =>
    budgetOf(
      group,
      changeInForce(changes, ({ at }) => calendarMonth(at) <= month),
    );
  const found = new Map<T, BeginsIn>();
  const today = calendarMonth(now);
  let [month, used] = ["", 0];
  for (const { one, at, coreHours } of waitingFor(group, changes, came, found)) {
    if (month < calendarMonth(at)) [month, used] = [calendarMonth(at), 0];
    const before = [month, used] as const;
    const isOver = (): boolean => used + coreHours > budgetIn(month);
    while (isOver() && (used > 0 || month < today)) [month, used] = [nextMonth(month), 0];
    found.set(one, isOver() ? { never: "too much" } : { month });
    // It may have begun while there was more: that uses up the month where it stands, and no later one.
    if (isOver()) [month, used] = before;
    used += coreHours;
  }
  return found;
};

/** In order of the time from which each may be within the budget; what never is has its reason in `found`. */
const waitingFor = <T extends CameToMain>(
  group: string,
  changes: readonly BudgetChange[],
  came: readonly T[],
  found: Map<T, BeginsIn>,
): readonly { readonly one: T; readonly at: string; readonly coreHours: number }[] =>
  came
    .flatMap((one) => {
      const { at, coreHours } = one;
      if (coreHours === null) {
        found.set(one, { never: "unknown" });
        return [];
      }
      const then = budgetOf(
        group,
        changeInForce(changes, (change) => change.at <= at),
      );
      if (coreHours <= then) return [{ one, at, coreHours }];
      const later = changes.find((change) => change.at > at && budgetOf(group, change) >= coreHours);
      if (later !== undefined) return [{ one, at: later.at, coreHours }];
      found.set(one, { never: budgetOf(group, changes.at(-1)) === 0 ? "no budget" : "too much" });
      return [];
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** The last change that is in force, else the first. */
const changeInForce = (
  changes: readonly BudgetChange[],
  isInForce: (change: BudgetChange) => boolean,
): BudgetChange | undefined => changes.findLast(isInForce) ?? changes[0];

export const budgetOf = (group: string, change: BudgetChange | undefined): number => {
  if (change?.budgets === undefined) return Number.POSITIVE_INFINITY;
  return Object.hasOwn(change.budgets, group) ? (change.budgets[group] ?? 0) : 0;
};

/** `2026-03`, in UTC. */
export const calendarMonth = (iso: string): string => iso.slice(0, 7);

export const nextMonth = (month: string): string => {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
};

/** By git's times, which a commit may lie about: none before the one that stands before it, and none behind now. */
export const inTime = <T extends { readonly at: string }>(
  oldestFirst: readonly T[],
  now: string,
  from = "",
): readonly T[] => {
  let last = from;
  return oldestFirst.map((one) => {
    const at = one.at < last ? last : one.at > now ? now : one.at;
    last = at;
    return { ...one, at };
  });
};
