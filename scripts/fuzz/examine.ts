import { load } from "js-yaml";
import { readConventions } from "../../action/core/conventions/read-conventions.ts";
import { lintProduction } from "../../action/core/lint/lint-production.ts";
import { type Plan, planProduction } from "../../action/core/plan/plan.ts";
import { type Problem, problemCodes, refuses } from "../../action/core/problems/problem.ts";
import { maxContainerLength } from "../../action/core/production/names.ts";
import type { ValidProduction } from "../../action/core/production/valid-production.ts";
import {
  bindRendering,
  provisionalBindings,
  type Rendering,
  renderProduction,
} from "../../action/core/render/rendering.ts";
import { renderWrapper } from "../../action/core/render/wrapper.ts";
import type { ProductionSource, SourceFile } from "../../action/core/text/source-file.ts";
import { splitByRun } from "../../action/core/validate/split-runs.ts";
import { validateProduction } from "../../action/core/validate/validate-production.ts";
import { readCwl, readInputValues } from "../sandbox/panda/workflow/cwl-reader.ts";
import { fault, type Script } from "./finding.ts";

export type Outcome = "unreadable" | "refused" | "accepted";
export type Examined = {
  readonly outcome: Outcome;
  readonly codes: readonly string[];
  /** For bash, which is asked for many at once. */
  readonly scripts: readonly Script[];
};

/** Judges, plans and renders; throws a Finding for whatever may not be. */
export const examine = (source: ProductionSource): Examined => {
  const { conventions } = source;
  const read = conventions === undefined ? undefined : readConventions(conventions.file, conventions.bytes);
  const judgements = validateProduction(source, read);
  const problems = judgements.flatMap((one) => one.problems);
  for (const problem of problems) examineProblem(source, problem);
  const valid = judgements.flatMap((one) => one.valid ?? []);
  for (const { problems: told, valid: one } of judgements)
    if (one !== undefined && refuses(told)) fault("accepted with an error");
  if (valid.length === 0 && !refuses(problems)) fault("refused without an error");
  for (const { production } of valid)
    for (const warning of lintProduction(production).problems) examineProblem(source, warning);
  const runs = valid.flatMap(firstAndLast);
  const scripts = [...valid, ...runs].flatMap((one) => examineValid(source, one));
  if (valid.length > 0) examineTrust(source, read, valid);
  return { outcome: outcomeOf(problems, valid.length), codes: problems.map(({ code }) => code), scripts };
};

const firstAndLast = (valid: ValidProduction): readonly ValidProduction[] => {
  const runs = splitByRun(valid);
  const ends = [...new Set([...runs.slice(0, 1), ...runs.slice(-1)])];
  if (new Set(ends.map(({ production }) => production.outDS)).size < ends.length) fault("two runs have one name");
  return ends;
};

const unreadable = /^(yaml-|not-utf8|too-large$)/;
const outcomeOf = (problems: readonly Problem[], valid: number): Outcome => {
  if (valid > 0) return "accepted";
  return problems.every(({ code }) => unreadable.test(code)) ? "unreadable" : "refused";
};

/** The request, the conventions, or a script that goes along. */
const fileIn = (source: ProductionSource, file: string): Uint8Array | undefined => {
  if (file === source.file) return source.bytes;
  if (file === source.conventions?.file) return source.conventions.bytes;
  const foreign = source.foreign.flatMap((tree) => (tree.kind === "fetched" ? tree.entries : []));
  const found = [...source.entries, ...source.shared, ...foreign].find(({ path }) => file.endsWith(`/${path}`));
  return found?.kind === "file" ? found.bytes : undefined;
};

/** Lines as an editor counts them; one more than line feeds, and a place may be at the end. */
const examineProblem = (source: ProductionSource, { code, file, line, col, message, hint = "" }: Problem): void => {
  if (!(code in problemCodes)) fault(`no such code: ${code}`);
  const bytes = fileIn(source, file) ?? fault(`${code} in ${file}`);
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\r|\n/).length;
  if (!Number.isInteger(line) || line < 1 || line > lines) fault(`${code} at line ${line} of ${lines}`);
  if (!Number.isInteger(col) || col < 1) fault(`${code} at column ${col}`);
  if (message === "") fault(`${code} without words`);
  if (/[\u0000-\u001f\u007f-\u009f]/.test(message + hint))
    fault(`${code} with a control character: ${JSON.stringify(message + hint)}`);
  if (message.length + hint.length > 3000) fault(`${code} with ${message.length + hint.length} characters`);
  if (/\b(undefined|\[object Object\])\b/.test(message)) fault(`${code} speaks of nothing: ${message.slice(0, 200)}`);
};

/** What both readers understand, the first must understand alone, and mean the same. */
const examineTrust = (
  source: ProductionSource,
  read: ReturnType<typeof readConventions> | undefined,
  valid: readonly ValidProduction[],
): void => {
  const again = validateProduction(source, read, "first-reading").map((one) => one.valid?.production.contentDigest);
  const digests = new Set(again);
  if (valid.some(({ production }) => !digests.has(production.contentDigest))) fault("trusted, it is another content");
};

