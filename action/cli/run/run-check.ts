import { relative, resolve } from "node:path";
import { knownRefs, revisionNamed, untrackedIn } from "../../adapters/git/local.ts";
import { onDisk, workRevisions } from "../../adapters/git/revisions.ts";
import { gitTags } from "../../adapters/git/tags.ts";
import { repositoryTop } from "../../adapters/git/work-tree.ts";
import { systemBash } from "../../adapters/system/system-bash.ts";
import { systemClock } from "../../adapters/system/system-clock.ts";
import type { MergeEffect } from "../../core/outcomes/merge-effects.ts";
import type { RulesChanged } from "../../core/outcomes/rules-changed.ts";
import { Failure } from "../../core/problems/failure.ts";
import { distinctProblems, type Problem, refuses } from "../../core/problems/problem.ts";
import { counted, firstAndMore } from "../../core/text/amounts.ts";
import { printable } from "../../core/text/printable.ts";
import { wrapped } from "../../core/text/wrap.ts";
import { problemTexts } from "../../core/view/local/problem-text.ts";
import { elsewhereText } from "../../core/view/plan/notes-elsewhere.ts";
import { effectsShown } from "../../core/view/plan/plan-markdown.ts";
import { planView } from "../../core/view/plan/plan-view.ts";
import { rulesText } from "../../core/view/plan/rules-text.ts";
import type { Check } from "../../flows/check.ts";
import { checkRevision } from "../../flows/check-revision.ts";
import type { Bounds } from "../../ports/bounds.ts";
import { coloured } from "../terminal/colour.ts";
import { columnsOf } from "../terminal/columns.ts";
import { toPrograms } from "../terminal/streams.ts";
import { foldersSinceMain, validatePaths } from "./check-paths.ts";
import { boundsInTerminal, exiting, printJson } from "./command.ts";
import { rulesHere } from "./rules-here.ts";
import { folderOf, openWorkPlace, type WorkPlace } from "./work-place.ts";

type CheckFlags = { readonly json: boolean; readonly base?: string };

export const runCheck = exiting(async ({ json, base }: CheckFlags, ...paths: readonly string[]) => {
  const bounds = boundsInTerminal(json, (ended) => checkJson(0, [], ended, 0));
  const {
    rules,
    problems,
    onMerge = [],
    campaigns = [],
    notesElsewhere,
    number,
    unread = 0,
    untracked = [],
    folders = [],
  } = base === undefined ? await asTheyLie(paths, bounds, json) : await validateSince(base, paths, bounds);
  if (json)
    printJson({ ...checkJson(number, rules, problems, unread), ...(base === undefined ? {} : { onMerge, campaigns }) });
  else {
    const top = await repositoryTop(process.cwd());
    const width = columnsOf(process.stdout);
    const here = problems.map((problem) => ({ ...problem, file: fromHere(top, problem.file) }));
    const lines = problemTexts(here, width).map((reported) => coloured(reported, process.stdout));
    const ruled = rules.length === 0 ? [] : [`${wrapped(rulesText(rules), width)}\n`];
    const elsewhere = notesElsewhere === 0 ? [] : [elsewhereText(notesElsewhere)];
    const merge = [...onMergeText(onMerge, width), ...campaigns.map((line) => `${wrapped(line, width)}\n`)];
    const isRefused = refuses(problems);
    const [before, after] = [
      [...ruled, ...(isRefused ? [] : merge)],
      [
        ...(isRefused ? merge : []),
        ...elsewhere,
        ...unreadText(unread),
        ...(isRefused ? [] : untrackedText(top, untracked, folders)),
        summary(number, problems),
      ],
    ];
    toPrograms([...before.map(printable), ...lines, ...after.map(printable)].join("\n"));
  }
  return refuses(problems) ? 1 : 0;
});

const asTheyLie = async (paths: readonly string[], bounds: Bounds, whole: boolean): Promise<SinceBase> => {
  const place = await openWorkPlace();
  const judging = validatePaths(paths, "briefly", bounds, place);
  const [{ validated, reported, notes, unread }, { rules, problems }, untracked] = await Promise.all([
    judging,
    rulesHere(place, async () => (await judging).validated),
    whole ? [] : untrackedIn(place.top),
  ]);
  const shown = paths.length === 0 && !whole ? await withoutOthersNotes(place, await judging) : reported;
  return {
    rules,
    problems: distinctProblems([...shown, ...notes, ...problems]),
    notesElsewhere: reported.length - shown.length,
    number: validated.length,
    unread,
    untracked,
    folders: [...new Set(validated.map(({ source }) => source.folder))],
  };
};

