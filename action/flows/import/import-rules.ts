import { basename, join } from "node:path/posix";
import { draftRule, type PayloadFile } from "../../core/import/sphenixprod/draft-rule.ts";
import { type PilotRead, readPilot } from "../../core/import/sphenixprod/read-pilot.ts";
import { type OldRule, readOldRules } from "../../core/import/sphenixprod/read-rules.ts";
import type { Draft } from "../../core/import/written-lines.ts";
import { type ConventionsFound, conventionsFor, refuseFolder } from "../../core/init/new-fields.ts";
import { Failure } from "../../core/problems/failure.ts";
import { makeProblem, type Problem, refuses } from "../../core/problems/problem.ts";
import { suggestName } from "../../core/text/nearest-name.ts";
import { type Located, problemAt } from "../../core/text/places.ts";
import { readYaml } from "../../core/text/read-yaml.ts";
import {
  type Imported,
  type ImportPorts,
  isGood,
  type JudgedDraft,
  judgeDraft,
  maxTurns,
  type OldFile,
} from "./judge-draft.ts";

type RulePorts = ImportPorts & {
  /** The files that globs of a rule name, from the folder of its file. */
  readonly payloadOf: (globs: readonly string[]) => Promise<readonly PayloadFile[]>;
};

export type ImportedRules = {
  readonly rules: OldFile;
  readonly pilot: OldFile | undefined;
  /** Only this one. */
  readonly rule: string | undefined;
  /** From the repository's top: for one rule its folder, for several the folder above. */
  readonly output: string | undefined;
  readonly here: string;
};

/** A production folder for each rule of a file of sphenixprod; validated, and not written yet. */
export const importRules = async (ports: RulePorts, wanted: ImportedRules): Promise<readonly Imported[]> => {
  const read = readOld(wanted.rules);
  const { where } = read;
  if (where === undefined) return [{ name: "", folder: "", problems: read.problems }];
  const found = readOldRules(where, read.value);
  const chosen = wanted.rule === undefined ? found : found.filter(({ name }) => name === wanted.rule);
  if (chosen.length === 0) throw noSuchRule(wanted, found);
  const pilot = wanted.pilot === undefined ? undefined : readOld(wanted.pilot);
  const conventions = conventionsFor(ports.conventionsAbove, wanted);
  const taken = new Set<string>();
  const made: Imported[] = [];
  for (const { name, rule, problems } of chosen) {
    const folder = folderOf(wanted, conventions.home, name, chosen.length);
    const entries = pilotOf(pilot, wanted.rules.file, name);
    const before = [...problems, ...entries.problems];
    const isRefused = rule === undefined || refuses(before);
    const { files, problems: found } = isRefused
      ? { files: undefined, problems: [] }
      : await importOne({ ports, where, rule, entries, conventions, taken }, folder);
    made.push({ name, folder, problems: [...before, ...found], ...(files === undefined ? {} : { files }) });
  }
  return made;
};

const noSuchRule = ({ rules, rule = "" }: ImportedRules, found: readonly { readonly name: string }[]): Failure =>
  new Failure(`${rules.file} has no rule${rule === "" ? "" : ` ${rule}`}.`, {
    wayOut:
      suggestName(
        rule,
        found.map(({ name }) => name),
      ) ?? "Name another file.",
  });

type Old = { readonly value: unknown; readonly where: Located | undefined; readonly problems: readonly Problem[] };

const readOld = ({ file, bytes }: OldFile): Old => {
  const read = readYaml(file, bytes, "first-reading");
  return read.kind === "unreadable"
    ? { value: undefined, where: undefined, problems: read.problems }
    : { value: read.value, where: { file, places: read.places }, problems: [] };
};

const folderOf = ({ output, rule }: ImportedRules, home: string, name: string, count: number): string => {
  const isOwn = count === 1 || rule !== undefined;
  const folder = output === undefined ? join(home, name) : isOwn ? output : join(output, name);
  refuseFolder(folder);
  return folder;
};

const pilotOf = (pilot: Old | undefined, rules: string, name: string): PilotRead => {
  if (pilot?.where === undefined) return { entries: [], problems: pilot?.problems ?? [] };
  const read = readPilot(pilot.where, pilot.value, name, basename(rules));
  if (read.entries.length > 0 || read.problems.length > 0) return read;
  const words = { severity: "warning", message: `The pilot does not run ${name}.` } as const;
  return { entries: [], problems: [makeProblem({ file: pilot.where.file }, "bad-pilot", words)] };
};

type Importing = {
  readonly ports: RulePorts;
  readonly where: Located;
  readonly rule: OldRule;
  readonly entries: PilotRead;
  readonly conventions: ConventionsFound;
  readonly taken: Set<string>;
};

const importOne = async (of: Importing, folder: string): Promise<Pick<Imported, "files" | "problems">> => {
  const { ports, where, rule, conventions } = of;
  if (await ports.isThere(folder)) return { problems: [thereAlready(of, folder)] };
  const payload = await ports.payloadOf(rule.payload);
  const asked = { where, rule, pilot: of.entries.entries, payload, conventions: conventions.conventions };
  let [turn, trial] = [0, false];
  for (;;) {
    const draft = draftRule(asked, { turn, trial });
    const judged =
      taken(of, draft) ?? (await judgeDraft(ports, conventions, draft, { folder, where, whole: [rule.name] }));
    if (isGood(judged)) {
      of.taken.add(draft.tag);
      return judged;
    }
    const codes = new Set(judged.problems.filter(({ severity }) => severity === "error").map(({ code }) => code));
    if (codes.has("duplicate-tag") && turn < maxTurns) turn++;
    else if (codes.has("trials-only") && !trial) trial = true;
    else return { problems: judged.problems };
  }
};

const thereAlready = ({ where, rule: { name } }: Importing, folder: string): Problem =>
  problemAt(where, [name], "bad-rule", {
    message: `${folder} exists already.`,
    key: true,
    hint: "name another folder with -o",
  });

/** Two rules that make data of one name are one production, or one of them must change. */
const taken = (
  { taken: tags, where, rule: { name } }: Importing,
  { tag, problems }: Draft,
): JudgedDraft | undefined => {
  const message = `Another rule of this file has the same tag as ${name}.`;
  const hint = "import it alone with --rule, and give one of the two another tag";
  return tags.has(tag)
    ? { files: [], problems: [...problems, problemAt(where, [name], "duplicate-tag", { message, key: true, hint })] }
    : undefined;
};