const examineValid = (source: ProductionSource, valid: ValidProduction): readonly Script[] => {
  const { production } = valid;
  const rendering = renderProduction(production);
  if (renderProduction(production).digest !== rendering.digest) fault("rendered twice, it is not the same");
  const bound = bindRendering(rendering.sent, provisionalBindings(production));
  const text = (path: string): string => textOf(bound, path);
  examinePlan(rendering.plan, splitByRun(valid));
  examineCwl(text("workflow.cwl"), text("inputs.yaml"), rendering);
  examineNames(bound, rendering.plan);
  examineMarkdown(rendering);
  return production.steps.map((step) => ({ source, setup: step.setup ?? "", text: renderWrapper(production, step) }));
};

const textOf = (files: readonly SourceFile[], path: string): string => {
  const file = files.find((one) => one.path === path);
  if (file === undefined) fault(`no ${path}`);
  return new TextDecoder().decode(file?.bytes);
};

/** The whole is the sum of what is submitted, each counted by its own plan. */
const examinePlan = (plan: Plan, runs: readonly ValidProduction[]): void => {
  const sum = (parts: readonly (number | null)[]): number | null =>
    parts.includes(null) ? null : parts.reduce<number>((total, part) => total + (part ?? 0), 0);
  const submitted = runs.map(({ production }) => planProduction(production));
  const steps = submitted.flatMap((one) => one.steps);
  if (plan.total.jobs !== sum(steps.map(({ jobs }) => jobs))) fault("the sum of jobs is another");
  if (plan.total.coreHours !== sum(steps.map(({ coreHours }) => coreHours))) fault("the sum of core hours is another");
  for (const { jobs, outputs, parents, step, coreHours } of plan.steps) {
    if (jobs !== null && (!Number.isSafeInteger(jobs) || jobs < 0)) fault(`${jobs} jobs`);
    if (coreHours !== null && !Number.isSafeInteger(coreHours)) fault(`${coreHours} core hours`);
    if (outputs.some(({ files, pattern }) => files !== (pattern === undefined ? jobs : null)))
      fault(`files of ${step} are not its jobs`);
    if (parents.some((parent) => !plan.steps.some((other) => other.step === parent)))
      fault(`${step} has a parent that is none`);
  }
  if (JSON.stringify(JSON.parse(JSON.stringify(plan))) !== JSON.stringify(plan)) fault("the plan is no JSON");
};

const examineCwl = (workflow: string, values: string, { plan }: Rendering): void => {
  const cwl = readCwl(workflow);
  const given = readInputValues(values);
  if (workflow.includes("@{") || values.includes("@{")) fault("a symbol is left");
  if (workflow.includes("___idds___") || values.includes("___idds___")) fault("___idds___ is sent");
  for (const [found] of (workflow + values).matchAll(/%\{[^}]*\}?/g))
    if (!/^%\{SECDS\d+\}$/.test(found)) fault(`${found} is sent`);
  const names = cwl.steps.map(({ name }) => name).toSorted();
  if (JSON.stringify(names) !== JSON.stringify(plan.steps.map(({ step }) => step).toSorted()))
    fault("CWL has other steps");
  const known = new Set([...cwl.inputs.keys(), ...names.map((name) => `${name}/outDS`)]);
  for (const { inputs } of cwl.steps)
    for (const source of inputs.flatMap((input) => input.sources)) if (!known.has(source)) fault(`CWL reads ${source}`);
  const keys = typeof given === "object" && given !== null ? Object.keys(given) : [];
  if (JSON.stringify(keys.toSorted()) !== JSON.stringify([...cwl.inputs.keys()].toSorted()))
    fault("inputs.yaml gives others than CWL asks");
  if (load(workflow) === undefined) fault("an empty workflow");
  for (const { name, inputs } of cwl.steps) examineArguments(name, inputs);
};

/** PanDA splits these at blanks: a value that holds one would become two. */
const examineArguments = (name: string, inputs: ReturnType<typeof readCwl>["steps"][number]["inputs"]): void => {
  const value = (key: string): string => String(inputs.find((input) => input.name === key)?.default ?? "");
  const [exec, args] = [value("opt_exec"), value("opt_args")];
  // With a table the number stands there once more, and there is no input.
  if (!/^bash [A-Za-z0-9]+\.sh %RNDM:(\d+) \1( %IN\d*)*( %SKIPEVENTS)?$/.test(exec))
    fault(`opt_exec of ${name} is ${exec}`);
  // A dot of a pattern is written `[.]`, and no other bracket; an expression for names of files begins with `^`.
  const plain = args.replaceAll("[.]", ".").replaceAll(":regex|^", ":");
  if (!/^[A-Za-z0-9._,:*%{}@/ -]+$/.test(plain)) fault(`opt_args of ${name} is ${args}`);
  if (args.split(" ").some((token) => token === "")) fault(`opt_args of ${name} has an empty word: ${args}`);
};

const examineNames = (files: readonly SourceFile[], plan: Plan): void => {
  for (const dataset of plan.steps.flatMap(({ outputs }) => outputs.map((output) => output.dataset))) {
    if (dataset.length > maxContainerLength) fault(`${dataset} has ${dataset.length} characters`);
    if (!/^[A-Za-z0-9._-]+\/$/.test(dataset)) fault(`${dataset} is no name`);
  }
  if (new Set(files.map(({ path }) => path)).size !== files.length) fault("two files of one name");
  for (const { path } of files)
    if (!/^[\x21-\x7e]+$/.test(path) || path.startsWith("/") || path.split("/").includes(".."))
      fault(`a file is named ${path}`);
};

const examineMarkdown = ({ documents }: Rendering): void => {
  if (/\[object Object\]|\bundefined\b/.test(textOf(documents, "README.md"))) fault("the page speaks of nothing");
};