/** Of everybody's productions all but their notes. Without a main to compare with, notes too. */
const withoutOthersNotes = async (place: WorkPlace, { reported, validated }: Check): Promise<readonly Problem[]> => {
  if (!reported.some(({ severity }) => severity === "note")) return reported;
  const changed = await foldersSinceMain(place);
  if (changed === undefined) return reported;
  const others = validated.filter(({ source }) => !changed.has(source.folder));
  const notes = new Set(others.flatMap(({ problems }) => problems.filter(({ severity }) => severity === "note")));
  return reported.filter((problem) => !notes.has(problem));
};

/** Terminals open a path that is relative to the working directory. JSON names files from the repository's top. */
const fromHere = (top: string, file: string): string => relative(process.cwd(), resolve(top, file));

const checkJson = (
  productions: number,
  rules: SinceBase["rules"],
  problems: readonly Problem[],
  unread: number,
): object => {
  const of = (severity: Problem["severity"]): number => problems.filter((one) => one.severity === severity).length;
  return {
    format: 1,
    productions,
    errors: of("error"),
    warnings: of("warning"),
    notes: of("note"),
    unread,
    rules,
    problems,
  };
};

const unreadText = (folders: number): readonly string[] =>
  folders === 0
    ? []
    : [
        `Payloads and versions of ${counted(folders, "folder")} as on main were not read again: \`shrek check FOLDER\` reads them.`,
      ];

/** Files of these folders would be missing in a pull request. */
const untrackedText = (top: string, files: readonly string[], folders: readonly string[]): readonly string[] => {
  const named = folders.filter((folder) => files.some((file) => file.startsWith(`${folder}/`)));
  const [first = "", ...others] = named.map((folder) => fromHere(top, folder));
  if (named.length === 0) return [];
  const more = others.length === 0 ? "" : `, and of ${counted(others.length, "other folder")}`;
  return [`Not in git yet are files of ${first}${more}: \`git add ${first === "" ? "." : first}\`.`];
};

const onMergeText = (effects: readonly MergeEffect[], width: number | undefined): readonly string[] =>
  effects.length === 0
    ? []
    : [
        "The merge:",
        ...firstAndMore(
          effects.map(({ words }) => words),
          effectsShown,
        ).map((one) => wrapped(`- ${one}`, width)),
        "",
      ];

const summary = (productions: number, problems: readonly Problem[]): string => {
  const number = (severity: Problem["severity"], word: string): string => {
    const n = problems.filter((problem) => problem.severity === severity).length;
    return n === 0 ? "" : `, ${counted(n, word)}`;
  };
  return `${counted(productions, "production")}${number("error", "error")}${number("warning", "warning")}${refuses(problems) ? "" : ", good"}`;
};

type SinceBase = {
  /** What the merge would do besides submitting. */
  readonly onMerge?: readonly MergeEffect[];
  /** What the campaigns would use that name something of it. */
  readonly campaigns?: readonly string[];
  readonly rules: readonly RulesChanged[];
  readonly problems: readonly Problem[];
  /** Notes of productions that did not change. */
  readonly notesElsewhere: number;
  /** Number of validated productions. */
  readonly number: number;
  readonly unread?: number;
  /** What git does not have of the productions in these folders. */
  readonly untracked?: readonly string[];
  readonly folders?: readonly string[];
};

/** What the check of a pull request would say if everything that lies here, or below these paths, were committed and proposed now. */
const validateSince = async (base: string, paths: readonly string[], bounds: Bounds): Promise<SinceBase> => {
  const { top, ledger, foreign } = await openWorkPlace(base);
  const commit = await revisionNamed(top, base);
  if (commit === undefined)
    throw new Failure(`There is no revision ${base} here.`, { wayOut: "Fetch it, or name another." });
  const within = await Promise.all(paths.map((path) => folderOf(top, path)));
  const ports = {
    revisions: await workRevisions(top, foreign, within.length === 0 ? undefined : within),
    ledger,
    tags: gitTags(top, knownRefs(top), systemClock()),
    bash: systemBash(),
    clock: systemClock(),
    bounds,
    withoutLedger: "note",
  } as const;
  const { rules, problems, onMerge, campaigns, notesElsewhere, productions } = planView(
    await checkRevision(ports, commit, onDisk),
  );
  return { rules, problems, onMerge, campaigns, notesElsewhere, number: productions.length };
};
