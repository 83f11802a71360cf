import { scriptOf } from "../files/resources.ts";
import { readsInputs } from "../plan/prun-options.ts";
import type { Production, Step } from "../production/production.ts";
import { columnsOfAll } from "../production/run-row.ts";
import { type Path, type Place, placeOnly } from "../text/places.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Values } from "./bash/expand.ts";
import { isModest, isPython, isShell, isSource, type Reading, readScript, type Script } from "./bash/script.ts";
import { plainText, type Run } from "./bash/simple-command.ts";
import { valuesOf } from "./bash/values.ts";
import { placeOfResource } from "./resource-place.ts";

/** A step as the lint sees it: its payload and the scripts that it calls, understood. */
export type LintedStep = {
  readonly production: Production;
  readonly step: Step;
  readonly path: Path;
  /** The payload first, then what checks its outputs. */
  readonly scripts: readonly Script[];
  /** Bash of its `checks`: a shell of its own, of which a bad job is to die. */
  readonly check: Script | undefined;
  /** Bash among the resources that the step runs or reads, understood or not. */
  readonly sent: readonly SentScript[];
  /** Texts of all resources; what is not text is left out. */
  readonly texts: ReadonlyMap<string, string>;
  readonly resources: ReadonlySet<string>;
  /** Runs something that may read any variable and make any file. */
  readonly opaque: boolean;
  /** Names that SHREK gives a value: parameters, inputs and its own. */
  readonly given: ReadonlySet<string>;
  valuesIn(script: Script): Values;
};

/** A file of bash that the step sends along and runs. */
export type SentScript = Pick<Script, "file" | "placeOf" | "inside" | "text"> & { readonly resource: string };

/** `undefined`: the payload was not understood. */
export const lintedStep = (production: Production, written: Step): LintedStep | undefined => {
  const step = readsInputs(written) ? written : { ...written, inputs: [] };
  const resources = new Set(step.resources.map(({ path }) => path));
  const heavy = step.resources.reduce((bytes, file) => bytes + file.bytes.length, 0) > largestText;
  const texts = new Map(
    step.resources.flatMap((file) => (heavy && !file.path.endsWith(".sh") ? [] : readableText(file))),
  );
  const payload = payloadOf(production, step);
  if (payload === undefined) return undefined;

  const check =
    step.checks === undefined ? undefined : textOf(production, step.checks.run, [...pathOf(step), "checks"]);
  const first = check === undefined ? [payload] : [payload, check];
  const { scripts, sent, opaque } = withCalled({ production, step, texts, resources }, first);
  const values = new Map(scripts.map((script) => [script, valuesOf(production, step, script)]));
  return {
    production,
    step,
    path: pathOf(step),
    scripts,
    check,
    sent,
    texts,
    resources,
    opaque: opaque || heavy || (step.checks !== undefined && check === undefined),
    given: givenNames(production, step),
    valuesIn: (script) => values.get(script) ?? (() => undefined),
  };
};

/** What these scripts call of the step's resources, and what that calls. */
const withCalled = (
  { production, step, texts, resources }: Pick<LintedStep, "production" | "step" | "texts" | "resources">,
  first: readonly Script[],
): Pick<LintedStep, "scripts" | "sent" | "opaque"> => {
  const scripts = [...first];
  const sent: SentScript[] = [];
  const seen = new Set([scriptOf(step.run)]);
  let opaque = scripts.some(({ facts }) => facts.indirect);
  for (const script of scripts) {
    for (const run of script.facts.runs) {
      const called = calledBy(run, resources);
      if (called === undefined) {
        opaque ||= isOpaque(run, scripts, resources);
        continue;
      }
      if (seen.has(called.path)) continue;
      seen.add(called.path);
      const text = texts.get(called.path);
      if (text === undefined) opaque = true;
      if (text === undefined || !isBash(called.path, text)) continue;
      const file = { ...placeOfResource(production, step, called.path, text), text, resource: called.path };
      sent.push(file);
      const read = readScript({ ...file, reading: called.reading });
      if (read === undefined) opaque = true;
      else {
        scripts.push(read);
        opaque ||= read.facts.indirect;
      }
    }
  }
  return { scripts, sent, opaque };
};

const ofShrek: readonly string[] = ["tag", "version", "build", "conditions", "step", "job", "uniqueId", "nEvents"];

const givenNames = (production: Production, step: Step): ReadonlySet<string> =>
  new Set([
    ...ofShrek,
    ...ofRun(production),
    ...Object.keys(step.parameters),
    ...rowVariables(step),
    ...inputNames(step),
  ]);

