import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findAction, isCheckout } from "./action.ts";
import { checkout } from "./checkout.ts";
import { runChild } from "./child.ts";
import { openLineReader } from "./commands.ts";
import { scopeOf } from "./contexts.ts";
import { fill, holds } from "./expression/template.ts";
import type { JobRoom } from "./job-room.ts";
import type { Result, StepRecord } from "./records.ts";
import type { StepWork } from "./step-work.ts";
import type { Run, Step, Uses } from "./workflow/workflow.ts";

const fileCommands = ["GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"] as const;

/** One step: whether it runs, its process, and what that left behind. */
export const runStep = async (room: JobRoom, step: Step, index: number): Promise<StepRecord> => {
  const { masks } = room;
  const { say, read, record } = openRecord(room, step);
  const status = room.status();
  // GitHub knows no `secrets` in an `if`.
  const { secrets: _, ...visible } = room.contexts(step.env);
  if (!holds(step.if, scopeOf(visible, status))) return record("skipped", undefined, {}, "");

  const files = Object.fromEntries(fileCommands.map((name) => [name, join(room.temp, `${name}-${index}`)]));
  for (const file of Object.values(files)) await writeFile(file, "");
  const stepEnv = fillAll(step.env, room, {});
  const baseEnv = { ...room.baseEnv(), ...stepEnv, ...files };
  // Once the run is cancelled, what still runs is clean-up: it is not cut off again.
  const signal = status.cancelled ? new AbortController().signal : room.signal;
  const work: StepWork = {
    workspace: room.workspace,
    token: room.token,
    mask: (secret) => masks.add(secret),
    say,
    run: (command, args, cwd, env = {}) =>
      runChild({
        command,
        args,
        cwd,
        env: { ...baseEnv, ...env },
        signal,
        start: room.setting.start,
        timeoutMinutes: step.timeoutMinutes ?? room.timeoutMinutes,
        onLine: (line) => {
          const shown = read(line);
          if (shown !== undefined) say(shown);
        },
      }),
  };
  const exitCode =
    step.does.kind === "run"
      ? await runScript(room, step, step.does, index, work)
      : await runAction(room, step.does, step.env, work);
  const left = async (name: (typeof fileCommands)[number]): Promise<string> => readFile(files[name] ?? "", "utf8");
  try {
    room.addEnv(readAssignments(await left("GITHUB_ENV")), readLines(await left("GITHUB_PATH")));
    const outputs = readAssignments(await left("GITHUB_OUTPUT"));
    return record(
      exitCode === 0 ? "success" : signal.aborted ? "cancelled" : "failure",
      exitCode,
      outputs,
      await left("GITHUB_STEP_SUMMARY"),
    );
  } catch (error) {
    say(
      `##[error]Unable to process file command successfully: ${error instanceof Error ? error.message : String(error)}`,
    );
    return record("failure", exitCode, {}, "");
  }
};

/** Its log, and what it becomes at its end; nobody reads a secret in either. */
const openRecord = ({ masks, onLine }: JobRoom, step: Step) => {
  const log: string[] = [];
  const say = (line: string): void => {
    const shown = masks.hide(line);
    log.push(shown);
    onLine(shown, step.name);
  };
  const reader = openLineReader((secret) => masks.add(secret));
  const record = (
    outcome: Result,
    exitCode: number | undefined,
    outputs: Readonly<Record<string, string>>,
    summary: string,
  ): StepRecord => ({
    key: step.key,
    name: step.name,
    outcome,
    conclusion: outcome === "failure" && step.continueOnError ? "success" : outcome,
    exitCode,
    outputs,
    annotations: reader.annotations().map((each) => ({ ...each, message: masks.hide(each.message) })),
    summary: masks.hide(summary),
    log,
  });
  return { say, read: (line: string) => reader.read(line), record };
};

const fillAll = (
  texts: Readonly<Record<string, string>>,
  room: JobRoom,
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, fill(value, scopeOf(room.contexts(env)))]));

const runScript = async (room: JobRoom, step: Step, run: Run, index: number, work: StepWork): Promise<number> => {
  const file = join(room.temp, `script-${index}.sh`);
  await writeFile(file, `${fill(run.script, scopeOf(room.contexts(step.env)))}\n`);
  const named = run.shell ?? room.shell;
  // What GitHub writes: pipefail only where the shell is named.
  const args = named === undefined ? ["-e", file] : ["--noprofile", "--norc", "-eo", "pipefail", file];
  const directory = run.directory === undefined ? "." : fill(run.directory, scopeOf(room.contexts(step.env)));
  return work.run("bash", args, join(room.workspace, directory));
};

const runAction = async (
  room: JobRoom,
  uses: Uses,
  env: Readonly<Record<string, string>>,
  work: StepWork,
): Promise<number> => {
  const { github } = room.setting;
  if (!uses.action.startsWith("./") && !github.allowsAction(uses.action)) {
    work.say(`##[error]${uses.action} is not allowed to be used in ${github.owner}/${github.repo}.`);
    return 1;
  }
  const given = fillAll(uses.with, room, env);
  if (isCheckout(uses.action)) return checkout(room.setting.github, room.occasion, given, work);
  const action = await findAction(room.setting, uses.action, room.workspace);
  work.say(action.from);
  const unexpected = Object.keys(given).filter((name) => !action.inputs.has(name));
  if (unexpected.length > 0)
    work.say(
      `##[warning]Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${[...action.inputs.keys()].join("', '")}']`,
    );
  const defaults = [...action.inputs].map(
    ([name, value]) => [name, value === undefined ? "" : fill(value, scopeOf(room.contexts({})))] as const,
  );
  const inputs = [...defaults, ...Object.entries(given)].map(
    ([name, value]) => [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value] as const,
  );
  const own = { ...Object.fromEntries(inputs), GITHUB_ACTION_PATH: dirname(action.main), ...whoseAction(uses.action) };
  const ran = (): Promise<number> => work.run(process.execPath, [action.main], room.workspace, own);
  const { around = (_, run) => run() } = room.setting;
  return around({ folder: action.folder, env: { ...room.baseEnv(), ...own } }, ran);
};

/** Of an action from a repository its name and ref (docs.github.com, Variables reference); one of the work folder has none. */
const whoseAction = (name: string): Readonly<Record<string, string>> => {
  const [, repository, ref] = /^([\w.-]+\/[\w.-]+)(?:\/[^@]*)?@(.+)$/.exec(name) ?? [];
  return repository === undefined || ref === undefined
    ? {}
    : { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref };
};

/** GITHUB_OUTPUT, GITHUB_ENV, GITHUB_STATE: `name=value`, or `name<<END` to a line that is END. */
const readAssignments = (text: string): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const here = /^([^=]+?)<<(.+)$/.exec(line);
    if (here !== null) {
      const end = lines.indexOf(here[2] ?? "", at + 1);
      if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${here[2]}'`);
      found[here[1] ?? ""] = lines.slice(at + 1, end).join("\n");
      at = end;
      continue;
    }
    const equals = line.indexOf("=");
    if (equals <= 0) throw new Error(`Invalid format '${line}'`);
    found[line.slice(0, equals)] = line.slice(equals + 1);
  }
  return found;
};

const readLines = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line !== "");
