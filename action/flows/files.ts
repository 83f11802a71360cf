import { fileAddress, scopeOf } from "../core/conventions/file-address.ts";
import type { JobSeen } from "../core/ledger/completion.ts";
import { type Intent, type KeyParts, keyOf, partsOfKey, type TaskSeen, versionName } from "../core/ledger/event.ts";
import { eventsMade, filesExpected } from "../core/ledger/intended-steps.ts";
import { displayName, type NamedOutput } from "../core/plan/display-name.ts";
import { plainName } from "../core/plan/pattern-files.ts";
import { conventionsAbove, readRules, rulePlaces } from "../core/policy/rules.ts";
import { Failure } from "../core/problems/failure.ts";
import type { ListOrigin } from "../core/production/list-origin.ts";
import type { Production } from "../core/production/production.ts";
import { fold } from "../core/submission/fold.ts";
import type { FileAtPanda } from "../core/view/local/files-text.ts";
import { declaredNotes } from "../core/view/status/notes-text.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { MainBranch } from "../ports/main-branch.ts";
import type { PandaWatch } from "../ports/panda-watch.ts";
import { beStepOf, intendedProduction, intentOf } from "./ledger-access/intended-production.ts";

type Ports = { readonly ledger: Ledger; readonly main: MainBranch; readonly watch: Pick<PandaWatch, "jobsOf"> };
export type FilesFound = {
  readonly files: readonly FileAtPanda[];
  /** Where the lists of the submission came from. */
  readonly lists: readonly ListOrigin[];
  readonly notes: readonly string[];
};

/** PanDA lists at most this many jobs of a task, and does not say that there are more. */
const maxJobsListed = 5500;

