import { code, inline, lines, md } from "../../core/markdown/markdown.ts";
import { type Drift, driftOf } from "../../core/outcomes/drift.ts";
import { type DriftLooked, driftSince } from "../../core/outcomes/drift-looked.ts";
import { conventionsAbove, readRules, rulePlaces } from "../../core/policy/rules.ts";
import { thousands } from "../../core/text/amounts.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import type { DriftIssue } from "../../ports/overview.ts";
import type { PandaWatch } from "../../ports/panda-watch.ts";

export type DriftPorts = {
  readonly issue: DriftIssue;
  readonly watch: Pick<PandaWatch, "tasksChanged">;
  /** Under whose name SHREK is logged in at PanDA. */
  readonly userName: string;
};
type ComparedPlaces = {
  readonly ledger: Ledger;
  readonly main: Pick<MainBranch, "head" | "at">;
  readonly clock: Clock;
};

/** Compares what PanDA lists of our user and what git has with the ledger, and keeps the issue about what differs. Stops nothing. */
export const lookForDrift = async (
  { ledger, main, clock }: ComparedPlaces,
  { issue, watch, userName }: DriftPorts,
  moved: readonly string[],
): Promise<DriftLooked> => {
  const now = clock.now();
  const { tasks, isCut } = await watch.tasksChanged(driftSince(now), userName);
  // Read behind the list: what was submitted meanwhile is known.
  const head = await ledger.head();
  const followed = [...new Set([...head.live, ...head.watched.map(({ key }) => key)])];
  const [submissions, events] = await Promise.all([ledger.submissions(head), ledger.read(head, followed)]);
  const scopes = await scopesOn(main);
  const drift = driftOf({ repository: head.repository, tasks, submissions, events, scopes, moved });
  // Of a list that PanDA cut nobody knows that nothing is left.
  if (drift.length > 0 || !isCut) await issue.keep(drift.length === 0 ? undefined : driftMarkdown(drift));
  return { on: now.toISOString(), found: drift.length > 0 };
};

const scopesOn = async (main: ComparedPlaces["main"]): Promise<readonly string[]> => {
  const files = await main.at(await main.head()).files(rulePlaces([productionsFolder]));
  const [top] = conventionsAbove(readRules(files), productionsFolder);
  return top?.read.kind === "read" ? [top.read.value.scopes.release] : [];
};

const maxShown = 200;

const driftMarkdown = (drift: readonly Drift[]): string => {
  const more = drift.length - maxShown;
  return lines([
    md`Nothing is stopped by this. It closes by itself when nothing is left.`,
    md``,
    ...drift.slice(0, maxShown).map(({ words }) => md`- ${words}`),
    ...(more <= 0 ? [] : [md`- and ${thousands(more)} more`]),
    md``,
    md`What SHREK is to know is said by a command: ${inline([code("/shrek adopt"), code("/shrek kill"), code("/shrek retry"), code("/shrek move")], ", ")}. Of git ${code("shrek ledger verify")} says more.`,
  ]).markdown;
};