/** What each job has of its row. */
export const rowVariables = ({ row }: Pick<Step, "row">): readonly string[] =>
  row === undefined ? [] : row.table.columns.map(({ name }) => name);

export const namedScript = (production: Production, step: Step): SentScript | undefined => {
  const resource = scriptOf(step.run);
  const file = step.resources.find(({ path }) => path === resource);
  const [, text] = (file === undefined ? undefined : readableText(file)[0]) ?? [];
  return resource === undefined || text === undefined
    ? undefined
    : { ...placeOfResource(production, step, resource, text), text, resource };
};

const payloadOf = (production: Production, step: Step): Script | undefined => {
  if (scriptOf(step.run) !== undefined) {
    const named = namedScript(production, step);
    return named === undefined ? undefined : readScript({ ...named, reading: "payload" });
  }
  return textOf(production, step.run, pathOf(step));
};

const pathOf = ({ name }: Step): Path => ["steps", name];

/** `run` of the request, below this path. */
const textOf = ({ where }: Production, text: string, below: Path): Script | undefined => {
  const path = [...below, "run"];
  let found: ((offset: number) => Place) | undefined;
  const placeOf = (offset: number): Place => {
    // Most payloads are never complained about, and finding places costs more than the lint.
    found ??= where.places.within(path) ?? placeOnly(where.places.at(path));
    return found(offset);
  };
  return readScript({ file: where.file, text, reading: "payload", placeOf });
};

/** Bytes of a step's resources that are searched for names; with more, problems that depend on them are not reported. */
const largestText = 2 * 1024 * 1024;

const readableText = ({ path, bytes }: SourceFile): readonly (readonly [string, string])[] =>
  bytes.length > largestText || bytes.includes(0) ? [] : [[path, new TextDecoder().decode(bytes)]];

export const isBash = (path: string, text: string): boolean =>
  text.startsWith("#!") ? /^#!.*\b(?:ba)?sh\b/.test(text) : path.endsWith(".sh");

/** The resource that a command runs, and how. */
export const calledBy = (
  run: Run,
  resources: ReadonlySet<string>,
): { readonly path: string; readonly reading: Reading } | undefined => {
  const byShell = isShell(run.name);
  const words = byShell || isSource(run.name) ? run.args.filter(({ value }) => !value.startsWith("-")) : [];
  const [first] = words;
  const written = first === undefined ? run.name : (plainText(first) ?? nameBehindVariable(run, first.value));
  const path = written?.replace(/^(?:\.\/+)+/, "");
  if (path === undefined || !resources.has(path)) return undefined;
  return { path, reading: isSource(run.name) ? "sourced" : "called" };
};

/** `. "$THERE/set-up.sh"`, where a file of that name is sent along. */
const nameBehindVariable = (run: Run, value: string): string | undefined =>
  isSource(run.name) ? /^\$(?:\{\w+\}|\w+)\/([^/$]+)$/.exec(value)?.[1] : undefined;

const isOpaque = (run: Run, scripts: readonly Script[], resources: ReadonlySet<string>): boolean => {
  const { name, nameWord, args } = run;
  if (nameWord === undefined) return false;
  if (name === undefined) return true;
  if (isShell(name) || args.some(({ value }) => value === "-exec")) return true;
  if (isPython(name)) return !args.some((word) => resources.has(plainText(word) ?? ""));
  // A set-up file of the site is sourced for what it exports; it makes nothing and reads no parameter.
  if (isSource(name)) return !isSetUp(args[0]?.value ?? "");
  return !isModest(name) && !scripts.some(({ facts }) => facts.functions.has(name));
};

/** A path outside the files that the production sends along: only the site could have put it there. */
export const isSetUp = (path: string): boolean => path.startsWith("/") || /^\$\{?[A-Z]/.test(path);

/** Variables that the wrapper of a block of a run sets. */
export const ofRun = ({ row, runs = [] }: Production): readonly string[] =>
  row === undefined ? [] : ["run", ...columnsOfAll([row, ...runs])];

/** Arrays of the payload. */
export const inputNames = ({ inputs }: Pick<Step, "inputs">): readonly string[] => inputs.map(({ name }) => name);

/** Whether a word holds files of an input. */
export const namesInput = (step: Pick<Step, "inputs">, word: string): boolean =>
  [...word.matchAll(/\$\{?(\w+)/g)].some(([, name = ""]) => inputNames(step).includes(name));