/** With the version of a tag that has only one. */
export const withOnlyVersion = async (ledger: Pick<Ledger, "head" | "submissions">, name: string): Promise<string> => {
  const [, tag, rest = ""] = /^([^@#/]+)([#/].*)?$/.exec(name) ?? [];
  if (tag === undefined) return name;
  const keys = await ledger.submissions(await ledger.head(), tag);
  const [version, ...others] = new Set(keys.map((key) => partsOfKey(key).version));
  return version === undefined || others.length > 0 ? name : `${tag}@${version}${rest}`;
};

/** The submission that a person means, or every run of a version with tasks; a note counts the runs without. */
export const resolveTargets = async (
  { ledger, main }: Pick<Ports, "ledger" | "main">,
  { tag, version, run }: { readonly tag: string; readonly version: string; readonly run: number | "all" | undefined },
): Promise<{ readonly meant: readonly KeyParts[]; readonly notes: readonly string[] }> => {
  // Once for all runs: it brings what this clone lacks of main.
  await main.head();
  const head = await ledger.head();
  const keys = (await ledger.submissions(head, tag)).filter((key) => partsOfKey(key).version === version);
  if (run !== "all") {
    if (run === undefined && keys.length > 0 && keys.every((key) => partsOfKey(key).run !== undefined))
      throw new Failure(`${tag} ${version} has ${keys.length} runs.`, {
        wayOut: `Name one, ${tag}@${version}#${partsOfKey(keys[0] ?? keyOf({ tag, version, run })).run}, or all of them, ${tag}@${version}#*.`,
      });
    return { meant: [{ tag, version, run }], notes: [] };
  }
  if (keys.length === 0)
    throw new Failure(`The ledger has no submission ${tag}@${version}.`, {
      wayOut: "`shrek status TAG` lists those of a tag.",
    });
  const states = await ledger.read(head, keys);
  const known = keys.filter((key) => {
    const state = fold(states.get(key) ?? []);
    return "tasks" in state && state.tasks.length > 0;
  });
  const without = keys.length - known.length;
  return {
    meant: known.map(partsOfKey).toSorted((a, b) => (a.run ?? 0) - (b.run ?? 0)),
    notes: without === 0 ? [] : [`${tag} ${version}: the ledger knows no task of ${without} of ${keys.length} runs.`],
  };
};

/** The files that the jobs of a submission made, as PanDA lists them now, of all its steps or of one. */
export const filesMade = async (ports: Ports, meant: KeyParts, step?: string): Promise<FilesFound> => {
  const { intent, state } = await intentOf(ports.ledger, meant);
  const name = versionName(keyOf(meant));
  beStepOf(intent, step);
  const tasks = ("tasks" in state ? state.tasks : []).filter((task) => step === undefined || task.step === step);
  if (tasks.length === 0)
    return {
      files: [],
      lists: intent.lists ?? [],
      notes: [`${name}: the ledger knows no task of it${step === undefined ? "" : ` for ${step}`}.`],
    };
  // The head of a trial is that of a pull request, which this clone need not have; nobody reads its files.
  const isTrial = intent.trial !== undefined;
  const production = isTrial ? undefined : await intendedProduction(ports.main, intent);
  const notes = [
    ...("past" in state ? declaredNotes(state.past).map((note) => `${name}: ${note}.`) : []),
    ...(production === undefined && !isTrial
      ? [
          `${name}: this version of SHREK reads it differently than the one that submitted it, so its names by the conventions are not shown.`,
        ]
      : []),
  ];
  const places = isTrial ? new Map<string, string>() : await placesToday(ports.main, intent.folder);
  const files: FileAtPanda[] = [];
  // One answer at a time: that of a large task fills memory.
  for (const task of tasks) {
    const jobs = await ports.watch.jobsOf(task.id, "all");
    if (jobs.length === 0 && task.finished > 0)
      notes.push(`${name}, ${task.step}: PanDA listed no job of task ${task.id}.`);
    if (jobs.length >= maxJobsListed)
      notes.push(
        `${name}, ${task.step}: PanDA tells ${maxJobsListed} jobs of a task at most; files may be missing here.`,
      );
    const found = filesOfTask(intent, task, jobs, production);
    files.push(...found.map((one) => ({ ...one, ...placesOf(one, places) })));
  }
  return { files, lists: intent.lists ?? [], notes };
};

type FoundFile = Omit<FileAtPanda, "lfn" | "addresses">;

/** Storage moves: main's conventions of today say where files are, the nearest to the folder that name a place. */
const placesToday = async (main: MainBranch, folder: string): Promise<ReadonlyMap<string, string>> => {
  const rules = readRules(await main.at(await main.head()).files(rulePlaces([folder])));
  const named = conventionsAbove(rules, folder).flatMap(({ read }) =>
    read.kind === "read" ? Object.entries(read.value.addresses ?? {}) : [],
  );
  return new Map(named);
};

const placesOf = (file: FoundFile, places: ReadonlyMap<string, string>): Pick<FileAtPanda, "lfn" | "addresses"> => ({
  lfn: `${scopeOf(file.dataset)}:${file.file}`,
  addresses: Object.fromEntries(
    [...places].flatMap(([name, template]) => {
      const address = fileAddress(template, file);
      return address === undefined ? [] : [[name, address] as const];
    }),
  ),
});

const filesOfTask = (
  intent: Intent,
  task: TaskSeen,
  jobs: readonly JobSeen[],
  production: Production | undefined,
): readonly FoundFile[] => {
  // Of two names that fit the longer one: the other is the end of it.
  const outputs = filesExpected(intent, task.step).toSorted((a, b) => b.output.length - a.output.length);
  const asked = eventsMade(intent, task.step);
  const step = production?.steps.find(({ name }) => name === task.step);
  const { tag, version, run } = intent;
  const found = jobs
    .filter(({ status }) => status === "finished")
    .flatMap((job) => job.outputs)
    .map(({ dataset, file, bytes }) => {
      const of = outputs.find(
        ({ output, isByPattern }) => dataset.endsWith(`_${output}`) && (isByPattern || file.endsWith(`.${output}`)),
      );
      const named: NamedOutput | undefined =
        step === undefined || of === undefined ? undefined : { step, output: of.output, namesRun: of.namesRun };
      const plain = of?.isByPattern === true ? plainName(intent.outDS, task.step, file) : undefined;
      const meant =
        plain ??
        (production === undefined || named === undefined ? null : (displayName(production, named, file) ?? null));
      const events = of === undefined || of.isByPattern ? null : (asked ?? null);
      const output = of?.output ?? null;
      return { tag, version, run, step: task.step, output, dataset, file, meant, bytes: bytes ?? null, events };
    });
  return withoutDoubles(found);
};

/** A name that two files have says of neither which it is. */
const withoutDoubles = (files: readonly FoundFile[]): readonly FoundFile[] => {
  const counts = new Map<string, number>();
  for (const { meant } of files) if (meant !== null) counts.set(meant, (counts.get(meant) ?? 0) + 1);
  return files.map((one) => (one.meant !== null && (counts.get(one.meant) ?? 0) > 1 ? { ...one, meant: null } : one));
};
